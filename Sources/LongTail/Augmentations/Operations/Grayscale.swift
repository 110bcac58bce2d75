extension Picture {
  /// Gives all three channels the luminance, exactly as Pillow converts to its mode `L`. A grey picture stays.
  public mutating func removeColor() {
    guard channels == 3 else { return }
    modify { pixels in
      for pixel in stride(from: 0, to: pixels.count, by: 3) {
        let grey = luminance(pixels[pixel], pixels[pixel + 1], pixels[pixel + 2])
        (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]) = (grey, grey, grey)
      }
    }
  }
}
