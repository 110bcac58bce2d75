/// The ways there are to frame a picture.
public enum Framings: Catalog {
  public static let kind = "framing"
  public static let builtIn: [any CatalogItem.Type] = [
    SquaredFraming.self,
    NativeFraming.self,
    ResizeFraming.self,
    ResizeCenterCrop.self,
    FiveCrop.self,
  ]
}

extension Chosen where List == Framings {
  var framing: any Framing { item(as: (any Framing).self) }
}
