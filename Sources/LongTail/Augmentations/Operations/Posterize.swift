extension Picture {
  /// Keeps the upper bits of each level; 0 bits make the picture black.
  ///
  /// Exactly Pillow's `ImageOps.posterize`, which in newer versions refuses 0 bits.
  /// - Parameter bits: in 0 … 8.
  public mutating func posterize(bits: Int) {
    precondition(0...8 ~= bits, "\(bits) bits of 8")
    let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
    modify { pixels in
      for index in pixels.indices { pixels[index] &= mask }
    }
  }
}
