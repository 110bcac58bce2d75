public import Torch

/// Changes brightness, contrast, saturation and hue by random amounts, in random order.
///
/// As torchvision's `ColorJitter` does it on Pillow pictures: factors are uniform between 1 less and 1 more
/// the setting (at least 0), the turn of the hue between minus and plus the setting; what is set to 0 is
/// left out. The defaults are those of training on ImageNet-LT and Places-LT.
public struct ColorJitter: Augmentation {
  public static let name = "color-jitter"
  public static let summary = "change brightness, contrast, saturation and hue in random order"

  /// In [0, 100].
  public var brightness = 0.4
  /// In [0, 100].
  public var contrast = 0.4
  /// In [0, 100].
  public var saturation = 0.4
  /// Share of the full circle, in [0, 0.5].
  public var hue = 0.0
  /// Chance that anything happens at all, in [0, 1].
  public var probability = 1.0

  public init() {}

  public func validate() throws {
    let factors = [("brightness", brightness), ("contrast", contrast), ("saturation", saturation)]
    for (key, value) in factors { try SettingsError.require(key, value, from: 0, to: 100) }
    try SettingsError.require("hue", hue, from: 0, to: 0.5)
    try SettingsError.require("probability", probability, from: 0, to: 1)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    for adjustment in adjustments(using: &random) { picture.adjust(adjustment) }
  }

  /// One of the four changes, with its amount.
  enum Adjustment: Equatable {
    case brightness(Double)
    case contrast(Double)
    case saturation(Double)
    case hue(Double)
  }

  /// What happens to a picture, in this order.
  func adjustments(using random: inout CounterBasedGenerator) -> [Adjustment] {
    guard random.uniform() < probability else { return [] }
    let order = random.permutation(of: 4)
    func factor(_ setting: Double) -> Double {
      random.uniform(in: max(0, 1 - setting)..<1 + setting)
    }
    let all: [Adjustment?] = [
      brightness > 0 ? .brightness(factor(brightness)) : nil,
      contrast > 0 ? .contrast(factor(contrast)) : nil,
      saturation > 0 ? .saturation(factor(saturation)) : nil,
      hue > 0 ? .hue(random.uniform(in: -hue..<hue)) : nil,
    ]
    return order.compactMap { all[$0] }
  }
}

extension Picture {
  mutating func adjust(_ adjustment: ColorJitter.Adjustment) {
    switch adjustment {
    case .brightness(let factor): adjustBrightness(factor)
    case .contrast(let factor): adjustContrast(factor)
    case .saturation(let factor): adjustSaturation(factor)
    case .hue(let turn): adjustHue(turn)
    }
  }
}
