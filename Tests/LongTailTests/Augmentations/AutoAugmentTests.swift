import Testing
import Torch

@testable import LongTail

@Test(arguments: 0..<25, ["++", "+-", "-+", "--"])
func `every pair is what Pillow makes of it`(number: Int, signs: String) throws {
  let pair = AutoAugmentPolicy.cifar10[number]
  var picture = try AugmentationFixtures.picture("picture 0")
  let grey = PictureColor(grey: 128)
  picture.apply(pair.first, isNegative: signs.hasPrefix("-"), fill: grey)
  picture.apply(pair.second, isNegative: signs.hasSuffix("-"), fill: grey)
  var expected = try AugmentationFixtures.picture("auto-augment \(number) \(signs)")
  #expect(picture.pixels == expected.pixels)
}

@Test func `probabilities are the paper's`() {
  // Cubuk et al. (2019), table 7, row by row.
  let published: [Double] = [
    0.1, 0.2, 0.7, 0.3, 0.8, 0.9, 0.5, 0.7, 0.5, 0.9, 0.2, 0.3, 0.4, 0.6, 0.3, 0.7, 0.6, 0.5, 0.6,
    0.6, 0.7, 0.5, 0.3, 0.4, 0.4, 0.2, 0.9, 0.2, 0.5, 0.0, 0.2, 0.6, 0.2, 0.6, 0.9, 0.6, 0.8, 0.2,
    0.1, 0.7, 0.4, 0.9, 0.9, 0.7, 0.9, 0.8, 0.8, 0.1, 0.7, 0.9,
  ]
  let own: [Double] = AutoAugmentPolicy.cifar10.flatMap {
    [$0.first.probability, $0.second.probability]
  }
  #expect(own == published)
}

@Test func `magnitudes are the port's`() {
  func levels(_ operation: AutoAugmentPolicy.Operation) -> [Double] {
    (0..<10).map { operation.magnitude(level: $0) }
  }
  // numpy.linspace with ten points, as in the port DeepVoltaire/AutoAugment.
  #expect(levels(.posterize) == [8, 8, 7, 7, 6, 6, 5, 5, 4, 4])
  #expect(levels(.solarize).first == 256 && levels(.solarize).last == 0)
  #expect(levels(.shearX).last == 0.3 && levels(.translateY).last == 150.0 / 331)
  #expect(levels(.rotate)[3] == 10 && levels(.color).last == 0.9)
}

@Test func `steps and signs come as often as they should`() {
  let draws = 40_000
  var seen: [AutoAugmentPolicy.Step: (count: Int, negative: Int)] = [:]
  for stream in 0..<UInt64(draws) {
    var random = CounterBasedGenerator(seed: 3, stream: stream)
    for (step, isNegative) in AutoAugment().steps(using: &random) {
      seen[step, default: (0, 0)].count += 1
      if isNegative { seen[step, default: (0, 0)].negative += 1 }
    }
  }
  var chances: [AutoAugmentPolicy.Step: Double] = [:]
  for pair in AutoAugmentPolicy.cifar10 {
    for step in [pair.first, pair.second] { chances[step, default: 0] += step.probability / 25 }
  }
  for (step, chance) in chances {
    let (count, negative) = seen[step] ?? (0, 0)
    let expected = Double(draws) * chance
    let bound = 4.5 * (expected * (1 - chance)).squareRoot()
    #expect(abs(Double(count) - expected) <= bound)
    let half = step.operation.isSigned ? Double(count) / 2 : 0
    let halfBound = 4.5 * (half / 2).squareRoot()
    #expect(abs(Double(negative) - half) <= halfBound)
  }
}

@Test func `the second step goes with its first`() {
  let pairs = Set(AutoAugmentPolicy.cifar10.map { [$0.first, $0.second] })
  for stream in 0..<2000 as Range<UInt64> {
    var random = CounterBasedGenerator(seed: 4, stream: stream)
    let steps = AutoAugment().steps(using: &random).map(\.step)
    #expect(steps.count < 2 || pairs.contains(steps))
  }
}
