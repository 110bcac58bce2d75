/// Clouds in front of the picture.
struct Fog: Corruption {
  static let name = "fog"
  private let strengths: [(thickness: Double, decay: Double)]

  init(_ parameters: CorruptionParameters) {
    strengths = parameters.choose(
      cifar: [(0.2, 3), (0.5, 3), (0.75, 2.5), (1, 2), (1.5, 1.75)],
      imagenet: [(1.5, 2), (2, 2), (2.5, 1.7), (2.5, 1.5), (3, 1.4)])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let strength = strengths[severity: severity]
    var picture = FloatPicture(picture)
    let brightest = picture.values.max() ?? 0
    let clouds = PlasmaFractal(
      covering: max(picture.height, picture.width), decay: strength.decay, draws: &draws)
    let scale = brightest / (brightest + strength.thickness)
    for row in 0..<picture.height {
      for column in 0..<picture.width {
        let fog = strength.thickness * clouds.values[row * clouds.side + column]
        let pixel = (row * picture.width + column) * picture.channels
        for channel in 0..<picture.channels {
          picture.values[pixel + channel] = (picture.values[pixel + channel] + fog) * scale
        }
      }
    }
    return picture.bytes
  }
}
