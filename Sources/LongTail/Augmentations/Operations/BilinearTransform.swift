extension Picture {
  /// ``transform(_:interpolation:fill:)`` with straight lines between neighbours; beyond the border,
  /// the outermost pixels go on.
  mutating func interpolateLinearly(_ map: AffineMap, fill: [UInt8]) {
    let (height, width, channels) = (height, width, channels)
    rewrite { old, new in
      guard let old = old.baseAddress, var target = new.baseAddress else { return }
      for row in 0..<height {
        for column in 0..<width {
          let place = map.source(column: column, row: row)
          if let neighbours = Neighbours(x: place.x, y: place.y, height: height, width: width) {
            let upper = old + neighbours.row(0) * width * channels
            let lower = old + neighbours.row(1) * width * channels
            let left = neighbours.column(0) * channels
            let right = neighbours.column(1) * channels
            for channel in 0..<channels {
              let first = line(upper[left + channel], upper[right + channel], neighbours.restX)
              let second = line(lower[left + channel], lower[right + channel], neighbours.restX)
              target[channel] = truncatedByte(first + (second - first) * neighbours.restY)
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

@inline(__always)
private func line(_ first: UInt8, _ second: UInt8, _ rest: Double) -> Double {
  Double(first) + Double(Int32(second) &- Int32(first)) * rest
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
