/// Salt and pepper: a share of all values becomes 0 or 1, one as likely as the other.
struct ImpulseNoise: Corruption {
  static let name = "impulse_noise"
  private let shares: [Double]

  init(_ parameters: CorruptionParameters) {
    shares = parameters.choose(
      cifar: [0.01, 0.02, 0.03, 0.05, 0.07], imagenet: [0.03, 0.06, 0.09, 0.17, 0.27])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    var picture = picture
    let share = shares[severity: severity]
    for index in picture.pixels.indices {
      let isHit = draws.uniform() <= share
      let isSalt = draws.uniform() <= 0.5
      if isHit { picture.pixels[index] = isSalt ? 255 : 0 }
    }
    return picture
  }
}
