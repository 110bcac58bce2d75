/// The pixels around a place in a picture and what lies between them.
protocol InterpolationWindow {
  init(_ neighbours: Neighbours, width: Int, channels: Int)

  /// The level between the pixels of one channel, of which `pixels` is the first.
  func level(_ pixels: UnsafePointer<UInt8>) -> Double
}

extension Picture {
  /// ``transform(_:interpolation:fill:)`` with levels between neighbours; beyond the border, the outermost
  /// pixels go on.
  mutating func interpolate<Window: InterpolationWindow>(
    _ map: AffineMap, fill: [UInt8], by _: Window.Type
  ) {
    let (height, width, channels) = (height, width, channels)
    rewrite { old, new in
      guard let old = old.baseAddress, var target = new.baseAddress else { return }
      for row in 0..<height {
        for column in 0..<width {
          let place = map.source(column: column, row: row)
          if let neighbours = Neighbours(x: place.x, y: place.y, height: height, width: width) {
            let window = Window(neighbours, width: width, channels: channels)
            for channel in 0..<channels {
              target[channel] = truncatedByte(window.level(old + channel))
            }
          } else {
            for channel in 0..<channels { target[channel] = fill[channel] }
          }
          target += channels
        }
      }
    }
  }
}

/// The pixels around a place in a picture.
struct Neighbours {
  /// The pixel whose centre is next to the left and above; −1 before the first.
  private let left: Int
  private let top: Int
  private let lastColumn: Int
  private let lastRow: Int
  /// How far the place lies right of and below that centre, in [0, 1).
  let restX: Double
  let restY: Double

  /// `nil` for a place outside the picture.
  @inline(__always)
  init?(x: Double, y: Double, height: Int, width: Int) {
    guard x >= 0, x < Double(width), y >= 0, y < Double(height) else { return nil }
    // Both are at least −0.5: one more, and cutting off is rounding down.
    left = x < 0.5 ? -1 : Int(x - 0.5)
    top = y < 0.5 ? -1 : Int(y - 0.5)
    restX = x - 0.5 - Double(left)
    restY = y - 0.5 - Double(top)
    lastColumn = width - 1
    lastRow = height - 1
  }

  /// The column so many to the right, or the outermost one.
  @inline(__always)
  func column(_ offset: Int) -> Int { min(max(left + offset, 0), lastColumn) }

  /// The row so many below, or the outermost one.
  @inline(__always)
  func row(_ offset: Int) -> Int { min(max(top + offset, 0), lastRow) }
}
