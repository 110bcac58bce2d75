/// Normal noise in proportion to each value.
struct SpeckleNoise: Corruption {
  static let name = "speckle_noise"
  private let deviations: [Double]

  init(_ parameters: CorruptionParameters) {
    deviations = parameters.choose(
      cifar: [0.06, 0.1, 0.12, 0.16, 0.2], imagenet: [0.15, 0.2, 0.35, 0.45, 0.6])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    var picture = FloatPicture(picture)
    let deviation = deviations[severity: severity]
    for index in picture.values.indices {
      picture.values[index] += picture.values[index] * (deviation * draws.normal())
    }
    return picture.bytes
  }
}
