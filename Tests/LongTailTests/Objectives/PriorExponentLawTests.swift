import Foundation
import LongTail
import Testing
import Torch

/// λ and q, which corrections to another class prior begin from, beside what samplers and losses really do.
struct PriorExponentLawTests {
  private static let counts = [400, 120, 40, 10]

  /// The slope of log `shares` over log `counts`, by least squares: the exponent of a power law.
  private static func exponent(_ shares: [Double]) -> Double {
    let (x, y) = (counts.map { log(Double($0)) }, shares.map { log($0) })
    let (meanX, meanY) = (x.reduce(0, +) / 4, y.reduce(0, +) / 4)
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  }

  @Test(arguments: Samplers.names)
  func `a sampler shows a class of n samples as often as it says`(_ name: String) throws {
    let sampler = try Chosen<Samplers>(named: name).sampler
    let labels = Self.counts.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    var shown = [Double](repeating: 0, count: 4)
    for seed in 0..<40 {
      for position in sampler.order(
        labels: labels, classes: 4, seed: UInt64(seed), epoch: 199, epochs: 200)
      { shown[labels[position]] += 1 }
    }
    let found = Self.exponent(shown)
    #expect(abs(found - sampler.priorExponent) < 0.02, "\(name): \(found)")
  }

  /// Losses whose best answer is no power of the prior, and by how much a fitted power may be off. Focal loss
  /// is minimised by flatter answers than the shares (it is not proper), margins push towards rare classes,
  /// and weights by the effective number are the inverse counts only up to 1 / (1 − β) samples.
  private static let approximate = [
    "focal": 0.5, "ldam": 0.2, "class-balanced": 0.05, "label-aware-smoothing": 0.2,
    "label-smoothing": 0.2,
  ]

  /// Losses that have no best answer for features that tell nothing, or answer to something else than labels.
  private static let without = ["gaussian-clouded", "lade", "routing"]

  private static func isFormula(_ name: String) -> Bool {
    (try? Chosen<Losses>(named: name).item) is any LossFunction && !without.contains(name)
  }

  /// The shares that a network without features ends with: those that cost least on average over the samples.
  private static func bestShares(_ loss: any LossFunction) -> [Double] {
    let total = Double(counts.reduce(0, +))
    let experts = loss.branches
    let store = ParameterStore(seed: 1, dtype: .float64)
    let logits = store.root.parameter("logits", [1, experts, 4], .zeros)
    let weights = Tensor(counts.map { Double($0) / total }, shape: [4])
    let optimizer = AdamW([ParameterGroup(parameters: store.parameters)])
    for step in 0..<3000 {
      optimizer.clearGradients()
      let rows = logits.expanded(to: [4, experts, 4])
      let values = loss(
        expertOutputs(rows), Tensor([0, 1, 2, 3]),
        LossContext(classCounts: counts, epoch: 199, epochs: 200))
      (values.perSample * weights).sum().backward()
      optimizer.step(rate: step < 2000 ? 0.02 : 0.002)
    }
    let mean = logits.detached().mean(axis: 1).softmax(axis: 1)
    return mean.doubles
  }

  @Test(arguments: Losses.names.filter(isFormula))
  func `a loss makes the softmax one for the prior that it says`(_ name: String) throws {
    let chosen = try Chosen<Losses>(named: name)
    let loss = try #require(chosen.item as? any LossFunction)
    let found = Self.exponent(Self.bestShares(loss))
    #expect(
      abs(found - loss.priorExponent) < Self.approximate[name] ?? 0.01,
      "\(name): \(found), declared \(loss.priorExponent)")
  }
}
