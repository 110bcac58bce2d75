extension Picture {
  /// Scales the distance from the smoothed picture: 0 is smooth, 1 the picture, more is sharper. The
  /// outermost pixels stay.
  ///
  /// Exactly Pillow's `ImageEnhance.Sharpness`, whose smoothing weighs a pixel 5 and its eight neighbours
  /// 1 of 13.
  /// - Parameter factor: at least 0.
  public mutating func adjustSharpness(_ factor: Double) {
    let factor = Float(factor)
    let (height, channels, row) = (height, channels, width * channels)
    guard row > 2 * channels else { return }
    // The sums of three rows, column by column; their type leaves room for sums of 13 bytes.
    var sums = [UInt16](repeating: 0, count: row)
    rewrite { old, new in
      guard let old = old.baseAddress, let target = new.baseAddress else { return }
      target.update(from: old, count: new.count)
      sums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        for y in stride(from: 1, to: height - 1, by: 1) {
          let middle = old + y * row
          addUp(middle - row, middle, middle + row, into: sums, count: row)
          sharpen(
            middle + channels, by: factor, sums + channels, step: channels,
            into: target + y * row + channels, count: row - 2 * channels)
        }
      }
    }
  }
}

/// The sums of three rows. Apart from ``sharpen(_:by:_:step:into:count:)`` so that both become vector
/// instructions.
private func addUp(
  _ above: UnsafePointer<UInt8>, _ middle: UnsafePointer<UInt8>, _ below: UnsafePointer<UInt8>,
  into sums: UnsafeMutablePointer<UInt16>, count: Int
) {
  for place in 0..<count {
    sums[place] = UInt16(above[place]) &+ UInt16(middle[place]) &+ UInt16(below[place])
  }
}

private func sharpen(
  _ row: UnsafePointer<UInt8>, by factor: Float, _ sums: UnsafeMutablePointer<UInt16>, step: Int,
  into target: UnsafeMutablePointer<UInt8>, count: Int
) {
  let (left, right) = (sums - step, sums + step)
  for place in 0..<count {
    let sum = left[place] &+ sums[place] &+ right[place] &+ 4 &* UInt16(row[place])
    // Sum / 13, rounded: odd over 26, so never near a whole number, where Pillow's float32 could
    // differ. 40330 / 2²⁰ is 1/26 for all sums there are.
    let smooth = (UInt32(2 &* sum &+ 13) &* 40_330) >> 20
    target[place] = blend(UInt8(truncatingIfNeeded: smooth), row[place], factor)
  }
}
