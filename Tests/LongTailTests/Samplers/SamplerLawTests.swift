import LongTailTesting
import Testing

@testable import LongTail

/// Nine classes between 100 samples and 2, in an order that means nothing.
private let counts = [40, 100, 2, 7, 60, 3, 25, 11, 5]
private let labels = counts.enumerated().flatMap { label, count in
  [Int](repeating: label, count: count)
}

private func order(
  _ sampler: any Sampler, seed: UInt64 = 3, epoch: Int = 1, epochs: Int = 4
) -> [Int] {
  sampler.order(
    labels: labels, classes: counts.count, seed: seed, epoch: epoch, epochs: epochs)
}

@Test(arguments: Samplers.names)
func `every law of samplers holds`(_ name: String) throws {
  #expect(SamplerLaws.violations(of: try Chosen<Samplers>(named: name).sampler) == [])
}

/// Breaks laws: always the same order, of the first class alone.
private struct WrongSampler: Sampler {
  static let name = "Wrong"
  static let summary = "breaks laws."
  func order(labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int) -> [Int] {
    [Int](repeating: 0, count: labels.count - 1)
  }
}

@Test func `a sampler that breaks laws is told`() {
  let laws = SamplerLaws.violations(of: WrongSampler()).map(\.law)
  for word in [
    "seed", "epoch gives", "as many", "different samples", "priorExponent", "name", "summary",
  ] { #expect(laws.contains { $0.contains(word) }, "\(word)") }
}

/// Shares of the classes over many epochs.
private func shares(_ sampler: any Sampler, epochs: Range<Int>, of total: Int) -> [Double] {
  var drawn = [Double](repeating: 0, count: counts.count)
  for epoch in epochs {
    for position in order(sampler, epoch: epoch, epochs: total) { drawn[labels[position]] += 1 }
  }
  let sum = drawn.reduce(0, +)
  return drawn.map { $0 / sum }
}

private func normalized(_ weights: [Double]) -> [Double] {
  let sum = weights.reduce(0, +)
  return weights.map { $0 / sum }
}

@Test func `classes are drawn as often as the sampler says`() {
  let sizes = counts.map(Double.init)
  let expected: [(any Sampler, [Double])] = [
    (InstanceBalanced(), normalized(sizes)),
    (ClassAware(), [Double](repeating: 1 / 9, count: 9)),
    (ClassBalanced(), [Double](repeating: 1 / 9, count: 9)),
    (SquareRoot(), normalized(sizes.map { $0.squareRoot() })),
    (Reversed(), normalized(sizes.map { 1 / $0 })),
    (PowerBalanced(power: 0.75), normalized(sizes.map { $0.squareRoot().squareRoot() })),
    (PowerBalanced(power: 0), normalized(sizes)),
  ]
  for (sampler, weights) in expected {
    // 400 epochs of 253 draws: a share's deviation is below 0.0016.
    let drawn = shares(sampler, epochs: 0..<400, of: 400)
    for (found, wanted) in zip(drawn, weights) { #expect(abs(found - wanted) < 0.008) }
  }
}

@Test func `the progressive sampler goes from instances to classes`() {
  let sampler = ProgressivelyBalanced()
  let sizes = normalized(counts.map(Double.init))
  // Blend of the first, the middle and the last of three epochs, drawn under 300 seeds.
  for (epoch, share) in [(0, 0.0), (1, 0.5), (2, 1.0)] {
    var drawn = [Double](repeating: 0, count: counts.count)
    for seed in 0..<300 as Range<UInt64> {
      for position in order(sampler, seed: seed, epoch: epoch, epochs: 3) {
        drawn[labels[position]] += 1
      }
    }
    for (found, size) in zip(normalized(drawn), sizes) {
      #expect(abs(found - ((1 - share) * size + share / 9)) < 0.01)
    }
  }
}

@Test func `the paper's form never quite arrives`() {
  let last = (labels: labels, classes: counts.count, seed: 5 as UInt64)
  let code = ProgressivelyBalanced(form: .code)
    .order(labels: last.labels, classes: last.classes, seed: last.seed, epoch: 1, epochs: 2)
  let balanced = ClassBalanced()
    .order(labels: last.labels, classes: last.classes, seed: last.seed, epoch: 1, epochs: 2)
  let paper = ProgressivelyBalanced(form: .paper)
    .order(labels: last.labels, classes: last.classes, seed: last.seed, epoch: 1, epochs: 2)
  #expect(code == balanced)
  #expect(paper != balanced)
}
