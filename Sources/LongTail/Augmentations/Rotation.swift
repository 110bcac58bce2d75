public import Torch

/// Turns the picture about its centre by a random angle; nearest pixel, black outside.
///
/// Pixel for pixel what Pillow's `Image.rotate` gives for the same angle.
public struct Rotation: Augmentation {
  public static let name = "rotation"
  public static let summary = "turn by a random angle, nearest pixel, black outside"

  /// The largest angle either way, in degrees, 0 … 360.
  public var degrees = 15.0

  public init() {}

  public init(degrees: Double) {
    precondition(degrees >= 0 && degrees.isFinite, "angle \(degrees)")
    self.degrees = degrees
  }

  public func validate() throws {
    try SettingsError.require("degrees", degrees, from: 0, to: 360)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    guard degrees > 0 else { return }
    picture.rotate(degrees: random.uniform(in: -degrees..<degrees))
  }
}
