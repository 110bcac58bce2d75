import Foundation
import Torch

/// Samples count by their class, from one epoch on: class re-weighting, and deferred re-weighting (Cao, Wei,
/// Gaidon, Arechiga, Ma, NeurIPS 2019: DRW) when it begins late.
///
/// The weights' mean over the classes is 1, that of balanced ones over the samples. As in PyTorch's weighted cross-entropy, a batch's loss is divided
/// by the weights of its samples.
public struct ClassWeights: HookSettings {
  public static let name = "class-weights"
  public static let summary = "samples of rare classes count more, from an epoch on"

  /// How a class's weight comes from its n samples.
  public enum Form: String, Sendable, CaseIterable {
    /// (1 − β) / (1 − βⁿ) (Cui, Jia, Lin, Song, Belongie, CVPR 2019, eq. 2)
    case effectiveNumber = "effective-number"
    /// n^(−power)
    case power
    /// N / (C n), with N samples of C classes (King and Zeng, 2001; scikit-learn's `balanced`)
    case balanced
    /// n^(−1)
    case inverse
    /// n^(−½)
    case inverseSquareRoot = "inverse-square-root"
  }

  /// How a class's weight comes from its samples; effective numbers by default.
  public var form = Form.effectiveNumber
  /// β of effective numbers, in [0, 1).
  public var beta = 0.9999
  /// Exponent of the form with one, in [0, 10]: 1 balances the classes, ½ is the inverse square root.
  public var power = 1.0
  /// The first 0-based epoch in which they count, 0 … 1,000,000.
  public var from = 0

  public init() {}

  public init(form: Form, beta: Double = 0.9999, power: Double = 1, from: Int = 0) {
    self.form = form
    self.beta = beta
    self.power = power
    self.from = from
  }

  /// The weight of each class, with mean 1 over the classes, or over the samples where balanced, for class counts ≥ 1.
  public func weights(classCounts: [Int]) -> [Double] {
    if form == .effectiveNumber {
      return effectiveNumberWeights(classCounts: classCounts, beta: beta)
    }
    if form == .balanced {
      let share = Double(classCounts.reduce(0, +)) / Double(classCounts.count)
      return classCounts.map { share / Double($0) }
    }
    let raw = classCounts.map { pow(Double($0), priorExponent) }
    let mean = raw.reduce(0, +) / Double(raw.count)
    return raw.map { $0 / mean }
  }

  /// What n^x the weights are, as long as βⁿ is not small against 1; the power's own otherwise.
  public var priorExponent: Double {
    switch form {
    case .effectiveNumber: beta == 0 ? 0 : -1
    case .power: -power
    case .balanced, .inverse: -1
    case .inverseSquareRoot: -0.5
    }
  }

  public func make(for site: StageSite) -> any Hook {
    WeightingHook(
      Tensor(weights(classCounts: site.classCounts), device: site.device), from: from)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    // However short a stage is, weights that begin within it count in its last epoch.
    let place = scaledEpoch(from, from: published, to: epochs)
    copy.from = from < published ? min(place, epochs - 1) : place
    return copy
  }

  public func idleReason(epochs: Int) -> String? {
    from < epochs ? nil : "it begins in epoch \(from + 1), and the stage has \(epochs)"
  }

  public func validate() throws {
    try SettingsError.require("beta", beta, from: 0, below: 1)
    try SettingsError.require("power", power, from: 0, to: 10)
    try SettingsError.require("from", from, in: StageLimits.places)
  }
}

private final class WeightingHook: Hook {
  /// `[classes]`
  private let weights: Tensor
  private let firstEpoch: Int

  init(_ weights: Tensor, from firstEpoch: Int) {
    self.weights = weights
    self.firstEpoch = firstEpoch
  }

  func sampleWeights(_ labels: Tensor, at progress: StageProgress) -> Tensor? {
    guard progress.epoch >= firstEpoch else { return nil }
    let own = weights.indexSelected(axis: 0, labels)
    return own / own.mean()
  }
}

extension ClassWeights.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of class weights")
  }
}
