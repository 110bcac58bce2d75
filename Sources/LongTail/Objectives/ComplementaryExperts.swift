import Foundation
public import Torch

/// Experts of nested sets of ever rarer classes that leave the others alone (Cai, Wang, Hwang, ICCV 2021: ACE, section 3):
///
///     Σ_m mean over i with y_i ∈ S_m of (CE(z^m, y) + w Σ_{c ∉ S_m} (z^m_c)²)
///
/// over the batch. S_0 are all classes, and S_m the rarest, a share of all that falls with m. What the experts share learns
/// from the first one alone, which sees all classes; the others take its maps as constants, and learn at a rate that is
/// smaller by the share of the samples that are of their classes. The hook ``ComplementaryAnswers`` puts their answers
/// together.
public struct ComplementaryExperts: LossFunction {
  public static let name = "complementary-experts"
  public static let summary =
    "experts of ever rarer classes, which keep their answers to the others at nothing"

  /// |S_m| as a share of all classes, in (0, 1], for each expert after the first; no larger than the one before.
  public var shares = [0.65, 0.3]
  /// w, in [0, 1000].
  public var suppression = 1.0

  public init() {}

  public init(shares: [Double] = [0.65, 0.3], suppression: Double = 1) {
    self.shares = shares
    self.suppression = suppression
  }

  /// Each expert's mean is over those of a batch's samples that are of its classes.
  public var isPerSample: Bool { false }

  public func detachedExperts(of experts: Int) -> Set<Int> { Set(0..<experts).subtracting([0]) }

  /// For each expert after the first the share of all samples that are of its classes.
  public func rateFactors(classCounts: [Int], experts: Int) -> [String: Double] {
    let sets = RarestClasses.sets(shares, classCounts: classCounts, experts: experts)
    let total = Double(classCounts.reduce(0, +))
    return Dictionary(
      uniqueKeysWithValues: (1..<max(1, experts)).map { expert in
        let own = zip(classCounts, sets[expert]).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
        return ("experts.\(expert)", Double(own) / total)
      })
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let logits = outputs.logits
    let sets = RarestClasses.sets(
      shares, classCounts: context.classCounts, experts: outputs.experts)
    // `[experts, classes]`, 1 for an expert's own classes.
    let isOwn = Tensor(
      sets.flatMap { $0.map { $0 ? 1.0 : 0 } }, shape: [outputs.experts, context.classes],
      device: context.device
    ).to(logits.dtype)
    // `[batch, experts]`: what a sample counts for an expert.
    let counted = isOwn.indexSelected(axis: 1, labels).transposed(0, 1)
    let weights = counted / counted.mean(axis: 0, keepingAxis: true).clamped(min: 1e-12)
    let own = (expertLogLosses(logits, labels) * weights).sum(axis: 1)
    let others = (logits.square() * (1 - isOwn)).sum(axis: 2) * suppression
    let suppressed = (others * weights).sum(axis: 1)
    return LossValues(own + suppressed, parts: [("labels", own), ("suppression", suppressed)])
  }

  public func validate() throws {
    try RarestClasses.validate(shares)
    try SettingsError.require("suppression", suppression, from: 0, to: 1000)
  }

  public func validate(for inputs: LossInputs) throws {
    try RarestClasses.validate(shares, experts: inputs.experts)
  }
}
