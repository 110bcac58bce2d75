import Foundation
import Torch

/// Logit adjustment, and contrast of two more views: `a CE(z + log π, y) + b L`, in which the first view of a batch is
/// classified, the second and third are compared.
protocol AdjustedContrast: ObjectiveSettings {
  /// a; 0 makes it an addition to another loss.
  var labelWeight: Double { get }
  /// b
  var weight: Double { get }
  /// τ of the contrast.
  var temperature: Double { get }
  /// Width of a projection head's hidden layer.
  var hidden: Int { get }
  /// Width of a projection head's answer.
  var dimension: Int { get }
  /// What `dimension` may be.
  static var dimensions: ClosedRange<Int> { get }
}

extension AdjustedContrast {
  public var views: ClosedRange<Int> { 3...3 }
  public var priorExponent: Double { labelWeight > 0 ? 0 : 1 }

  public func validate() throws {
    try SettingsError.require("labelWeight", labelWeight, from: 0, to: 1000)
    try SettingsError.require("weight", weight, above: 0, to: 1000)
    try SettingsError.require("temperature", temperature, from: 0.001, to: 1000)
    try SettingsError.require("hidden", hidden, in: 1...65_536)
    try SettingsError.require("dimension", dimension, in: Self.dimensions)
  }

  /// The whole loss of a step.
  /// - Parameters:
  ///   - contrast: `b L` of each sample with the step's weights, `[batch]`.
  ///   - prior: log π, `[classes]`.
  ///   - step: the first of whose views is classified.
  /// - Returns: the sum with the logit adjustment, and both parts.
  func loss(contrast: Tensor, prior: Tensor, _ step: ObjectiveStep) -> LossValues {
    let parts = [(name: "contrast", perSample: contrast.detached())]
    guard labelWeight > 0 else { return LossValues(contrast, parts: parts) }
    let logits = step.outputs[0].logits
    let own = step.batches[0].targets.map { target in
      step.weighted(
        target.weight.scaling(
          negativeLogLikelihood(logits + prior.to(logits.dtype), target.labels) * labelWeight),
        labels: target.labels)
    }
    let labels = own.dropFirst().reduce(own[0], +)
    return LossValues(labels + contrast, parts: parts + [("labels", labels.detached())])
  }
}

/// log π of the training samples' classes, `[classes]`.
func logarithmicPrior(_ counts: [Int], device: Device) -> Tensor {
  let total = Double(counts.reduce(0, +))
  return Tensor(counts.map { log(Double($0) / total) }, device: device)
}
