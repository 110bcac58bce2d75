/// Flakes that fall, and the light of a day with snow.
struct Snow: Corruption {
  static let name = "snow"

  private struct Strength {
    /// Of which flakes are made.
    let layer: NoiseLayer
    /// How much larger than pixels flakes are.
    let zoom: Double
    let radius: Int
    let motion: Double
    /// What stays of the picture's own light.
    let share: Double
  }

  private let strengths: [Strength]

  init(_ parameters: CorruptionParameters) {
    let numbers: [(Double, Double, Double, Double, Int, Double, Double)] = parameters.choose(
      cifar: [
        (0.1, 0.2, 1, 0.6, 8, 3, 0.95), (0.1, 0.2, 1, 0.5, 10, 4, 0.9),
        (0.15, 0.3, 1.75, 0.55, 10, 4, 0.9), (0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
        (0.3, 0.3, 1.25, 0.65, 14, 12, 0.8),
      ],
      imagenet: [
        (0.1, 0.3, 3, 0.5, 10, 4, 0.8), (0.2, 0.3, 2, 0.5, 12, 4, 0.7),
        (0.55, 0.3, 4, 0.9, 12, 8, 0.7), (0.55, 0.3, 4.5, 0.85, 12, 8, 0.65),
        (0.55, 0.3, 2.5, 0.85, 12, 12, 0.55),
      ])
    strengths = numbers.map {
      Strength(
        layer: NoiseLayer(mean: $0.0, deviation: $0.1, threshold: $0.3), zoom: $0.2, radius: $0.4,
        motion: $0.5, share: $0.6)
    }
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let strength = strengths[severity: severity]
    let layer = strength.layer.drawn(over: picture, from: &draws) {
      $0.clippedZoom(strength.zoom)
    }
    let flakes = LinearMotion(
      radius: strength.radius, deviation: strength.motion,
      angle: draws.uniform(from: -135, to: -45)
    ).applied(to: layer.bytes).pixels.map { Double($0) / 255 }
    var result = FloatPicture(picture)
    for pixel in flakes.indices {
      let place = pixel * 3
      let grey =
        0.299 * result.values[place] + 0.587 * result.values[place + 1]
        + 0.114 * result.values[place + 2]
      // A second fall of flakes is the first one turned upside down.
      let snow = flakes[pixel] + flakes[flakes.count - 1 - pixel]
      for channel in 0..<3 {
        let own = result.values[place + channel]
        result.values[place + channel] =
          strength.share * own + (1 - strength.share) * max(own, grey * 1.5 + 0.5) + snow
      }
    }
    return result.bytes
  }
}
