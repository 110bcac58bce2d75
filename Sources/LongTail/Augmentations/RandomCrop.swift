public import Torch

/// Pads with black on all sides and cuts a window of the old size at a random place.
public struct RandomCrop: Augmentation {
  public static let name = "random-crop"
  public static let summary = "pad with black and cut at a random place"

  /// Pixels of padding on each side, 0 … 4096, and so the largest shift.
  public var padding = 4

  public init() {}

  public init(padding: Int) {
    precondition(padding >= 0, "padding \(padding) is below 0")
    self.padding = padding
  }

  public func validate() throws {
    try SettingsError.require("padding", padding, in: 0...4096)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    let y = random.integer(below: 2 * padding + 1) - padding
    let x = random.integer(below: 2 * padding + 1) - padding
    picture.shift(x: x, y: y)
  }
}
