public import Torch

/// Branches whose logits add up, the later ones taught by rarer classes alone (Cui, Liu, Tian, Zhong, Jia, TPAMI
/// 2022: ResLT, eqs 3 to 5): `a L_ind + (1 − a) CE(Σ_m z^m, y)` with
///
///     L_ind = Σ_m Σ_{i: y_i ∈ S_m} −log (p^m_i + 1e−7) / Σ_m |{i: y_i ∈ S_m}|,   p^m = softmax(z^m)[y]
///
/// over the batch. S_0 are all classes, and S_m the rarest, a share of all that falls with m. The branches are the
/// network's experts; z^m is an expert's logits over their number, so that the mean that answers is the sum.
public struct ResidualFusion: LossFunction {
  public static let name = "residual-fusion"
  public static let summary = "branches whose logits add up, the later ones for rarer classes"

  /// a, in [0, 1]; 0 is cross-entropy of the mean logits.
  public var independent = 0.995
  /// |S_m| as a share of all classes, in (0, 1], for each expert after the first; no larger than the one before.
  public var shares = [0.65, 0.3]

  public init() {}

  public init(independent: Double = 0.995, shares: [Double] = [0.65, 0.3]) {
    self.independent = independent
    self.shares = shares
  }

  /// Whether each class teaches each expert, experts first. Of classes of a size, later ones count as rarer.
  public func groups(classCounts: [Int], experts: Int) -> [[Bool]] {
    RarestClasses.sets(shares, classCounts: classCounts, experts: experts)
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let branches = outputs.logits / Double(outputs.experts)
    let index = labels.reshaped([-1, 1, 1])
      .expanded(to: [labels.count, outputs.experts, 1])
    let own = -(branches.softmax(axis: 2).gathered(axis: 2, index).squeezed(axis: 2) + 1e-7).log()
    let members = groups(classCounts: context.classCounts, experts: outputs.experts)
      .flatMap { $0.map { $0 ? 1.0 : 0 } }
    // `[batch, experts]`: whether a sample's class teaches the expert.
    func teaches(_ labels: Tensor) -> Tensor {
      Tensor(members, shape: [outputs.experts, context.classes], device: context.device)
        .to(branches.dtype).indexSelected(axis: 1, labels).transposed(0, 1)
    }
    let (counted, all) = (teaches(labels), context.batchLabels(of: labels))
    let share = teaches(all).sum() / Double(all.count)
    let apart = (own * counted).sum(axis: 1) / share * independent
    let fused =
      expertLogLosses(branches.sum(axis: 1, keepingAxis: true), labels)
      .squeezed(axis: 1) * (1 - independent)
    return LossValues(apart + fused, parts: [("independent", apart), ("fused", fused)])
  }

  public func validate() throws {
    try SettingsError.require("independent", independent, from: 0, to: 1)
    try RarestClasses.validate(shares)
  }

  public func validate(for inputs: LossInputs) throws {
    try RarestClasses.validate(shares, experts: inputs.experts)
  }
}
