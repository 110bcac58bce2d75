internal import Foundation
public import Torch

/// What experts say whose logits are evidence (Li, Han, Li, Fu, Zhang, CVPR 2022: TLC, eqs 2 to 6).
///
/// Expert m has the evidence `e = exp(z^m)` and the Dirichlet strength `S = Σ (e + 1)`; of it come the belief `b = e / S`
/// in each class and the uncertainty `u = C / S`. By Dempster's rule two experts that share no answer conflict,
/// K = Σ_{i ≠ j} b_i b′_j, and what is unsure after expert m is `W_m = W_{m−1} u_m / (1 − K_m)`, W_0 = 1 and K_1 = 0.
struct ExpertEvidence {
  /// b of each expert and class, `[batch, experts, classes]`.
  let belief: Tensor
  /// u of each expert, `[batch, experts]`, in (0, 1].
  let uncertainty: Tensor
  /// W before each expert, `[batch, experts]`, in (0, 1].
  let engagement: Tensor
  /// W after all experts, `[batch]`.
  let combined: Tensor

  /// - Parameter logits: `[batch, experts, classes]`.
  init(_ logits: Tensor) {
    let (batch, experts, classes) = (logits.shape[0], logits.shape[1], logits.shape[2])
    // log C takes the place of a class's logit, so that nothing overflows.
    let rest = (logits.narrowed(axis: 2, from: 0, count: 1) * 0) + log(Double(classes))
    let shares = Tensor.concatenated([logits, rest], axis: 2).softmax(axis: 2)
    belief = shares.narrowed(axis: 2, from: 0, count: classes)
    uncertainty = shares.selected(axis: 2, at: classes)
    var unsure = [uncertainty.selected(axis: 1, at: 0) * 0 + 1]
    for expert in 0..<experts {
      let own = uncertainty.selected(axis: 1, at: expert)
      guard expert > 0 else {
        unsure.append(unsure[0] * own)
        continue
      }
      // 1 − K without cancellation: what either leaves open, and what both believe alike.
      let former = uncertainty.selected(axis: 1, at: expert - 1)
      let alike = (belief.selected(axis: 1, at: expert - 1) * belief.selected(axis: 1, at: expert))
        .sum(axis: 1)
      // Two that are sure of different classes leave nothing, which has no shares.
      let agreement = (former + own - former * own + alike).clamped(min: 1e-30)
      unsure.append(unsure[expert] * own / agreement)
    }
    combined = unsure[experts]
    engagement = Tensor.stacked(Array(unsure.prefix(experts)), axis: 1)
      .reshaped([batch, experts])
  }
}

/// How evidence weighs the experts of an answer: `Σ_m z^m exp(W_{m−1} / η) / Σ exp(W / η)`.
public struct EvidenceGate: Sendable {
  /// What the sum in the denominator runs over.
  public enum Form: String, Sendable, CaseIterable {
    /// The experts of the sample.
    case sample
    /// The samples of the batch, expert by expert, as in the authors' code: an answer then depends on the other samples
    /// that are asked about, and the logits are smaller, the larger the batch.
    case batch
  }

  /// What the sum runs over.
  public var form = Form.sample
  /// η, in [0.001, 1000].
  public var temperature = 0.2

  public init() {}

  public init(form: Form = .sample, temperature: Double = 0.2) {
    self.form = form
    self.temperature = temperature
  }

  /// What each expert counts for each sample, `[batch, experts]`, from logits `[batch, experts, classes]`.
  public func weights(_ logits: Tensor) -> Tensor {
    (ExpertEvidence(logits).engagement / temperature).softmax(axis: form == .sample ? 1 : 0)
  }

  /// The ensemble's logits, `[batch, classes]`, from those of its experts, `[batch, experts, classes]`.
  public func combined(_ logits: Tensor) -> Tensor {
    (logits * weights(logits).unsqueezed(axis: 2)).sum(axis: 1)
  }

  /// - Throws: ``SettingsError`` for a setting out of range.
  func validate() throws {
    try SettingsError.require("temperature", temperature, from: 0.001, to: 1000)
  }
}

extension EvidenceGate: Codable {}

extension EvidenceGate.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of the gate")
  }
}
