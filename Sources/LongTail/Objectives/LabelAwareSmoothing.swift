public import Calibration
import Foundation
public import Torch

/// Cross-entropy against labels that are the softer, the more images their class has (Zhong et al.,
/// CVPR 2021, section 3.2).
///
/// With n_max and n_min the largest and smallest training count and u = (n_y − n_min) / (n_max − n_min),
/// the smoothing ε_y of a label runs from `tail` at u = 0 to `head` at u = 1. Equal `head` and `tail`
/// are plain label smoothing; both 0 are cross-entropy.
public struct LabelAwareSmoothing: LossFunction {
  public static let name = "label-aware-smoothing"
  public static let summary =
    "cross-entropy of labels that are smoothed the more, the larger the class"

  /// How ε grows with u.
  public enum Shape: String, Sendable, CaseIterable {
    /// tail + (head − tail) · sin(π u / 2): all published rows.
    case concave
    /// tail + (head − tail) · u.
    case linear
    /// head + (head − tail) · sin(3π / 2 + π u / 2).
    case convex
    /// tail + (head − tail) · u^power: in the authors' code only.
    case exponential
  }

  /// Where the smoothed mass goes. The two are one family: `code` at ε is `published` at ε (C − 1) / C.
  public enum Form: String, Sendable, CaseIterable {
    /// q_y = 1 − ε, and ε / (C − 1) for each other class: the paper's formula.
    case published
    /// q_y = 1 − ε + ε / C, and ε / C for each other class: the authors' code and its figures.
    case code
  }

  /// ε of the largest class, in [0, 1).
  public var head = 0.3
  /// ε of the smallest class, in [0, 1).
  public var tail = 0.0
  /// How ε grows with u; concave by default, as in all published rows.
  public var shape = Shape.concave
  /// Exponent of the exponential shape, in (0, 1000]; the others have none.
  @OrNone public var power: Double?
  /// Where the smoothed mass goes; as in the authors' code by default, which gave the published figures.
  public var form = Form.code

  public init() {}

  public init(
    head: Double, tail: Double, shape: Shape = .concave, power: Double? = nil, form: Form = .code
  ) {
    self.head = head
    self.tail = tail
    self.shape = shape
    self.power = power
    self.form = form
  }

  /// ε of each class from the training images per class; classes of equal size all count as the
  /// largest.
  public func smoothing(classCounts: [Int]) -> [Double] {
    let largest = Double(classCounts.max() ?? 1)
    let smallest = Double(classCounts.min() ?? 1)
    return classCounts.map { count in
      let place = largest > smallest ? (Double(count) - smallest) / (largest - smallest) : 1
      switch shape {
      case .concave: return tail + (head - tail) * sin(.pi * place / 2)
      case .linear: return tail + (head - tail) * place
      case .convex: return head + (head - tail) * sin(1.5 * .pi + .pi * place / 2)
      case .exponential: return tail + (head - tail) * pow(place, power ?? 1)
      }
    }
  }

  public func smoothingShapes(classCounts: [Int]) -> [SmoothingShape] {
    guard head != tail else { return [] }
    return Shape.allCases.map { shape in
      var other = self
      other.shape = shape
      // No power is published; two is an example.
      other.power = power ?? (shape == .exponential ? 2 : nil)
      let words = shape == .exponential ? other.power.map { String(format: ", power %g", $0) } : nil
      return SmoothingShape(
        name: shape.rawValue + (words ?? ""), values: other.smoothing(classCounts: classCounts),
        isUsed: shape == self.shape)
    }
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let (batch, experts) = (labels.count, outputs.experts)
    let smoothing = Tensor(smoothing(classCounts: context.classCounts), device: context.device)
      .to(outputs.logits.dtype).indexSelected(axis: 0, labels).reshaped([batch, 1])
    let logarithms = outputs.logits.logSoftmax(axis: 2)
    let index = labels.reshaped([-1, 1, 1]).expanded(to: [batch, experts, 1])
    let own = logarithms.gathered(axis: 2, index).reshaped([batch, experts])
    let all = logarithms.sum(axis: 2)
    let classes = Double(context.classes)
    let spread =
      switch form {
      case .published: (all - own) / (classes - 1)
      case .code: all / classes
      }
    let perExpert = (1 - smoothing) * own + smoothing * spread
    return LossValues(-perExpert.mean(axis: 1))
  }

  public func validate() throws {
    try SettingsError.require("head", head, from: 0, below: 1)
    try SettingsError.require("tail", tail, from: 0, below: 1)
    if shape == .exponential, power == nil {
      throw SettingsError("power", "the exponential shape needs a power, such as 2")
    }
    if let power { try SettingsError.require("power", power, above: 0, to: 1000) }
  }
}

extension LabelAwareSmoothing.Shape: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "smoothing shape")
  }
}

extension LabelAwareSmoothing.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "smoothing form")
  }
}
