import Foundation
public import Torch

/// What a trained network says about a batch, after the prediction rule.
public struct PredictorAnswer {
  /// `[batch, classes]`: the scores that are written down and compared.
  public let logits: Tensor
  /// `[batch, experts, classes]`: those of each expert.
  public let expertLogits: Tensor
  /// `[batch, width]`: the experts' mean features.
  public let features: Tensor
  /// How many experts the router showed each sample to; `nil` where all see all samples.
  public let expertsUsed: [Int]?
}

/// How a trained network answers: the one path for evaluation, prediction and calibration.
///
/// Each view of a sample is answered by the mean of the experts, by their weighted mean, by as much of each as their
/// evidence says, or by those that a router asks; the views' logits are averaged; and the prior of training is taken off them.
public struct Predictor {
  /// The trained network.
  public let model: ExpertModel
  /// How it answers: its experts, its views, and what is taken off the logits.
  public let rule: PredictionRule
  /// `τ log π`, `[classes]`; `nil` where nothing is taken off.
  private let offsets: Tensor?
  /// `[1, experts, 1]`, with sum 1; `nil` where all count alike.
  private let weights: Tensor?

  /// - Parameters:
  ///   - model: the trained network.
  ///   - rule: how it answers.
  ///   - trainedCounts: images per class that it was trained on, each ≥ 1.
  public init(_ model: ExpertModel, rule: PredictionRule, trainedCounts: [Int]) {
    self.model = model
    self.rule = rule
    let total = Double(trainedCounts.reduce(0, +))
    offsets =
      rule.logitAdjustment == 0
      ? nil
      : Tensor(
        trainedCounts.map { rule.logitAdjustment * log(Double($0) / total) }, device: model.device)
    let sum = rule.expertWeights.reduce(0, +)
    weights =
      rule.expertWeights.isEmpty
      ? nil
      : Tensor(
        rule.expertWeights.map { $0 / sum }, shape: [1, rule.expertWeights.count, 1],
        device: model.device)
  }

  /// Everything that the network says.
  /// - Parameters:
  ///   - views: the same samples in each of the rule's views, `[batch, …]` each.
  ///   - routes: whether the router chooses the experts that count; as the rule says when `nil`.
  /// - Returns: scores, those of the experts, features.
  public func answer(_ views: [Tensor], routes: Bool? = nil) -> PredictorAnswer {
    withoutGradients {
      let routes = routes ?? rule.routes
      let outputs = views.map { model($0, .inference) }
      let routed = outputs.map { routes ? $0.routed : nil }
      return PredictorAnswer(
        logits: adjusted(
          mean(zip(routed, outputs).map { $0?.logits ?? combined($1) })),
        expertLogits: adjusted(mean(outputs.map(\.logits))),
        features: mean(outputs.map { $0.features.mean(axes: [1], keepingAxes: false) }),
        expertsUsed: routed.first??.expertsUsed)
    }
  }

  /// The scores alone; where the router chooses the experts, the others do not run.
  public func scores(_ views: [Tensor]) -> Tensor {
    withoutGradients {
      adjusted(
        mean(views.map { rule.routes ? model.routed($0).logits : combined(model($0, .inference)) }))
    }
  }

  private func combined(_ outputs: ExpertOutputs) -> Tensor {
    if let gate = rule.evidence { return gate.combined(outputs.logits) }
    guard let weights else { return outputs.combinedLogits }
    return (outputs.logits * weights.to(outputs.logits.dtype)).sum(axis: 1)
  }

  private func mean(_ views: [Tensor]) -> Tensor {
    views.count == 1 ? views[0] : Tensor.stacked(views).mean(axis: 0)
  }

  private func adjusted(_ logits: Tensor) -> Tensor {
    offsets.map { logits - $0.to(logits.dtype) } ?? logits
  }
}
