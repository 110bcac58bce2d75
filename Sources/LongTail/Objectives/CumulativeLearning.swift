public import Calibration
import Foundation
public import Torch

/// `α CE(z, y_c) + (1 − α) CE(z, y_r)` with `z = α z^c + (1 − α) z^r`: a conventional and a re-balancing
/// branch, each with samples of its own, and a weight that passes from the first to the second (Zhou et
/// al., CVPR 2020: BBN).
///
/// The two branches are the network's two experts; the mean of their logits, α = ½, is the paper's rule at
/// test time.
public struct CumulativeLearning: LossFunction {
  public static let name = "cumulative-learning"
  public static let summary = "two branches, from instance-balanced to reversed sampling"

  /// α in the 0-based epoch e of E.
  public enum Form: String, Sendable, CaseIterable {
    /// 1 − ((e + 1) / E)²: it ends at 0.
    case published
    /// 1 − (e / E)²: it starts at 1, as in the authors' code.
    case code
  }

  public var branches: Int { 2 }
  /// How α runs over the epochs; as in the authors' code by default.
  public var form = Form.code
  /// E, 1 … 1,000,000; the stage's length when `nil`. The authors' code has 100 for 90 epochs and 200 for 180.
  @OrNone public var horizon: Int?

  public init() {}

  public init(form: Form = .code, horizon: Int? = nil) {
    self.form = form
    self.horizon = horizon
  }

  /// α, the share of the conventional branch, in [0, 1].
  public func conventionalShare(epoch: Int, epochs: Int) -> Double {
    let place = Double(form == .code ? epoch : epoch + 1) / Double(max(1, horizon ?? epochs))
    return max(0, 1 - place * place)
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    precondition(outputs.experts == 2, "\(outputs.experts) branches instead of 2")
    let (logits, share) = answers(outputs, context)
    let losses = expertLogLosses(logits.unsqueezed(axis: 1), labels).squeezed(axis: 1) * share
    let name = context.branch == 0 ? "conventional" : "re-balancing"
    return LossValues(losses, parts: [(name, losses)])
  }

  /// z, which both batches are compared with, and α or 1 − α.
  public func answers(
    _ outputs: ExpertOutputs, _ context: LossContext
  ) -> (logits: Tensor, share: Double) {
    let share = conventionalShare(epoch: context.epoch, epochs: context.epochs)
    let conventional = outputs.logits.selected(axis: 1, at: 0)
    let rebalancing = outputs.logits.selected(axis: 1, at: 1)
    return (
      conventional * share + rebalancing * (1 - share), context.branch == 0 ? share : 1 - share
    )
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.horizon = horizon.map { max(1, scaledEpoch($0, from: published, to: epochs)) }
    return copy
  }

  public func validate() throws {
    if let horizon { try SettingsError.require("horizon", horizon, in: StageLimits.epochs) }
  }
}

extension CumulativeLearning.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of α")
  }
}
