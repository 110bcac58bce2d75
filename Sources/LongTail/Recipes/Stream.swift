public import Calibration

/// One look at a batch's samples: how its pictures are augmented.
public struct View: Sendable, Codable {
  /// What is done to the pictures, in order; they stay as they are when empty.
  public var augmentations: [Chosen<Augmentations>]

  public init(_ augmentations: [any Augmentation] = []) {
    self.augmentations = augmentations.map { Chosen($0) }
  }
}

/// Samples beside the batch, for the same step: those of another branch, or foregrounds to paste.
public struct Stream: Sendable, Codable {
  /// Which samples come, and in which order.
  public var sampler: Chosen<Samplers>
  /// What is done to its pictures; what is done to the batch's when `nil`.
  @OrNone public var augmentations: [Chosen<Augmentations>]?

  public init(
    _ sampler: some Sampler = InstanceBalanced(), augmentations: [any Augmentation]? = nil
  ) {
    self.sampler = Chosen(sampler)
    self.augmentations = augmentations?.map { Chosen($0) }
  }
}
