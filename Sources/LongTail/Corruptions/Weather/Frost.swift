/// A part of a photograph of frost over the picture.
struct Frost: Corruption {
  static let name = "frost"
  private let shares: [(picture: Double, frost: Double)]
  private let frost: FrostPictures
  /// Every so manieth row and column of the photographs is taken.
  private let divisor: Int

  init(_ parameters: CorruptionParameters, pictures: FrostPictures) {
    shares = parameters.choose(
      cifar: [(1, 0.2), (1, 0.3), (0.9, 0.4), (0.85, 0.4), (0.75, 0.45)],
      imagenet: [(1, 0.4), (0.8, 0.6), (0.7, 0.7), (0.65, 0.7), (0.6, 0.75)])
    frost = pictures
    divisor = Self.divisor(parameters)
  }

  static func divisor(_ parameters: CorruptionParameters) -> Int {
    parameters == .cifar ? 5 : 1
  }

  /// - Precondition: the photographs are large enough (``FrostPictures/check(height:width:divisor:)``).
  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let share = shares[severity: severity]
    let photograph = frost.pictures[draws.integer(below: frost.pictures.count)]
    let top = draws.integer(below: Self.reduced(photograph.height, divisor) - picture.height)
    let left = draws.integer(below: Self.reduced(photograph.width, divisor) - picture.width)
    var result = picture
    for row in 0..<picture.height {
      // Interpolation between pixels at 5 × place + 2 exactly takes that one pixel.
      let line = min((top + row) * divisor + divisor / 2, photograph.height - 1)
      for column in 0..<picture.width {
        let place = min((left + column) * divisor + divisor / 2, photograph.width - 1)
        let from = (line * photograph.width + place) * 3
        let target = (row * picture.width + column) * 3
        for channel in 0..<3 {
          let sum =
            share.picture * Double(picture.pixels[target + channel])
            + share.frost * Double(photograph.pixels[from + channel])
          result.pixels[target + channel] = UInt8(min(255, sum))
        }
      }
    }
    return result
  }

  private static func reduced(_ length: Int, _ divisor: Int) -> Int {
    Int((Double(length) / Double(divisor)).rounded(.toNearestOrEven))
  }
}
