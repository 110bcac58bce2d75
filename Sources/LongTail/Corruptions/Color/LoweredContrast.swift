/// Each channel is drawn towards its mean.
struct LoweredContrast: Corruption {
  static let name = "contrast"
  private let factors: [Double]

  init(_ parameters: CorruptionParameters) {
    factors = parameters.choose(
      cifar: [0.75, 0.5, 0.4, 0.3, 0.15], imagenet: [0.4, 0.3, 0.2, 0.1, 0.05])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    var picture = FloatPicture(picture)
    let factor = factors[severity: severity]
    for channel in 0..<picture.channels {
      let places = stride(from: channel, to: picture.values.count, by: picture.channels)
      let mean =
        places.reduce(0) { $0 + picture.values[$1] } / Double(picture.height * picture.width)
      for place in places {
        picture.values[place] = (picture.values[place] - mean) * factor + mean
      }
    }
    return picture.bytes
  }
}
