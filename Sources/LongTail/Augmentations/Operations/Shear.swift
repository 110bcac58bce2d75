extension Picture {
  /// Pushes the rows sideways, by `amount` more with each row; the first row's upper edge stays.
  ///
  /// Output (x, y) is input (x + amount · y, y); `transform(_:interpolation:fill:)` says how exactly this
  /// is Pillow's.
  public mutating func shearX(
    _ amount: Double, interpolation: PictureInterpolation, fill: PictureColor
  ) {
    transform(AffineMap(xy: amount), interpolation: interpolation, fill: fill)
  }

  /// Pushes the columns up or down, by `amount` more with each column; the first column's left edge
  /// stays.
  ///
  /// Output (x, y) is input (x, y + amount · x); `transform(_:interpolation:fill:)` says how exactly this
  /// is Pillow's.
  public mutating func shearY(
    _ amount: Double, interpolation: PictureInterpolation, fill: PictureColor
  ) {
    transform(AffineMap(yx: amount), interpolation: interpolation, fill: fill)
  }
}
