public import Torch

/// Swaps left and right, or does not.
public struct HorizontalFlip: Augmentation {
  public static let name = "horizontal-flip"
  public static let summary = "swap left and right half of the time"

  /// Chance of a swap, in [0, 1].
  public var probability = 0.5

  public init() {}

  /// Whether it draws nothing: all pictures are mirrored, or none.
  public var isDeterministic: Bool { probability == 0 || probability == 1 }

  public init(probability: Double) {
    precondition(0...1 ~= probability, "probability \(probability) is not in [0, 1]")
    self.probability = probability
  }

  public func validate() throws {
    try SettingsError.require("probability", probability, from: 0, to: 1)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    if random.uniform() < probability { picture.mirror() }
  }
}
