/// Normal noise in proportion to each value.
struct SpeckleNoise: NormalNoise {
  static let name = "speckle_noise"
  let deviations: [Double]

  init(_ parameters: CorruptionParameters) {
    deviations = parameters.choose(
      cifar: [0.06, 0.1, 0.12, 0.16, 0.2], imagenet: [0.15, 0.2, 0.35, 0.45, 0.6])
  }

  static func addition(of noise: Double, to value: Double) -> Double { value * noise }
}
