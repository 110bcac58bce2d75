/// Normal noise of one deviation on every value.
struct GaussianNoise: NormalNoise {
  static let name = "gaussian_noise"
  let deviations: [Double]

  init(_ parameters: CorruptionParameters) {
    deviations = parameters.choose(
      cifar: [0.04, 0.06, 0.08, 0.09, 0.10], imagenet: [0.08, 0.12, 0.18, 0.26, 0.38])
  }

  static func addition(of noise: Double, to value: Double) -> Double { noise }
}
