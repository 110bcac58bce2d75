/// A picture drawn so that three points of it lie elsewhere; linear between pixels. OpenCV before 5 rounds places to 1/32 of a
/// pixel first.
struct AffineWarp {
  // Old place of a new one: (xx·x + xy·y + x0, yx·x + yy·y + y0).
  private let xx, xy, x0, yx, yy, y0: Double

  /// The corners of a right angle, (c + s, d + s), (c + s, d − s), (c − s, d − s), go to three points.
  /// - Parameters:
  ///   - centre: c and d.
  ///   - reach: s, above 0.
  ///   - points: where the three go, in that order.
  init(centre: (x: Double, y: Double), reach: Double, to points: [(x: Double, y: Double)]) {
    let (a, b, c) = (points[0], points[1], points[2])
    // From old to new places.
    let (m00, m10) = ((b.x - c.x) / (2 * reach), (b.y - c.y) / (2 * reach))
    let (m01, m11) = ((a.x - b.x) / (2 * reach), (a.y - b.y) / (2 * reach))
    let m02 = c.x - m00 * (centre.x - reach) - m01 * (centre.y - reach)
    let m12 = c.y - m10 * (centre.x - reach) - m11 * (centre.y - reach)
    let determinant = m00 * m11 - m01 * m10
    // Points on a line take the picture together to nothing: then all of it is one point.
    let scale = determinant != 0 ? 1 / determinant : 0
    xx = m11 * scale
    yy = m00 * scale
    xy = -m01 * scale
    yx = -m10 * scale
    x0 = -xx * m02 - xy * m12
    y0 = -yx * m02 - yy * m12
  }

  /// The picture, mirrored beyond its edge.
  func applied(to picture: FloatPicture) -> FloatPicture {
    let (height, width, channels) = (picture.height, picture.width, picture.channels)
    var result = picture
    for y in 0..<height {
      for x in 0..<width {
        let oldX = xx * Double(x) + xy * Double(y) + x0
        let oldY = yx * Double(x) + yy * Double(y) + y0
        let (left, top) = (oldX.rounded(.down), oldY.rounded(.down))
        let (right, down) = (oldX - left, oldY - top)
        let columns = [0, 1].map { PictureEdge.mirror.place(Int(left) + $0, of: width) }
        let rows = [0, 1].map { PictureEdge.mirror.place(Int(top) + $0, of: height) }
        for channel in 0..<channels {
          func value(_ row: Int, _ column: Int) -> Double {
            picture.values[(rows[row] * width + columns[column]) * channels + channel]
          }
          result.values[(y * width + x) * channels + channel] =
            (value(0, 0) * (1 - right) + value(0, 1) * right) * (1 - down)
            + (value(1, 0) * (1 - right) + value(1, 1) * right) * down
        }
      }
    }
    return result
  }
}
