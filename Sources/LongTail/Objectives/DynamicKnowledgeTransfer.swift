public import Torch

/// `Σ_m CE(z^m, y) + α L_nt + β L_mu`: experts that learn from each other and from a grand teacher (Jin et
/// al., CVPR 2023: SHIKE, eqs 4 to 10).
///
/// - `L_mu = Σ_j Σ_{k≠j} KL(p^j ‖ p^k)`, over all classes.
/// - `L_nt = Σ_m KL(p̃^T ‖ p̃^m)`, over the classes other than the label. The grand teacher's logit is the
///   largest among the experts, but for the hardest negative, the class with the largest mean logit (the
///   first of several), where it is that mean.
///
/// Gradients flow into both sides of every divergence, as in the authors' code.
public struct DynamicKnowledgeTransfer: LossFunction {
  public static let name = "dynamic-knowledge-transfer"
  public static let summary =
    "cross-entropy, mutual distillation, and a grand teacher on the non-target classes"

  /// What becomes of the label's own logit in L_nt.
  public enum Form: String, Sendable, CaseIterable {
    /// Eq. 8: the label takes no part in the softmax.
    case published
    /// The authors' code and its figures: it counts as −30 for the experts and as 0 for the teacher, which
    /// pushes the other logits upwards where they are near 0.
    case code
  }

  /// α, in [0, 1000], of the divergences summed over classes; 0 switches the grand teacher off. The code's 10 is for
  /// their mean over 100 classes.
  public var nonTarget = 0.1
  /// β, likewise; 0 switches mutual distillation off. The code's 1 is for the mean over 100 classes.
  public var mutual = 0.01
  /// What becomes of the label's logit; as in the authors' code by default, which gave the published figures.
  public var form = Form.code

  public init() {}

  public init(nonTarget: Double, mutual: Double, form: Form = .code) {
    self.nonTarget = nonTarget
    self.mutual = mutual
    self.form = form
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let logits = outputs.logits
    let classification = expertLogLosses(logits, labels).sum(axis: 1)
    var total = classification
    var parts = [(name: "cross-entropy", perSample: classification)]
    if nonTarget > 0 {
      let value = nonTargetDivergence(logits, labels) * nonTarget
      total = total + value
      parts.append(("non-target", value))
    }
    if mutual > 0 {
      let value = pairwiseDivergence(logits.logSoftmax(axis: 2)) * mutual
      total = total + value
      parts.append(("mutual", value))
    }
    return LossValues(total, parts: parts)
  }

  /// L_nt of each sample, `[batch]`, for logits `[batch, experts, classes]`.
  func nonTargetDivergence(_ logits: Tensor, _ labels: Tensor) -> Tensor {
    let classes = logits.shape[2]
    let isTarget = labels.oneHot(classes: classes).equal(to: 1)
    let teacher = grandTeacher(logits, isTarget).unsqueezed(axis: 1)
    let students = logits.maskedFill(
      isTarget.unsqueezed(axis: 1).expanded(to: logits.shape), excluded)
    return divergence(from: teacher.logSoftmax(axis: 2), to: students.logSoftmax(axis: 2))
  }

  /// The teacher's logits, `[batch, classes]`.
  private func grandTeacher(_ logits: Tensor, _ isTarget: Tensor) -> Tensor {
    let largest = logits.max(axis: 1).values
    let mean = logits.mean(axis: 1)
    let hardest = mean.detached().maskedFill(isTarget, -.infinity).max(axis: 1).indices
    let isHardest = hardest.oneHot(classes: logits.shape[2]).equal(to: 1)
    return Tensor.where(isHardest, mean, largest)
      .maskedFill(isTarget, form == .code ? 0 : excluded)
  }

  /// The label's logit among an expert's. The published form's is finite, so that 0 · log 0 is 0.
  private var excluded: Double { form == .code ? -30 : -1e6 }

  public func validate() throws {
    try SettingsError.require("nonTarget", nonTarget, from: 0, to: 1000)
    try SettingsError.require("mutual", mutual, from: 0, to: 1000)
  }
}

extension DynamicKnowledgeTransfer.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of the non-target divergence")
  }
}
