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
    rewrite { old, new in
      guard let old = old.baseAddress, let target = new.baseAddress else { return }
      target.update(from: old, count: new.count)
      guard row > 2 * channels else { return }
      for y in stride(from: 1, to: height - 1, by: 1) {
        let middle = old + y * row
        let above = middle - row
        let below = middle + row
        let sharpened = target + y * row
        for place in channels..<row - channels {
          let (left, right) = (place - channels, place + channels)
          let corners =
            UInt32(above[left]) &+ UInt32(above[right]) &+ UInt32(below[left])
            &+ UInt32(below[right])
          let sides =
            UInt32(above[place]) &+ UInt32(below[place]) &+ UInt32(middle[left])
            &+ UInt32(middle[right])
          // Sum / 13, rounded: odd over 26, so never near a whole number, where Pillow's float32
          // could differ. 20165 / 2¹⁹ is 1/26 for all sums there are.
          let sum = corners &+ sides &+ 5 &* UInt32(middle[place])
          let smooth = UInt8(truncatingIfNeeded: ((2 &* sum &+ 13) &* 20_165) >> 19)
          sharpened[place] = blend(smooth, middle[place], factor)
        }
      }
    }
  }
}
