extension Picture {
  /// Scales the distance of each pixel from its own grey: 0 is a grey picture, 1 the picture, more is
  /// more colourful. A grey picture stays.
  ///
  /// Exactly Pillow's `ImageEnhance.Color` (torchvision's `adjust_saturation`).
  /// - Parameter factor: at least 0.
  public mutating func adjustSaturation(_ factor: Double) {
    guard channels == 3 else { return }
    let factor = Float(factor)
    modify { pixels in
      for pixel in stride(from: 0, to: pixels.count, by: 3) {
        let (red, green, blue) = (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2])
        // As ``blend(_:_:_:)``, the three channels at once.
        let grey = SIMD4(repeating: Float(luminance(red, green, blue)))
        let color = SIMD4(Float(red), Float(green), Float(blue), 0)
        let bytes = truncatedBytes(grey + factor * (color - grey))
        (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]) = (bytes[0], bytes[1], bytes[2])
      }
    }
  }
}
