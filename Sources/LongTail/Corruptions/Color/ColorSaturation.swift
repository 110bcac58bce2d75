/// The saturation of each colour is scaled and shifted.
struct ColorSaturation: Corruption {
  static let name = "saturate"
  private let changes: [(factor: Double, addition: Double)]

  init(_ parameters: CorruptionParameters) {
    changes = parameters.choose(
      cifar: [(0.3, 0), (0.1, 0), (1.5, 0), (2, 0.1), (2.5, 0.2)],
      imagenet: [(0.3, 0), (0.1, 0), (2, 0), (5, 0.1), (20, 0.2)])
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let change = changes[severity: severity]
    return FloatPicture(picture).changingColors {
      $0.saturation = max(0, min(1, $0.saturation * change.factor + change.addition))
    }.bytes
  }
}
