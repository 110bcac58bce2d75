/// How new pixels are made of old ones where a picture is resized. Both filters widen when they reduce (antialiasing), as
/// Pillow's do.
public enum PictureFilter: String, Sendable, Codable, CaseIterable {
  /// A triangle over two pixels: torchvision's default, and that of ResNets.
  case bilinear
  /// Keys' kernel with a = −0.5 over four pixels: timm's transformers, CLIP, DINOv2, EfficientNet-Lite0.
  case bicubic

  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "filter")
  }

  /// The filter's shape.
  var shape: PictureResizing.Filter { self == .bilinear ? .triangle : .cubic }
}
