public import Torch

/// One picture becomes one other picture. Its stored properties are its settings.
///
/// All randomness comes from the generator that is handed in, which belongs to the picture's place
/// in the epoch; the same generator always gives the same result.
public protocol Augmentation: CatalogItem {
  /// Whether it draws nothing, so that a picture always comes out the same.
  var isDeterministic: Bool { get }
  /// Changes the picture.
  func apply(to picture: inout Picture, using random: inout CounterBasedGenerator)
}

extension Augmentation {
  public var isDeterministic: Bool { false }
}
