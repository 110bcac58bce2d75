extension Picture {
  /// Scales the distance from the mean grey: 0 is an even grey, 1 the picture, more is starker.
  ///
  /// Exactly Pillow's `ImageEnhance.Contrast` (torchvision's `adjust_contrast`).
  /// - Parameter factor: at least 0.
  public mutating func adjustContrast(_ factor: Double) {
    let factor = Float(factor)
    let grey = meanLuminance()
    look(up: PointTable { blend(grey, $0, factor) })
  }

  /// The mean of the pixels' luminance, rounded half up; 0 without pixels.
  private mutating func meanLuminance() -> UInt8 {
    let channels = channels
    var sum = 0
    modify { pixels in
      if channels == 1 {
        for level in pixels { sum += Int(level) }
      } else {
        for pixel in stride(from: 0, to: pixels.count, by: channels) {
          sum += Int(luminance(pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]))
        }
      }
    }
    let count = height * width
    return count == 0 ? 0 : UInt8(Double(sum) / Double(count) + 0.5)
  }
}
