import Foundation
import LongTail
import Torch

/// Pictures a second of processor time, on one core, of each picture operation and of each policy:
/// pictures of noise with three channels, 32 × 32 and 224 × 224.
@main
enum AugmentationSpeed {
  static func main() {
    print("operation".padded(28), "32 × 32".padded(12), "224 × 224", separator: "")
    for (name, operation) in operations {
      let rates = [32, 224].map { side in rate(side: side) { picture, _ in operation(&picture) } }
      printRow(name, rates)
    }
    for (name, augmentations) in policies {
      let rates = [32, 224].map { side in
        rate(side: side) { picture, random in
          for augmentation in augmentations { augmentation.apply(to: &picture, using: &random) }
        }
      }
      printRow(name, rates)
    }
  }

  private static let fill = PictureColor(grey: 128)

  private static let operations: [(String, @Sendable (inout Picture) -> Void)] = [
    ("invert", { $0.invert() }),
    ("auto-contrast", { $0.autoContrast() }),
    ("equalize", { $0.equalize() }),
    ("posterize", { $0.posterize(bits: 5) }),
    ("solarize", { $0.solarize(threshold: 100) }),
    ("solarize-add", { $0.solarizeAdd(60) }),
    ("brightness", { $0.adjustBrightness(1.4) }),
    ("contrast", { $0.adjustContrast(1.4) }),
    ("saturation", { $0.adjustSaturation(1.4) }),
    ("sharpness", { $0.adjustSharpness(1.4) }),
    ("hue", { $0.adjustHue(0.1) }),
    ("shear-x nearest", { $0.shearX(0.2, interpolation: .nearest, fill: fill) }),
    ("shear-x bilinear", { $0.shearX(0.2, interpolation: .bilinear, fill: fill) }),
    ("shear-x bicubic", { $0.shearX(0.2, interpolation: .bicubic, fill: fill) }),
    ("shear-y bicubic", { $0.shearY(0.2, interpolation: .bicubic, fill: fill) }),
    ("translate-x nearest", { $0.translate(x: 7.2, interpolation: .nearest, fill: fill) }),
    ("translate-x bilinear", { $0.translate(x: 7.2, interpolation: .bilinear, fill: fill) }),
    ("translate-y bicubic", { $0.translate(y: 7.2, interpolation: .bicubic, fill: fill) }),
    ("rotate nearest", { $0.rotate(degrees: 13, interpolation: .nearest, fill: fill) }),
    ("rotate bilinear", { $0.rotate(degrees: 13, interpolation: .bilinear, fill: fill) }),
    ("rotate bicubic", { $0.rotate(degrees: 13, interpolation: .bicubic, fill: fill) }),
    ("cutout", { $0.cutOut(row: 15, column: 15, length: 16, fill: .black) }),
  ]

  private static let policies: [(String, [any Augmentation])] = [
    ("crop, flip", [RandomCrop(), HorizontalFlip()]),
    ("crop, flip, rotation", [RandomCrop(), HorizontalFlip(), Rotation()]),
    ("color-jitter", [ColorJitter()]),
    ("auto-augment", [AutoAugment()]),
    ("rand-augment", [RandAugment()]),
    ("random-resized-crop", [RandomResizedCrop()]),
    ("SHIKE: crop … cutout", [RandomCrop(), HorizontalFlip(), AutoAugment(), Cutout()]),
    (
      "PaCo: crop … rand-augment",
      [RandomResizedCrop(), HorizontalFlip(), ColorJitter(), RandAugment()]
    ),
  ]

  /// Pictures a second of processor time, over about half a second.
  private static func rate(
    side: Int, _ body: (inout Picture, inout CounterBasedGenerator) -> Void
  ) -> Double {
    var random = CounterBasedGenerator(seed: 1)
    let pixels = (0..<side * side * 3).map { _ in UInt8(random.integer(below: 256)) }
    var picture = Picture(height: side, width: side, channels: 3, pixels: pixels)
    var count = 0
    let start = clock()
    var passed = 0.0
    while passed < 0.3 {
      for _ in 0..<20 {
        var own = CounterBasedGenerator(seed: 2, stream: UInt64(count))
        body(&picture, &own)
        count += 1
      }
      passed = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    }
    return Double(count) / passed
  }

  private static func printRow(_ name: String, _ rates: [Double]) {
    let texts = rates.map { String(Int($0.rounded())).padded(12) }
    print(name.padded(28), texts.joined(), separator: "")
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
