/// The augmentations there are.
public enum Augmentations {
  public static let all: [any Augmentation.Type] = [
    RandomCrop.self,
    HorizontalFlip.self,
    Rotation.self,
  ]

  /// The augmentation of a name, with its default settings.
  /// - Throws: ``UnknownName``.
  public static func named(_ name: String) throws -> any Augmentation {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName(name, kind: "augmentation", known: all.map { $0.name })
    }
    return type.init()
  }
}
