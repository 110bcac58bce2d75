/// The picture made smaller and large again, each pixel the mean of those that it covers.
struct Pixelation: Corruption {
  static let name = "pixelate"
  private let factors: [Double]

  init(_ parameters: CorruptionParameters) {
    factors = parameters.choose(
      cifar: [0.95, 0.9, 0.85, 0.75, 0.65], imagenet: [0.6, 0.5, 0.4, 0.3, 0.25])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let factor = factors[severity: severity]
    let small = picture.resized(
      height: Int(Double(picture.height) * factor), width: Int(Double(picture.width) * factor),
      filter: .box)
    return small.resized(height: picture.height, width: picture.width, filter: .box)
  }
}
