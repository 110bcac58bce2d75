/// Normal noise of one deviation on every value.
struct GaussianNoise: Corruption {
  static let name = "gaussian_noise"
  private let deviations: [Double]

  init(_ parameters: CorruptionParameters) {
    deviations = parameters.choose(
      cifar: [0.04, 0.06, 0.08, 0.09, 0.10], imagenet: [0.08, 0.12, 0.18, 0.26, 0.38])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    var picture = FloatPicture(picture)
    let deviation = deviations[severity: severity]
    for index in picture.values.indices {
      picture.values[index] += deviation * draws.normal()
    }
    return picture.bytes
  }
}
