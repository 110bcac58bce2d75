public import Torch

/// One picture becomes one other picture. Its stored properties are its settings.
///
/// All randomness comes from the generator that is handed in, which belongs to the picture's place
/// in the epoch; the same generator always gives the same result.
public protocol Augmentation: CatalogItem {
  /// Whether it draws nothing, so that a picture always comes out the same.
  var isDeterministic: Bool { get }
  /// What it is at a share of its stage, from 0 in the first epoch to 1 in the last.
  func at(_ share: Double) -> any Augmentation
  /// Changes the picture.
  func apply(to picture: inout Picture, using random: inout CounterBasedGenerator)
}

extension Augmentation {
  public var isDeterministic: Bool { false }
  public func at(_ share: Double) -> any Augmentation { self }
}

/// An augmentation that can cut the frame out of a picture of another size, as the first one of a view.
public protocol CuttingAugmentation: Augmentation {
  /// What is made of a picture.
  /// - Parameters:
  ///   - picture: its size.
  ///   - frame: the size of the result.
  ///   - random: draws as ``Augmentation/apply(to:using:)`` does for a picture of the frame's size.
  /// - Returns: a cut whose result has the frame's size.
  func cut(
    of picture: PictureSize, to frame: PictureSize, using random: inout CounterBasedGenerator
  ) -> PictureCut
}
