import Testing
import Torch

@testable import LongTail

private let fill = RandAugment().fill

@Test(arguments: RandAugment.Operation.allCases, [0.8731, 1.0])
func `every operation is what Pillow makes of it`(
  operation: RandAugment.Operation, strength: Double
) throws {
  let source = try AugmentationFixtures.picture("picture 0")
  var step = RandAugment.Step(operation: operation, strength: strength)
  guard operation.movesPixels else {
    var picture = source
    picture.apply(step, fill: fill)
    var expected = try AugmentationFixtures.picture("rand-augment \(operation) \(strength)")
    #expect(picture.pixels == expected.pixels)
    return
  }
  for isNegative in [false, true] {
    for interpolation in [PictureInterpolation.bilinear, .bicubic] {
      step.isNegative = isNegative
      step.interpolation = interpolation
      var picture = source
      picture.apply(step, fill: fill)
      let sign = isNegative ? "-" : "+"
      var expected = try AugmentationFixtures.picture(
        "rand-augment \(operation) \(strength) \(sign) \(interpolation)")
      #expect(picture.pixels == expected.pixels)
    }
  }
}

private func steps(_ augmentation: RandAugment, draws: Int) -> [[RandAugment.Step]] {
  (0..<UInt64(draws)).map { stream in
    var random = CounterBasedGenerator(seed: 8, stream: stream)
    return augmentation.steps(using: &random)
  }
}

/// Whether `count` is this share of `total`, up to a tolerance.
private func isNear(_ count: Int, of total: Int, _ share: Double, within tolerance: Double) -> Bool
{
  let seen = Double(count) / Double(total)
  return abs(seen - share) < tolerance
}

@Test func `operations, directions and interpolations are drawn evenly`() {
  let draws = 15_000
  let all = steps(RandAugment(), draws: draws)
  #expect(all.allSatisfy { $0.count <= 2 })
  // Two draws, each of which happens half of the time: counts 0, 1, 2 as 1 : 2 : 1.
  for (count, share) in [(0, 0.25), (1, 0.5), (2, 0.25)] {
    #expect(isNear(all.filter { $0.count == count }.count, of: draws, share, within: 0.02))
  }
  let flat = all.flatMap { $0 }
  for operation in RandAugment.Operation.allCases {
    let own = flat.filter { $0.operation == operation }
    #expect(isNear(own.count, of: draws, 1 / 15, within: 0.01))
    guard operation.movesPixels else { continue }
    #expect(isNear(own.filter(\.isNegative).count, of: own.count, 0.5, within: 0.07))
    let cubic = own.filter { $0.interpolation == .bicubic }
    #expect(isNear(cubic.count, of: own.count, 0.5, within: 0.07))
  }
  // With replacement: the same operation twice once in fifteen times.
  let twice = all.filter { $0.count == 2 }
  let repeated = twice.filter { $0[0].operation == $0[1].operation }
  #expect(isNear(repeated.count, of: twice.count, 1 / 15, within: 0.02))
}

@Test func `strengths are normal about the magnitude, and bounded`() {
  var augmentation = RandAugment()
  augmentation.magnitude = 5
  augmentation.magnitudeDeviation = 1
  let strengths = steps(augmentation, draws: 10_000).flatMap { $0 }.map(\.strength)
  let mean = strengths.reduce(0, +) / Double(strengths.count)
  let square = strengths.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(strengths.count)
  #expect(abs(mean - 0.5) < 0.005)
  #expect(abs(square.squareRoot() - 0.1) < 0.005)
  // At the published magnitude of 10, half of the draws lie above and are brought back.
  let published = steps(RandAugment(), draws: 4000).flatMap { $0 }.map(\.strength)
  #expect(published.allSatisfy { 0...1 ~= $0 })
  #expect(isNear(published.filter { $0 == 1 }.count, of: published.count, 0.5, within: 0.05))
}

@Test func `the paper's version applies every draw at one strength`() {
  var augmentation = RandAugment()
  augmentation.operations = 3
  augmentation.magnitude = 9
  augmentation.magnitudeDeviation = 0
  augmentation.probability = 1
  for steps in steps(augmentation, draws: 50) {
    #expect(steps.count == 3 && steps.allSatisfy { $0.strength == 0.9 })
  }
}
