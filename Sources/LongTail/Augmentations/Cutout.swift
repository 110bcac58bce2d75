public import Torch

/// Covers squares at random places (DeVries & Taylor, 2017).
///
/// The centre of a square is a pixel of the picture, each equally likely; the square reaches `length / 2`
/// (rounded down) to the left of and above it and as far to the right, and ends at the border.
///
/// SHIKE and BalPoE cover before they normalise, so the squares are black: `fill` as it is by default.
/// DeVries & Taylor cover after normalising, where 0 is the mean colour: with `fill` at the mean of the
/// data set, rounded to whole levels (CIFAR: 125, 123, 114), the squares are within 0.01 of that.
/// Put it last: what changes colours or moves pixels would do it to the squares as well.
public struct Cutout: Augmentation {
  public static let name = "cutout"
  public static let summary = "cover a square at a random place"

  /// How many squares, 1 … 1000.
  public var holes = 1
  /// Side of a square, 2 … 65,536 pixels; an odd one counts as one less.
  public var length = 16
  /// Colour of the squares, before normalisation.
  public var fill = PictureColor.black

  public init() {}

  public func validate() throws {
    try SettingsError.require("holes", holes, in: 1...1000)
    try SettingsError.require("length", length, in: 2...65_536)
    try within("fill") { try fill.validate() }
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    guard picture.height > 0, picture.width > 0 else { return }
    for _ in 0..<holes {
      let row = random.integer(below: picture.height)
      let column = random.integer(below: picture.width)
      picture.cutOut(row: row, column: column, length: length, fill: fill)
    }
  }
}

extension Picture {
  /// Covers the part of a square that lies in the picture.
  ///
  /// - Parameters:
  ///   - row: row of the square's centre: the first one below its middle.
  ///   - column: column of the square's centre: the first one right of its middle.
  ///   - length: side of the square; an odd one counts as one less.
  ///   - fill: colour of the square.
  public mutating func cutOut(row: Int, column: Int, length: Int, fill: PictureColor) {
    let rows = max(0, row - length / 2)..<max(0, min(height, row + length / 2))
    let columns = max(0, column - length / 2)..<max(0, min(width, column + length / 2))
    let (width, channels) = (width, channels)
    let fill = fill.bytes(channels: channels)
    modify { pixels in
      for row in rows {
        for column in columns {
          for channel in 0..<channels {
            pixels[(row * width + column) * channels + channel] = fill[channel]
          }
        }
      }
    }
  }
}
