internal import Foundation
import Torch

/// What is done to a foreground before it is pasted over its picture.
enum ForegroundChange: Sendable, Equatable {
  /// Turned counter-clockwise by some degrees and made larger by a factor, about a place (column, row).
  case turned(degrees: Int, scale: Double, x: Double, y: Double)
  /// Moved by some pixels to the right and down.
  case moved(x: Int, y: Int)
  /// As in a mirror.
  case mirrored

  /// One of the changes, each as likely as the others: turned by −45° to 44° and to 0.8 to 1.19 of its size about its middle,
  /// moved within the picture, or mirrored.
  /// - Parameters:
  ///   - foreground: what is changed.
  ///   - extent: which lines count as its ends.
  ///   - mirrors: whether it may be mirrored.
  ///   - random: every draw.
  init(
    of foreground: Foreground, _ extent: Foreground.Extent, mirrors: Bool,
    using random: inout CounterBasedGenerator
  ) {
    let (rows, columns) = (foreground.rows(extent), foreground.columns(extent))
    switch random.integer(below: mirrors ? 3 : 2) {
    case 0:
      self = .turned(
        degrees: random.integer(below: 90) - 45,
        scale: Double(random.integer(below: 40) + 80) / 100,
        x: Double(columns.first + columns.last) / 2, y: Double(rows.first + rows.last) / 2)
    case 1:
      // The lower end is taken, the upper one is not, as NumPy draws.
      let right = random.integer(below: foreground.size.width - columns.last + columns.first)
      let down = random.integer(below: foreground.size.height - rows.last + rows.first)
      self = .moved(x: right - columns.first, y: down - rows.first)
    default: self = .mirrored
    }
  }

  /// The place in the old picture that a pixel (column, row) of the new one shows.
  func source(x: Int, y: Int, width: Int) -> (x: Double, y: Double) {
    switch self {
    case .turned(let degrees, let scale, let centreX, let centreY):
      let angle = Double(degrees) * .pi / 180
      let (cosine, sine) = (cos(angle) / scale, sin(angle) / scale)
      let (right, down) = (Double(x) - centreX, Double(y) - centreY)
      return (centreX + cosine * right - sine * down, centreY + sine * right + cosine * down)
    case .moved(let right, let down): return (Double(x - right), Double(y - down))
    case .mirrored: return (Double(width - 1 - x), Double(y))
    }
  }

  /// Levels of a picture, row by row and channels last, after the change: linear between pixels, 0 beyond the border, rounded.
  func applied(to levels: [UInt8], size: PictureSize, channels: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: levels.count)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let old = source(x: x, y: y, width: size.width)
        let (left, top) = (old.x.rounded(.down), old.y.rounded(.down))
        guard -1..<Double(size.width) ~= left, -1..<Double(size.height) ~= top else { continue }
        let (right, down) = (old.x - left, old.y - top)
        for channel in 0..<channels {
          func level(_ row: Int, _ column: Int) -> Double {
            guard 0..<size.height ~= row, 0..<size.width ~= column else { return 0 }
            return Double(levels[(row * size.width + column) * channels + channel])
          }
          let (row, column) = (Int(top), Int(left))
          let above = level(row, column) * (1 - right) + level(row, column + 1) * right
          let below = level(row + 1, column) * (1 - right) + level(row + 1, column + 1) * right
          result[(y * size.width + x) * channels + channel] =
            UInt8((above * (1 - down) + below * down).rounded())
        }
      }
    }
    return result
  }
}
