/// Normal noise of one deviation, which says for each value what is added to it.
protocol NormalNoise: Corruption {
  /// One a severity.
  var deviations: [Double] { get }

  /// What a draw of the noise adds to a value.
  static func addition(of noise: Double, to value: Double) -> Double
}

extension NormalNoise {
  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    var picture = FloatPicture(picture)
    let deviation = deviations[severity: severity]
    for index in picture.values.indices {
      let noise = deviation * draws.normal()
      picture.values[index] += Self.addition(of: noise, to: picture.values[index])
    }
    return picture.bytes
  }
}
