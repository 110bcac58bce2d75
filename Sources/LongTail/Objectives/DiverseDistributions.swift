import Foundation
public import Torch

/// `CE(z^1, y) + CE(z^2 + log π, y) + CE(z^3 + log π − τ log π′, y)`: three experts for three test distributions (Zhang,
/// Hooi, Hong, Feng, NeurIPS 2022: SADE, eqs 2 to 4).
///
/// π are the shares of the training samples, and π′ the same shares given to the classes in reversed order, so that the
/// rarest class has the largest. The experts' softmaxes are for the priors π, uniform, and ∝ π′^τ.
public struct DiverseDistributions: LossFunction {
  public static let name = "diverse-distributions"
  public static let summary =
    "three experts for the training prior, a uniform one, and a reversed one"

  /// τ, in [0, 10]; 0 makes the third expert like the second.
  public var strength = 2.0

  public init() {}

  public init(strength: Double) {
    self.strength = strength
  }

  /// π′ of each class, with sum 1. Of classes of a size, the order is the opposite of theirs.
  public func reversedPrior(classCounts: [Int]) -> [Double] {
    let total = Double(classCounts.reduce(0, +))
    let order = classCounts.indices.sorted {
      (classCounts[$0], $0) < (classCounts[$1], $1)
    }
    var prior = [Double](repeating: 0, count: classCounts.count)
    for (place, index) in order.enumerated() {
      prior[index] = Double(classCounts[order[order.count - 1 - place]]) / total
    }
    return prior
  }

  /// What is added to each expert's logits, `experts × classes`.
  func offsets(classCounts: [Int], experts: Int) -> [[Double]] {
    let total = Double(classCounts.reduce(0, +))
    let prior = classCounts.map { log(Double($0) / total) }
    let reversed = reversedPrior(classCounts: classCounts).map { log($0) }
    let all = [
      prior.map { _ in 0 }, prior, zip(prior, reversed).map { $0 - strength * $1 },
    ]
    return (0..<experts).map { all[min($0, 2)] }
  }

  public func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]? {
    let total = Double(classCounts.reduce(0, +))
    return offsets(classCounts: classCounts, experts: experts).map { offsets in
      let shares = zip(classCounts, offsets).map { Double($0) / total * exp(-$1) }
      let sum = shares.reduce(0, +)
      return shares.map { $0 / sum }
    }
  }

  /// That of the mean of three experts where counts fall exponentially, so that π′ ∝ 1/π.
  public var priorExponent: Double { (1 - strength) / 3 }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let experts = outputs.experts
    let offsets = Tensor(
      offsets(classCounts: context.classCounts, experts: experts).flatMap(\.self),
      shape: [experts, context.classes], device: context.device
    ).to(outputs.logits.dtype)
    let perExpert = expertLogLosses(outputs.logits + offsets, labels)
    return LossValues(
      perExpert.sum(axis: 1),
      parts: (0..<experts).map { ("expert-\($0)", perExpert.selected(axis: 1, at: $0)) })
  }

  public func validate() throws {
    try SettingsError.require("strength", strength, from: 0, to: 10)
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.experts == 3 else {
      throw SettingsError(
        "", "\(Self.name) is for 3 experts; the model has \(inputs.experts)")
    }
  }
}
