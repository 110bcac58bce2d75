import Foundation
import Torch

/// Two mixed views that are to agree, and a loss that passes from plain to weighted labels (Du, Yang, Jia, Nan, Chen, Yang,
/// CVPR 2023: GLMC, eqs 3 to 10). With `a = 1 − (e / E)²` in the 0-based epoch e of E, the two classifiers' logits z and
/// v for a mixup and a CutMix of a batch with a second stream, and targets mixed alike,
///
///     a Σ_views CE(z, t) + (1 − a) Σ_views CE(v, t_w) − λ Σ_views cos(q(f), sg p(f′))
///
/// where t_w has the labels weighted by n^−k with a mean over the classes of 1, p and q∘p are linear heads on the features
/// f of a view, and f′ are those of the other.
///
/// The network's two experts are the classifiers; the second is the one that answers. The first view is mixed by the
/// stage (`stream-mixup`); this objective pastes a box of the second stream's pictures into the second view, as large as
/// the share of the mixup says, and shows that to the network. Samples that are no pictures are mixed again.
public struct GlobalLocalConsistency: ObjectiveSettings {
  public static let name = "global-local-consistency"
  public static let summary =
    "two mixed views that are to agree, and labels that come to be weighted"

  /// k, in [0, 10].
  public var labelPower = 1.2
  /// λ, in [0, 1000].
  public var consistency = 4.0
  /// Width of the heads that are compared, 1 … 65,536.
  public var dimension = 128

  public init() {}

  public init(labelPower: Double = 1.2, consistency: Double = 4, dimension: Int = 128) {
    self.labelPower = labelPower
    self.consistency = consistency
    self.dimension = dimension
  }

  public var views: ClosedRange<Int> { 2...2 }
  /// The second view is pasted before the network sees it.
  public var companionViews: Int { 1 }
  public var priorExponent: Double { 1 - labelPower }

  /// n^−k of each class, with a mean of 1.
  public func weights(classCounts: [Int]) -> [Double] {
    let raw = classCounts.map { pow(Double($0), -labelPower) }
    let mean = raw.reduce(0, +) / Double(raw.count)
    return raw.map { $0 / mean }
  }

  public func make(for site: StageSite) -> any Objective {
    GlobalLocalObjective(self, for: site)
  }

  public func validate() throws {
    try SettingsError.require("labelPower", labelPower, from: 0, to: 10)
    try SettingsError.require("consistency", consistency, from: 0, to: 1000)
    try SettingsError.require("dimension", dimension, in: 1...65_536)
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.experts == 2 else {
      throw SettingsError(
        "",
        "\(Self.name) trains two classifiers on the same features; expected model.experts=2 and all parts shared "
          + "(model.sharedParts), found \(inputs.experts)")
    }
    guard inputs.mixes else {
      throw SettingsError(
        "",
        "\(Self.name) compares a mixed view; expected mixing=stream-mixup and "
          + "streams=[{sampler: power-balanced}]")
    }
  }

  /// What a view gives.
  struct Answers {
    /// `[batch, 2, classes]`
    let logits: Tensor
    /// p(f) and q(p(f)), `[batch, dimension]` each.
    let projected: Tensor
    let predicted: Tensor
  }

  /// The three terms of each sample, before their factors: plain and weighted labels, and consistency.
  /// - Parameters:
  ///   - views: of the mixup and of the pasted picture.
  ///   - targets: labels `[batch]` and their shares, for both.
  ///   - weights: of the classes, `[classes]`.
  /// - Returns: `[batch]` each.
  func terms(
    _ views: [Answers], targets: [(labels: Tensor, weight: MixingWeight)], weights: Tensor
  ) -> (plain: Tensor, weighted: Tensor, consistency: Tensor) {
    func sum(_ values: [Tensor]) -> Tensor { values.dropFirst().reduce(values[0], +) }
    func labels(_ classifier: Int, _ weights: Tensor?) -> Tensor {
      sum(
        views.flatMap { view in
          targets.map { target in
            let logits = view.logits.narrowed(axis: 1, from: classifier, count: 1)
            let own = expertLogLosses(logits, target.labels).squeezed(axis: 1)
            let counted =
              weights.map { own * $0.indexSelected(axis: 0, target.labels).to(own.dtype) } ?? own
            return target.weight.scaling(counted)
          }
        })
    }
    let gaps = zip(views, views.reversed()).map { own, other in
      -(own.predicted.normalized(axis: 1) * other.projected.detached().normalized(axis: 1))
        .sum(axis: 1)
    }
    return (labels(0, nil), labels(1, weights), sum(gaps))
  }
}
