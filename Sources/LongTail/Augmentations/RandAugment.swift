public import Torch

/// A few operations at random, all of about the same strength (Cubuk et al., 2020).
///
/// The version is the one that the long-tail programs carry (PaCo, BalPoE, NCL, from timm; “rand-n2-m10-
/// mstd0.5”): operations are drawn with replacement from `Operation`, each then happens with a
/// probability, its strength is normally distributed about `magnitude`, and the interpolation of what
/// moves pixels is bilinear or bicubic, evenly. The paper applies each drawn operation, at one strength,
/// from a list with the identity and without “invert” and “solarize-add”; torchvision's `RandAugment`
/// follows the paper, with 31 levels.
public struct RandAugment: Augmentation {
  public static let name = "rand-augment"
  public static let summary = "a few random operations of a common strength"

  /// Operations drawn for each picture (the paper's N), in 0 … 100.
  public var operations = 2
  /// The strength (the paper's M), in [0, 10].
  public var magnitude = 10.0
  /// Standard deviation of the strength, in [0, 100]; strengths are brought back into [0, 10].
  public var magnitudeDeviation = 0.5
  /// Chance that a drawn operation happens, in [0, 1].
  public var probability = 0.5
  /// Colour of what comes in from outside the picture; ImageNet's mean.
  public var fill = PictureColor(red: 124, green: 116, blue: 104)

  public init() {}

  public func validate() throws {
    try SettingsError.require("operations", operations, in: 0...100)
    try SettingsError.require("magnitude", magnitude, from: 0, to: 10)
    try SettingsError.require("magnitudeDeviation", magnitudeDeviation, from: 0, to: 100)
    try SettingsError.require("probability", probability, from: 0, to: 1)
    try within("fill") { try fill.validate() }
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    for step in steps(using: &random) { picture.apply(step, fill: fill) }
  }

  enum Operation: CaseIterable {
    case autoContrast, equalize, invert, rotate, posterize, solarize, solarizeAdd
    case color, contrast, brightness, sharpness
    case shearX, shearY, translateX, translateY

    /// Whether it has a direction, which is random, and interpolates.
    var movesPixels: Bool {
      [.rotate, .shearX, .shearY, .translateX, .translateY].contains(self)
    }
  }

  /// An operation that happens.
  struct Step: Equatable {
    var operation: Operation
    /// In [0, 1].
    var strength: Double
    /// The other way, where the operation has one.
    var isNegative = false
    /// Of what moves pixels.
    var interpolation = PictureInterpolation.bilinear
  }

  /// What happens to a picture, in this order.
  func steps(using random: inout CounterBasedGenerator) -> [Step] {
    let drawn = (0..<operations).map { _ in
      Operation.allCases[random.integer(below: Operation.allCases.count)]
    }
    return drawn.compactMap { operation in
      guard random.uniform() < probability else { return nil }
      let deviation = magnitudeDeviation > 0 ? magnitudeDeviation * random.normal() : 0
      var step = Step(
        operation: operation, strength: min(10, max(0, magnitude + deviation)) / 10)
      if operation.movesPixels {
        step.isNegative = random.uniform() < 0.5
        if random.uniform() < 0.5 { step.interpolation = .bicubic }
      }
      return step
    }
  }
}

extension Picture {
  mutating func apply(_ step: RandAugment.Step, fill: PictureColor) {
    let strength = step.strength
    let signed = step.isNegative ? -strength : strength
    let factor = 0.1 + 1.8 * strength
    let interpolation = step.interpolation
    switch step.operation {
    case .autoContrast: autoContrast()
    case .equalize: equalize()
    case .invert: invert()
    case .rotate: rotate(degrees: 30 * signed, interpolation: interpolation, fill: fill)
    case .posterize: posterize(bits: Int(4 * strength))
    case .solarize: solarize(threshold: (256 * strength).rounded(.down))
    case .solarizeAdd: solarizeAdd(Int(110 * strength))
    case .color: adjustSaturation(factor)
    case .contrast: adjustContrast(factor)
    case .brightness: adjustBrightness(factor)
    case .sharpness: adjustSharpness(factor)
    case .shearX: shearX(0.3 * signed, interpolation: interpolation, fill: fill)
    case .shearY: shearY(0.3 * signed, interpolation: interpolation, fill: fill)
    case .translateX:
      translate(x: 0.45 * signed * Double(width), interpolation: interpolation, fill: fill)
    case .translateY:
      translate(y: 0.45 * signed * Double(height), interpolation: interpolation, fill: fill)
    }
  }
}
