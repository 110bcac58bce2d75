public import Calibration
import Foundation
import Torch

/// `w_c ← w_c / ‖w_c‖^τ` without a bias (Kang et al., ICLR 2020, eq. 4).
///
/// The bias is dropped, as in the authors' code. τ = 0 keeps the weights, 1 gives all the same length.
public struct TauNormalization: ClassifierFit {
  public static let name = "tau-normalization"
  public static let summary =
    "class weights divided by a power of their length, chosen on validation"
  public static let needs = ["weight", "bias"]

  /// τ, in [−10, 10]; chosen on the validation part when `nil`.
  @OrNone public var tau: Double?
  /// The grid that τ is chosen from: 0, step, 2 step, … up to `largest`, in [0, 10], in at most 10,000 steps.
  public var largest = 2.0
  public var step = 0.1

  public init() {}

  public init(tau: Double?) {
    self.tau = tau
  }

  public var targetsUniformPrior: Bool { true }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    guard let weight = data.classifier["weight"], let bias = data.classifier["bias"] else {
      preconditionFailure("a classifier without \(Self.needs)")
    }
    let lengths = weight.norm(axis: 1, keepingAxis: true).clamped(min: 1e-12)
    var figures: [String: Double] = [:]
    let chosen: Double
    if let tau {
      chosen = tau
    } else {
      let best = try search(data, weight: weight, lengths: lengths)
      chosen = best.tau
      figures["validation_balanced_accuracy"] = best.accuracy
    }
    figures["tau"] = chosen
    return FittedClassifier(
      tensors: ["weight": weight / lengths.pow(chosen), "bias": bias * 0], figures: figures)
  }

  /// The τ with the best mean accuracy of the classes; the smallest of equals.
  private func search(
    _ data: ClassifierFitData, weight: Tensor, lengths: Tensor
  ) throws -> (tau: Double, accuracy: Double) {
    guard let features = data.validation else {
      throw SettingsError(
        "tau",
        "τ is chosen on validation, and there is no validation sample; give it, such as 0.7, or hold out "
          + "more (--validation-fraction)")
    }
    let scores = features.to(weight.dtype).matmul(weight.transposed(0, 1))
    let rowLengths = lengths.transposed(0, 1)
    var best = (tau: 0.0, accuracy: -1.0)
    for place in 0...Int((largest / step).rounded()) {
      let tau = Double(place) * step
      let found = (scores / rowLengths.pow(tau)).argMax(axis: 1).ints
      let accuracy = balancedAccuracy(found, data.validationLabels, classes: data.classes)
      if accuracy > best.accuracy { best = (tau, accuracy) }
    }
    return best
  }

  public func validate() throws {
    if let tau { try SettingsError.require("tau", tau, from: -10, to: 10) }
    try SettingsError.require("largest", largest, from: 0, to: 10)
    try SettingsError.require("step", step, above: 0, to: 10)
    guard largest / step <= 10_000 else {
      throw SettingsError(
        "step", "expected at most 10000 steps up to \(largest), found a step of \(step)")
    }
  }
}

/// The mean over the classes that occur of the share of their samples that were found.
private func balancedAccuracy(_ found: [Int], _ labels: [Int], classes: Int) -> Double {
  var right = [Int](repeating: 0, count: classes)
  var counts = [Int](repeating: 0, count: classes)
  for (label, guess) in zip(labels, found) {
    counts[label] += 1
    if label == guess { right[label] += 1 }
  }
  let present = counts.indices.filter { counts[$0] > 0 }
  let sum = present.reduce(0) { $0 + Double(right[$1]) / Double(counts[$1]) }
  return sum / Double(max(1, present.count))
}
