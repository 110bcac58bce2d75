/// The camera moves, within 45° of the horizontal.
struct MotionBlur: Corruption {
  static let name = "motion_blur"
  private let strengths: [(radius: Int, deviation: Double)]

  init(_ parameters: CorruptionParameters) {
    strengths = parameters.choose(
      cifar: [(6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5)],
      imagenet: [(10, 3), (15, 5), (15, 8), (15, 12), (20, 15)])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let strength = strengths[severity: severity]
    return LinearMotion(
      radius: strength.radius, deviation: strength.deviation,
      angle: draws.uniform(from: -45, to: 45)
    ).applied(to: picture)
  }
}
