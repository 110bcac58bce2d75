public import Calibration
import Foundation
import Torch

/// Three experts against a distribution of test priors (Yang, Xu, Wang, Li, Han, Bao, Cao, Huang, ICML 2024: DirMixE).
///
/// Each step has draws t of a prior: an expert k, each equally likely, and w ~ Dirichlet(c π_k), π_k being the training
/// prior, a uniform one, and the training one in reversed order. With `l_t` the mean over the batch of
/// `CE(z^k − log ((w / π)^a + 1e−9), y)`, the loss is
///
///     mean_t l_t + λ Σ_{t: l_t > mean} (l_t − mean)² / max(|{t: l_t > mean}| − 1, 1)
///
/// whose second part, the semi-variance, comes late in training. As many draws as an epoch has are made once and shuffled
/// for each epoch.
public struct DirichletMixture: ObjectiveSettings {
  public static let name = "dirichlet-mixture"
  public static let summary =
    "three experts against class priors that are drawn around three others"

  /// Draws of a step, 1 … 10,000.
  public var draws = 60
  /// c, in (0, 1e9].
  public var concentration = 10_000.0
  /// a, in [0, 10].
  public var power = 1.3
  /// λ, in [0, 1000].
  public var variance = 5.0
  /// 0-based epoch from which on the semi-variance counts, 0 … 1,000,000; never when `nil`.
  @OrNone public var varianceFrom: Int? = 160

  public init() {}

  public init(
    draws: Int = 60, power: Double = 1.3, variance: Double = 5, varianceFrom: Int? = 160
  ) {
    self.draws = draws
    self.power = power
    self.variance = variance
    self.varianceFrom = varianceFrom
  }

  /// π_k of each expert, with sum 1.
  func centers(classCounts: [Int]) -> [[Double]] {
    let total = Double(classCounts.reduce(0, +))
    return [
      classCounts.map { Double($0) / total },
      classCounts.map { _ in 1 / Double(classCounts.count) },
      DiverseDistributions().reversedPrior(classCounts: classCounts),
    ]
  }

  /// ∝ π (π_k / π)^a.
  public func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]? {
    let centers = centers(classCounts: classCounts)
    return (0..<experts).map { expert in
      let shares = zip(centers[0], centers[min(expert, 2)]).map { $0 * pow($1 / $0, power) }
      let sum = shares.reduce(0, +)
      return shares.map { $0 / sum }
    }
  }

  /// That of the mean of three experts where counts fall exponentially, so that the reversed prior is ∝ 1/π.
  public var priorExponent: Double { 1 - power }

  public func make(for site: StageSite) -> any Objective {
    DirichletMixtureObjective(self, for: site)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.varianceFrom = varianceFrom.map { scaledStart($0, from: published, to: epochs) }
    return copy
  }

  public func validate() throws {
    try SettingsError.require("draws", draws, in: 1...10_000)
    try SettingsError.require("concentration", concentration, above: 0, to: 1e9)
    try SettingsError.require("power", power, from: 0, to: 10)
    try SettingsError.require("variance", variance, from: 0, to: 1000)
    if let varianceFrom {
      try SettingsError.require("varianceFrom", varianceFrom, in: StageLimits.places)
    }
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.experts == 3 else {
      throw SettingsError("", "\(Self.name) is for 3 experts; the model has \(inputs.experts)")
    }
    guard let varianceFrom, let epochs = inputs.epochs, varianceFrom >= epochs else { return }
    throw SettingsError(
      "varianceFrom",
      "the semi-variance from epoch \(varianceFrom) on never comes in a stage of \(epochs) epochs; expected less, or none"
    )
  }

  /// The mean over draws of each sample's cross-entropy, and the semi-variance of the draws' means over the batch.
  /// - Parameters:
  ///   - logits: `[batch, experts, classes]`.
  ///   - labels: `[batch]`.
  ///   - draws: at least one.
  ///   - prior: π, `[classes]`, with sum 1.
  /// - Returns: `[batch]` and a scalar.
  func values(
    _ logits: Tensor, _ labels: Tensor, draws: [PriorDraws.Draw], prior: [Double]
  ) -> (perSample: Tensor, semiVariance: Tensor) {
    let offsets = draws.flatMap { draw in
      zip(draw.shares, prior).map { log(pow($0 / $1, power) + 1e-9) }
    }
    let device = logits.device
    // `[batch, draws, classes]`: the logits of each draw's expert.
    let chosen = logits.indexSelected(axis: 1, Tensor(draws.map(\.expert), device: device))
    let shifts = Tensor(offsets, shape: [draws.count, prior.count], device: device)
      .to(logits.dtype)
    let losses = expertLogLosses(chosen - shifts, labels)
    let ofDraw = losses.mean(axis: 0)
    let above = (ofDraw - ofDraw.mean()).relu()
    let count = above.detached().greater(than: 0).to(logits.dtype).sum()
    return (
      losses.mean(axis: 1), above.square().sum() / (count - 1).clamped(min: 1)
    )
  }
}

/// The loss at work. It remembers nothing: draws belong to the seed, an epoch's order to the seed and the epoch.
private final class DirichletMixtureObjective: Objective {
  private let settings: DirichletMixture
  private let source: PriorDraws
  /// The order of an epoch's draws, which every step of it needs.
  private var order: (epoch: Int, numbers: [Int])?

  init(_ settings: DirichletMixture, for site: StageSite) {
    self.settings = settings
    source = PriorDraws(
      centers: settings.centers(classCounts: site.classCounts),
      concentration: settings.concentration, seed: site.seed)
  }

  private func draws(at progress: StageProgress) -> [PriorDraws.Draw] {
    let count = settings.draws * max(1, progress.steps)
    if order?.epoch != progress.epoch || order?.numbers.count != count {
      order = (progress.epoch, source.order(of: count, epoch: progress.epoch))
    }
    let numbers = order?.numbers ?? []
    let first = progress.step * settings.draws
    return numbers[first..<first + settings.draws].map(source.draw)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let draws = draws(at: step.progress)
    let isLate = settings.varianceFrom.map { step.progress.epoch >= $0 } ?? false
    let parts = step.batches[0].targets.map { target -> (labels: Tensor, spread: Tensor) in
      let (perSample, semiVariance) = settings.values(
        step.outputs[0].logits, target.labels, draws: draws, prior: source.centers[0])
      func weighted(_ values: Tensor) -> Tensor {
        step.weighted(target.weight.scaling(values), labels: target.labels)
      }
      let spread = semiVariance.reshaped([1]).expanded(to: perSample.shape) * settings.variance
      return (weighted(perSample), weighted(spread))
    }
    let labels = parts.dropFirst().reduce(parts[0].labels) { $0 + $1.labels }
    guard isLate, settings.variance > 0 else { return LossValues(labels) }
    let spread = parts.dropFirst().reduce(parts[0].spread) { $0 + $1.spread }
    return LossValues(
      labels + spread,
      parts: [(name: "labels", perSample: labels.detached()), ("spread", spread.detached())])
  }
}
