public import Torch

/// Blurs by a bell curve of a random width, or does not (Chen, Kornblith, Norouzi, Hinton, ICML 2020, appendix A).
///
/// The standard deviation is drawn evenly between two bounds, as MoCo v2 and its descendants do it, which blur with
/// Pillow.
public struct GaussianBlur: Augmentation {
  public static let name = "gaussian-blur"
  public static let summary = "blur half of the pictures by a random amount"

  /// Bounds of the standard deviation, in (0, 100] pixels.
  public var smallestDeviation = 0.1
  /// The largest standard deviation, at least ``smallestDeviation``.
  public var largestDeviation = 2.0
  /// Chance of a blur, in [0, 1].
  public var probability = 0.5

  public init() {}

  public init(probability: Double) {
    self.probability = probability
  }

  public func validate() throws {
    try SettingsError.require("smallestDeviation", smallestDeviation, above: 0, to: 100)
    try SettingsError.require("largestDeviation", largestDeviation, above: 0, to: 100)
    guard smallestDeviation <= largestDeviation else {
      throw SettingsError(
        "smallestDeviation", "\(smallestDeviation) is above largestDeviation, \(largestDeviation)")
    }
    try SettingsError.require("probability", probability, from: 0, to: 1)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    guard random.uniform() < probability else { return }
    picture.blur(
      smallestDeviation + (largestDeviation - smallestDeviation) * random.uniform())
  }
}
