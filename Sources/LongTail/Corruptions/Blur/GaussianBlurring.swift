/// A Gaussian over the picture.
struct GaussianBlurring: Corruption {
  static let name = "gaussian_blur"
  private let deviations: [Double]

  init(_ parameters: CorruptionParameters) {
    deviations = parameters.choose(cifar: [0.4, 0.6, 0.7, 0.8, 1], imagenet: [1, 2, 3, 4, 6])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    FloatPicture(picture).blurred(deviation: deviations[severity: severity]).bytes
  }
}
