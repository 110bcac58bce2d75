internal import Foundation

extension Picture {
  /// Turns the picture counter-clockwise about its centre.
  ///
  /// Pillow's `Image.rotate` for the same angle; `transform(_:interpolation:fill:)` says how exactly.
  /// - Parameters:
  ///   - degrees: the angle, finite.
  ///   - interpolation: how the level between pixels is found.
  ///   - fill: colour of what comes in at the corners.
  public mutating func rotate(
    degrees: Double, interpolation: PictureInterpolation = .nearest, fill: PictureColor = .black
  ) {
    // Reduced as Python's % does, as the last bits of the cosine depend on it.
    var reduced = degrees.truncatingRemainder(dividingBy: 360)
    if reduced < 0 { reduced += 360 }
    if reduced == 0 { return }
    // Pillow only reorders the pixels then.
    let isExact = reduced == 180 || height == width && (reduced == 90 || reduced == 270)
    let angle = -(reduced * (.pi / 180))
    let cosine = roundedTo15Decimals(cos(angle))
    let sine = roundedTo15Decimals(sin(angle))
    let centreX = Double(width) / 2
    let centreY = Double(height) / 2
    transform(
      AffineMap(
        xx: cosine, xy: sine, x: cosine * -centreX + sine * -centreY + centreX,
        yx: -sine, yy: cosine, y: -sine * -centreX + cosine * -centreY + centreY),
      interpolation: isExact ? .nearest : interpolation, fill: fill)
  }
}

/// As Python's `round(value, 15)` of a value in −1 … 1, which Pillow does so that right angles give exact
/// zeros.
func roundedTo15Decimals(_ value: Double) -> Double {
  let scaled = value * 1e15
  let lower = scaled.rounded(.down)
  let rest = scaled - lower
  guard rest == 0.5 else { return scaled.rounded() / 1e15 }
  // What the product lost decides which way the exact one would go.
  let lost = (-scaled).addingProduct(value, 1e15)
  let isUpward = lost > 0 || (lost == 0 && !lower.truncatingRemainder(dividingBy: 2).isZero)
  return (isUpward ? lower + 1 : lower) / 1e15
}
