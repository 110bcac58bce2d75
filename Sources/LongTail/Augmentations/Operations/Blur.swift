extension Picture {
  /// Blurs by a bell curve, each channel alone; pixels outside the picture are as those at its border.
  ///
  /// Exactly Pillow's `ImageFilter.GaussianBlur`: three boxes of fractional width, along rows and then along columns
  /// (Gwosdek, Grewenig, Bruhn, Weickert, SSVM 2011), each rounded to bytes.
  /// - Parameter deviation: standard deviation in pixels, above 0.
  public mutating func blur(_ deviation: Double) {
    let box = FractionalBox(deviation: Float(deviation))
    let (height, width, channels) = (height, width, channels)
    guard height > 0, width > 0 else { return }
    var line = BlurredLine(box, capacity: max(height, width))
    modify { pixels in
      for start in 0..<height {
        for channel in 0..<channels {
          line.blur(
            pixels, from: start * width * channels + channel, step: channels, count: width)
        }
      }
      for start in 0..<width {
        for channel in 0..<channels {
          line.blur(
            pixels, from: start * channels + channel, step: width * channels, count: height)
        }
      }
    }
  }
}

/// A box whose outermost pixels count in part, in Pillow's fixed-point arithmetic.
private struct FractionalBox {
  /// Pixels on either side that count in full.
  let radius: Int
  /// What a full pixel counts, of 2²⁴.
  let full: UInt32
  /// What the pixel beyond it counts on either side.
  let part: UInt32

  /// The box of which three in a row have this standard deviation.
  init(deviation: Float) {
    let variance = deviation * deviation / 3
    let length = Float((12 * Double(variance) + 1).squareRoot())
    let whole = Float(((Double(length) - 1) / 2).rounded(.down))
    let above = (whole + 1) * (whole + 1)
    let rest =
      (2 * whole + 1) * (whole * (whole + 1) - 3 * variance) / (6 * (variance - above))
    let radius = whole + rest
    self.radius = Int(radius)
    full = UInt32(Float(1 << 24) / (radius * 2 + 1))
    part = ((1 << 24) - UInt32(self.radius * 2 + 1) * full) / 2
  }
}

/// A row or column on its way through three boxes.
private struct BlurredLine {
  private let box: FractionalBox
  /// The line with its ends repeated on either side.
  private var padded: [UInt8]

  init(_ box: FractionalBox, capacity: Int) {
    self.box = box
    padded = [UInt8](repeating: 0, count: capacity + 2 * (box.radius + 1))
  }

  mutating func blur(
    _ pixels: UnsafeMutableBufferPointer<UInt8>, from start: Int, step: Int, count: Int
  ) {
    let box = box
    let margin = box.radius + 1
    padded.withUnsafeMutableBufferPointer { padded in
      for _ in 0..<3 {
        let (first, last) = (pixels[start], pixels[start + (count - 1) * step])
        for place in 0..<margin {
          padded[place] = first
          padded[margin + count + place] = last
        }
        for place in 0..<count { padded[margin + place] = pixels[start + place * step] }
        // The full pixels around the one before the first.
        var sum: UInt32 = 0
        for place in 0..<2 * box.radius + 1 { sum += UInt32(padded[place]) }
        for place in 0..<count {
          let ends = UInt32(padded[place]) + UInt32(padded[place + 2 * margin])
          sum += UInt32(padded[place + 2 * margin - 1])
          sum -= UInt32(padded[place])
          pixels[start + place * step] = UInt8(
            truncatingIfNeeded: (sum * box.full + ends * box.part + (1 << 23)) >> 24)
        }
      }
    }
  }
}
