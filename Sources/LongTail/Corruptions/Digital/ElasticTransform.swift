/// The picture drawn a little askew, and then pulled to and fro (Simard, Steinkraus & Platt, 2003).
struct ElasticTransform: Corruption {
  static let name = "elastic_transform"
  /// How far pixels are pulled, over how many pixels alike, and how far the points of the affine map go; all in pixels.
  private let strengths: [(pull: Double, deviation: Double, reach: Double)]

  init(_ parameters: CorruptionParameters) {
    // In shares of the side, for which the authors took 244 instead of 224.
    let side = parameters == .cifar ? 32.0 : 244
    let shares: [(pull: Double, deviation: Double, reach: Double)] = parameters.choose(
      cifar: [
        (0, 0, 0.08), (0.05, 0.2, 0.07), (0.08, 0.06, 0.06), (0.1, 0.04, 0.05), (0.1, 0.03, 0.03),
      ],
      imagenet: [
        (2, 0.7, 0.1), (2, 0.08, 0.2), (0.05, 0.01, 0.02), (0.07, 0.01, 0.02),
        (0.12, 0.01, 0.02),
      ])
    strengths = shares.map {
      (pull: side * $0.pull, deviation: side * $0.deviation, reach: side * $0.reach)
    }
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let strength = strengths[severity: severity]
    let (height, width) = (picture.height, picture.width)
    // The authors take half of the height for x; of squares it is the same.
    let centre = (x: Double(height / 2), y: Double(width / 2))
    let reach = Double(min(height, width) / 3)
    let corners = [
      (centre.x + reach, centre.y + reach), (centre.x + reach, centre.y - reach),
      (centre.x - reach, centre.y - reach),
    ]
    let points = corners.map { corner in
      let x = Float(corner.0) + Float(draws.uniform(from: -strength.reach, to: strength.reach))
      let y = Float(corner.1) + Float(draws.uniform(from: -strength.reach, to: strength.reach))
      return (x: Double(x), y: Double(y))
    }
    let askew = AffineWarp(centre: centre, reach: reach, to: points).applied(
      to: FloatPicture(picture))
    let across = field(height, width, strength, &draws)
    let down = field(height, width, strength, &draws)
    return pulled(askew, across: across, down: down).bytes
  }

  /// How far each pixel is pulled in one direction.
  private func field(
    _ height: Int, _ width: Int, _ strength: (pull: Double, deviation: Double, reach: Double),
    _ draws: inout some CorruptionDraws
  ) -> [Double] {
    let noise = (0..<height * width).map { _ in draws.uniform(from: -1, to: 1) }
    return FloatPicture(height: height, width: width, channels: 1, values: noise)
      .blurred(deviation: strength.deviation, truncation: 3, edge: .reflect)
      .values.map { Double(Float($0 * strength.pull)) }
  }

  private func pulled(_ picture: FloatPicture, across: [Double], down: [Double]) -> FloatPicture {
    let (height, width, channels) = (picture.height, picture.width, picture.channels)
    var result = picture
    for row in 0..<height {
      for column in 0..<width {
        let pixel = row * width + column
        let y = Double(row) + down[pixel]
        let x = Double(column) + across[pixel]
        let (top, left) = (y.rounded(.down), x.rounded(.down))
        let rows = [0, 1].map { PictureEdge.reflect.place(Int(top) + $0, of: height) }
        let columns = [0, 1].map { PictureEdge.reflect.place(Int(left) + $0, of: width) }
        for channel in 0..<channels {
          func value(_ row: Int, _ column: Int) -> Double {
            picture.values[(rows[row] * width + columns[column]) * channels + channel]
          }
          let upper = value(0, 0) * (1 - (x - left)) + value(0, 1) * (x - left)
          let lower = value(1, 0) * (1 - (x - left)) + value(1, 1) * (x - left)
          result.values[pixel * channels + channel] = upper * (1 - (y - top)) + lower * (y - top)
        }
      }
    }
    return result
  }
}
