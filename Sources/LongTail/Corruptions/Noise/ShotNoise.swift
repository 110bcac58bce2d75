/// Each value as if it were counted in so many photons.
struct ShotNoise: Corruption {
  static let name = "shot_noise"
  private let photons: [Double]

  init(_ parameters: CorruptionParameters) {
    photons = parameters.choose(cifar: [500, 250, 100, 75, 50], imagenet: [60, 25, 12, 5, 3])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let most = photons[severity: severity]
    let picture = FloatPicture(picture)
    return picture.with(picture.values.map { Double(draws.poisson($0 * most)) / most }).bytes
  }
}
