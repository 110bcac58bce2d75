/// Pixels taken from near by, between two blurs: frosted glass.
///
/// The authors' program means to swap two pixels, but both names stand for the picture's own memory, so that one pixel is
/// copied over the other and not back. The published pictures are made that way, and so are these.
struct GlassBlur: Corruption {
  static let name = "glass_blur"
  private typealias Strength = (deviation: Double, reach: Int, rounds: Int)
  private let strengths: [Strength]

  init(_ parameters: CorruptionParameters) {
    strengths = parameters.choose(
      cifar: [(0.05, 1, 1), (0.25, 1, 1), (0.4, 1, 1), (0.25, 1, 2), (0.4, 1, 2)],
      imagenet: [(0.7, 1, 2), (0.9, 2, 1), (1, 2, 3), (1.1, 3, 2), (1.5, 4, 2)])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let strength = strengths[severity: severity]
    var picture = FloatPicture(picture).blurred(deviation: strength.deviation).bytes
    let (reach, channels) = (strength.reach, picture.channels)
    for _ in 0..<strength.rounds {
      for row in stride(from: picture.height - reach, to: reach, by: -1) {
        for column in stride(from: picture.width - reach, to: reach, by: -1) {
          let across = draws.integer(below: 2 * reach) - reach
          let down = draws.integer(below: 2 * reach) - reach
          let target = (row * picture.width + column) * channels
          let from = ((row + down) * picture.width + column + across) * channels
          for channel in 0..<channels {
            picture.pixels[target + channel] = picture.pixels[from + channel]
          }
        }
      }
    }
    return FloatPicture(picture).blurred(deviation: strength.deviation).bytes
  }
}
