public import Torch

/// One of 25 pairs of operations that were found by search on CIFAR-10 (Cubuk et al., 2019), each
/// operation with its own probability.
///
/// The version is the one that the long-tail programs carry (SHIKE, BalPoE, PaCo, all from the port
/// DeepVoltaire/AutoAugment): shears are bicubic, shifts and rotations take the nearest pixel, what comes in is grey
/// (128), rotations are always counter-clockwise, and the sign of shears, shifts and of the change of
/// colour, contrast, sharpness and brightness is random. torchvision's `AutoAugment` has the same pairs,
/// but turns either way, shears to the nearest pixel, shifts by whole pixels, fills with black, and
/// solarizes from 255 down instead of from 256.
public struct AutoAugment: Augmentation {
  public static let name = "auto-augment"
  public static let summary = "one of AutoAugment's 25 pairs of operations for CIFAR"

  /// Colour of what comes in from outside the picture.
  public var fill = PictureColor(grey: 128)

  public init() {}

  public func validate() throws {
    try within("fill") { try fill.validate() }
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    for (step, isNegative) in steps(using: &random) {
      picture.apply(step, isNegative: isNegative, fill: fill)
    }
  }

  /// What happens to a picture, in this order, and whether it goes the other way.
  func steps(
    using random: inout CounterBasedGenerator
  ) -> [(step: AutoAugmentPolicy.Step, isNegative: Bool)] {
    let pair = AutoAugmentPolicy.cifar10[random.integer(below: AutoAugmentPolicy.cifar10.count)]
    return [pair.first, pair.second].compactMap { step in
      guard random.uniform() < step.probability else { return nil }
      return (step, step.operation.isSigned && random.uniform() < 0.5)
    }
  }
}

extension Picture {
  /// Carries out one step; `isNegative` is the other way, where the operation has one.
  mutating func apply(_ step: AutoAugmentPolicy.Step, isNegative: Bool, fill: PictureColor) {
    let magnitude = step.operation.magnitude(level: step.level)
    let signed = isNegative ? -magnitude : magnitude
    switch step.operation {
    case .shearX: shearX(signed, interpolation: .bicubic, fill: fill)
    case .shearY: shearY(signed, interpolation: .bicubic, fill: fill)
    case .translateX: translate(x: signed * Double(width), interpolation: .nearest, fill: fill)
    case .translateY: translate(y: signed * Double(height), interpolation: .nearest, fill: fill)
    case .rotate: rotate(degrees: magnitude, interpolation: .nearest, fill: fill)
    case .color: adjustSaturation(1 + signed)
    case .contrast: adjustContrast(1 + signed)
    case .sharpness: adjustSharpness(1 + signed)
    case .brightness: adjustBrightness(1 + signed)
    case .posterize: posterize(bits: Int(magnitude))
    case .solarize: solarize(threshold: magnitude)
    case .autoContrast: autoContrast()
    case .equalize: equalize()
    case .invert: invert()
    }
  }
}
