/// Drops of water or mud on the lens.
struct Spatter: Corruption {
  static let name = "spatter"

  private struct Strength {
    /// Of which drops are made.
    let layer: NoiseLayer
    /// Deviation of the blur that makes drops of it.
    let size: Double
    /// How much of the water's light is added; or deviation of the blur of mud.
    let amount: Double
    let isMud: Bool
  }

  private let strengths: [Strength]

  init(_ parameters: CorruptionParameters) {
    let numbers: [(Double, Double, Double, Double, Double, Bool)] = parameters.choose(
      cifar: [
        (0.62, 0.1, 0.7, 0.7, 0.5, false), (0.65, 0.1, 0.8, 0.7, 0.5, false),
        (0.65, 0.3, 1, 0.69, 0.5, false), (0.65, 0.1, 0.7, 0.69, 0.6, true),
        (0.65, 0.1, 0.5, 0.68, 0.6, true),
      ],
      imagenet: [
        (0.65, 0.3, 4, 0.69, 0.6, false), (0.65, 0.3, 3, 0.68, 0.6, false),
        (0.65, 0.3, 2, 0.68, 0.5, false), (0.65, 0.3, 1, 0.65, 1.5, true),
        (0.67, 0.4, 1, 0.65, 1.5, true),
      ])
    strengths = numbers.map {
      Strength(
        layer: NoiseLayer(mean: $0.0, deviation: $0.1, threshold: $0.3), size: $0.2, amount: $0.4,
        isMud: $0.5)
    }
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let strength = strengths[severity: severity]
    let liquid = strength.layer.drawn(over: picture, from: &draws) {
      $0.blurred(deviation: strength.size)
    }
    return strength.isMud
      ? withMud(FloatPicture(picture), liquid, strength)
      : withWater(FloatPicture(picture), liquid, strength)
  }

  private func withWater(
    _ picture: FloatPicture, _ liquid: FloatPicture, _ strength: Strength
  ) -> DecodedPicture {
    // Beyond 255 levels begin anew, as in the authors' program.
    let levels = liquid.values.map { UInt8(truncatingIfNeeded: Int($0 * 255)) }
    let surface = LiquidSurface(of: levels, height: picture.height, width: picture.width)
    let light = zip(levels, surface.values).map { Double($0) * Double($1) }
    let brightest = light.max() ?? 0
    guard brightest > 0 else { return picture.bytes }
    let color = [175.0, 238, 238].map { $0 / 255 }
    var result = picture
    for (pixel, light) in light.enumerated() {
      for channel in 0..<3 {
        result.values[pixel * 3 + channel] += light / brightest * strength.amount * color[channel]
      }
    }
    return result.bytes
  }

  private func withMud(
    _ picture: FloatPicture, _ liquid: FloatPicture, _ strength: Strength
  ) -> DecodedPicture {
    let cover = liquid.with(liquid.values.map { $0 > strength.layer.threshold ? 1 : 0 })
      .blurred(deviation: strength.amount)
    let color = [63.0, 42, 20].map { $0 / 255 }
    var result = picture
    for (pixel, share) in cover.values.enumerated() where share >= 0.8 {
      for channel in 0..<3 {
        let own = result.values[pixel * 3 + channel]
        result.values[pixel * 3 + channel] = own * (1 - share) + color[channel] * share
      }
    }
    return result.bytes
  }
}
