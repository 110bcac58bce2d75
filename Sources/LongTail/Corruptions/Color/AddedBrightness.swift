/// A constant is added to the value of each colour.
struct AddedBrightness: Corruption {
  static let name = "brightness"
  private let additions: [Double]

  init(_ parameters: CorruptionParameters) {
    additions = parameters.choose(
      cifar: [0.05, 0.1, 0.15, 0.2, 0.3], imagenet: [0.1, 0.2, 0.3, 0.4, 0.5])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let addition = additions[severity: severity]
    return FloatPicture(picture).changingColors { $0.value = max(0, min(1, $0.value + addition)) }
      .bytes
  }
}
