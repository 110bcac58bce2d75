/// From a place in the new picture to one in the old: (`xx` · x + `xy` · y + `x`, `yx` · x + `yy` · y + `y`),
/// in pixels from the upper left corner.
struct AffineMap: Equatable {
  var xx = 1.0
  var xy = 0.0
  var x = 0.0
  var yx = 0.0
  var yy = 1.0
  var y = 0.0

  /// Where the centre of a pixel comes from.
  @inline(__always)
  func source(column: Int, row: Int) -> (x: Double, y: Double) {
    let (left, top) = (Double(column) + 0.5, Double(row) + 0.5)
    return (xx * left + xy * top + x, yx * left + yy * top + y)
  }
}

/// How the level between pixels is found.
public enum PictureInterpolation: String, Sendable, Codable, CaseIterable {
  /// The pixel that the place lies in.
  case nearest
  /// Straight lines between the four pixels around it.
  case bilinear
  /// Cubic polynomials (a = −1) through the sixteen pixels around it.
  case bicubic
}

extension Picture {
  /// Fetches each pixel from elsewhere; what lies outside the old picture becomes `fill`.
  ///
  /// Exactly what Pillow's `Image.transform` with `AFFINE` gives where its float64 arithmetic is not
  /// fused (x86-64); elsewhere bilinear and bicubic levels may differ by 1.
  /// - Precondition: sides below 32,768 pixels.
  mutating func transform(
    _ map: AffineMap, interpolation: PictureInterpolation, fill: PictureColor
  ) {
    precondition(max(height, width) < 32_768, "a picture of \(height)×\(width)")
    let fill = fill.bytes(channels: channels)
    switch interpolation {
    case .nearest where map.xy == 0 && map.yx == 0: transformAlongAxes(map, fill: fill)
    case .nearest: transformToNearest(map, fill: fill)
    case .bilinear: interpolate(map, fill: fill, by: LinearWindow.self)
    case .bicubic: interpolate(map, fill: fill, by: CubicWindow.self)
    }
  }

  /// The nearest pixel, in the 16.16 fixed-point arithmetic of Pillow's affine transform.
  private mutating func transformToNearest(_ map: AffineMap, fill: [UInt8]) {
    func fixed(_ value: Double) -> Int { Int((value * 65_536 + 0.5).rounded(.down)) }
    let stepX = (fixed(map.xx), fixed(map.yx))
    let stepY = (fixed(map.xy), fixed(map.yy))
    let startX = fixed(map.x + map.xx * 0.5 + map.xy * 0.5)
    let startY = fixed(map.y + map.yx * 0.5 + map.yy * 0.5)
    let (height, width, channels) = (height, width, channels)
    rewrite { old, new in
      guard let old = old.baseAddress, var target = new.baseAddress else { return }
      for y in 0..<height {
        var sourceX = startX + y * stepY.0
        var sourceY = startY + y * stepY.1
        for _ in 0..<width {
          // As unsigned numbers, what lies left of or above the picture is too large as well.
          let column = UInt(bitPattern: sourceX >> 16)
          let row = UInt(bitPattern: sourceY >> 16)
          if column < UInt(bitPattern: width), row < UInt(bitPattern: height) {
            let source = old + (Int(bitPattern: row) * width + Int(bitPattern: column)) * channels
            for channel in 0..<channels { target[channel] = source[channel] }
          } else {
            for channel in 0..<channels { target[channel] = fill[channel] }
          }
          target += channels
          sourceX += stepX.0
          sourceY += stepX.1
        }
      }
    }
  }

  /// The nearest pixel where rows stay rows and columns columns; Pillow adds up float64 steps then.
  private mutating func transformAlongAxes(_ map: AffineMap, fill: [UInt8]) {
    func places(start: Double, step: Double, new: Int, old: Int) -> [Int?] {
      var place = start + step * 0.5
      return (0..<new).map { _ in
        defer { place += step }
        return place >= 0 && place < Double(old) ? Int(place) : nil
      }
    }
    let columns = places(start: map.x, step: map.xx, new: width, old: width)
    let rows = places(start: map.y, step: map.yy, new: height, old: height)
    let (width, channels) = (width, channels)
    rewrite { old, new in
      guard let old = old.baseAddress, var target = new.baseAddress else { return }
      for row in rows {
        for column in columns {
          if let row, let column {
            let source = old + (row * width + column) * channels
            for channel in 0..<channels { target[channel] = source[channel] }
          } else {
            for channel in 0..<channels { target[channel] = fill[channel] }
          }
          target += channels
        }
      }
    }
  }
}
