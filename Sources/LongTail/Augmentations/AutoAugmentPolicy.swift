/// What ``AutoAugment`` chooses from (Cubuk et al., 2019, table 7).
enum AutoAugmentPolicy {
  enum Operation: CaseIterable {
    case shearX, shearY, translateX, translateY, rotate
    case color, contrast, sharpness, brightness
    case posterize, solarize, autoContrast, equalize, invert

    /// Whether the magnitude gets a random sign.
    var isSigned: Bool {
      switch self {
      case .shearX, .shearY, .translateX, .translateY, .color, .contrast, .sharpness, .brightness:
        true
      case .rotate, .posterize, .solarize, .autoContrast, .equalize, .invert: false
      }
    }

    /// The strength at a level in 0 … 9: a slope, a share of the side, degrees, the distance of a factor
    /// from 1, bits, or a threshold.
    func magnitude(level: Int) -> Double {
      // The last level is the end itself, not the sum of nine rounded steps.
      func scale(_ start: Double, _ end: Double) -> Double {
        level == 9 ? end : Double(level) * ((end - start) / 9) + start
      }
      return switch self {
      case .shearX, .shearY: scale(0, 0.3)
      case .translateX, .translateY: scale(0, 150.0 / 331)
      case .rotate: scale(0, 30)
      case .color, .contrast, .sharpness, .brightness: scale(0, 0.9)
      case .posterize: scale(8, 4).rounded(.toNearestOrEven)
      case .solarize: scale(256, 0)
      case .autoContrast, .equalize, .invert: 0
      }
    }
  }

  /// An operation that happens with a probability.
  struct Step: Hashable {
    let operation: Operation
    let probability: Double
    /// 0 … 9
    let level: Int

    init(_ operation: Operation, _ probability: Double, _ level: Int) {
      self.operation = operation
      self.probability = probability
      self.level = level
    }
  }

  typealias Pair = (first: Step, second: Step)

  static let cifar10: [Pair] = [
    (Step(.invert, 0.1, 7), Step(.contrast, 0.2, 6)),
    (Step(.rotate, 0.7, 2), Step(.translateX, 0.3, 9)),
    (Step(.sharpness, 0.8, 1), Step(.sharpness, 0.9, 3)),
    (Step(.shearY, 0.5, 8), Step(.translateY, 0.7, 9)),
    (Step(.autoContrast, 0.5, 8), Step(.equalize, 0.9, 2)),
    (Step(.shearY, 0.2, 7), Step(.posterize, 0.3, 7)),
    (Step(.color, 0.4, 3), Step(.brightness, 0.6, 7)),
    (Step(.sharpness, 0.3, 9), Step(.brightness, 0.7, 9)),
    (Step(.equalize, 0.6, 5), Step(.equalize, 0.5, 1)),
    (Step(.contrast, 0.6, 7), Step(.sharpness, 0.6, 5)),
    (Step(.color, 0.7, 7), Step(.translateX, 0.5, 8)),
    (Step(.equalize, 0.3, 7), Step(.autoContrast, 0.4, 8)),
    (Step(.translateY, 0.4, 3), Step(.sharpness, 0.2, 6)),
    (Step(.brightness, 0.9, 6), Step(.color, 0.2, 8)),
    (Step(.solarize, 0.5, 2), Step(.invert, 0.0, 3)),
    (Step(.equalize, 0.2, 0), Step(.autoContrast, 0.6, 0)),
    (Step(.equalize, 0.2, 8), Step(.equalize, 0.6, 4)),
    (Step(.color, 0.9, 9), Step(.equalize, 0.6, 6)),
    (Step(.autoContrast, 0.8, 4), Step(.solarize, 0.2, 8)),
    (Step(.brightness, 0.1, 3), Step(.color, 0.7, 0)),
    (Step(.solarize, 0.4, 5), Step(.autoContrast, 0.9, 3)),
    (Step(.translateY, 0.9, 9), Step(.translateY, 0.7, 9)),
    (Step(.autoContrast, 0.9, 2), Step(.solarize, 0.8, 3)),
    (Step(.equalize, 0.8, 8), Step(.invert, 0.1, 3)),
    (Step(.translateY, 0.7, 9), Step(.autoContrast, 0.9, 1)),
  ]
}
