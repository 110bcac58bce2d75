extension Picture {
  /// The negative. Exactly Pillow's `ImageOps.invert`.
  public mutating func invert() {
    modify { pixels in
      for index in pixels.indices { pixels[index] = ~pixels[index] }
    }
  }
}
