extension Picture {
  /// Moves the picture left by `x` and up by `y`, in pixels or parts of them.
  ///
  /// Output (column, row) is input (column + x, row + y); `transform(_:interpolation:fill:)` says how
  /// exactly this is Pillow's.
  public mutating func translate(
    x: Double = 0, y: Double = 0, interpolation: PictureInterpolation, fill: PictureColor
  ) {
    transform(AffineMap(x: x, y: y), interpolation: interpolation, fill: fill)
  }
}
