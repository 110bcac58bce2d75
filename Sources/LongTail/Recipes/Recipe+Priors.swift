import Foundation

extension Recipe {
  /// Whether the network's softmax estimates probabilities under a uniform class prior.
  public var targetsUniformPrior: Bool { abs(priorExponent) < 1e-9 }

  /// The stage that leaves the softmax as it is in the end: the last one that trains more than a router.
  var decidingStage: Stage? { stages.last { !$0.trainsRouterAlone } }

  /// The class prior that each expert's scores estimate probabilities under, each with sum 1; `nil` where
  /// the loss does not give each its own.
  /// - Parameter classCounts: training samples of each class, each ≥ 1.
  /// - Returns: a share a class for each expert.
  public func expertPriors(classCounts: [Int]) -> [[Double]]? {
    guard let stage = decidingStage else { return nil }
    let priors = stage.loss.objective.expertPriors(classCounts: classCounts, experts: model.experts)
    // What the samplers and the prediction rule change for all of them alike.
    let shift = priorExponent - stage.loss.objective.priorExponent
    let largest = Double(classCounts.max() ?? 1)
    return priors?.map { prior in
      let shares = zip(prior, classCounts).map { $0 * pow(Double($1) / largest, shift) }
      let total = shares.reduce(0, +)
      return shares.map { $0 / total }
    }
  }

  /// λ: the scores estimate class probabilities under the prior ∝ π^λ, π being the class distribution
  /// that was trained on; 0 for a uniform prior. What a correction to another prior has to begin from.
  public var priorExponent: Double {
    (decidingStage?.priorExponent ?? 1) - prediction.logitAdjustment
  }
}
