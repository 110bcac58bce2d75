extension Picture {
  /// Scales the levels: 0 is black, 1 the picture, more is lighter.
  ///
  /// Exactly Pillow's `ImageEnhance.Brightness` (torchvision's `adjust_brightness`).
  /// - Parameter factor: at least 0.
  public mutating func adjustBrightness(_ factor: Double) {
    let factor = Float(factor)
    look(up: PointTable { blend(0, $0, factor) })
  }
}
