public import Torch

/// Takes the colour away, or does not: all three channels then are the luminance (torchvision's `RandomGrayscale`).
/// A grey picture stays as it is.
public struct RandomGrayscale: Augmentation {
  public static let name = "random-grayscale"
  public static let summary = "take the colour away from one picture in five"

  /// Chance that the colour goes, in [0, 1].
  public var probability = 0.2

  public init() {}

  public init(probability: Double) {
    self.probability = probability
  }

  /// Whether it draws nothing: all pictures lose their colour, or none.
  public var isDeterministic: Bool { probability == 0 || probability == 1 }

  public func validate() throws {
    try SettingsError.require("probability", probability, from: 0, to: 1)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    if random.uniform() < probability { picture.removeColor() }
  }
}
