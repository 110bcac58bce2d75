public import Calibration
import Foundation

extension Recipe {
  /// The class priors that the experts' scores are for, in order, where their loss trains each for its own.
  ///
  /// The last stage that trains experts decides, whatever router learns after it. The product of the priors
  /// is the ensemble's, ∝ π^λ with ``priorExponent``: what takes a power of π from that one, a sampler or the
  /// prediction rule, takes it from each expert.
  /// - Parameter classCounts: images per class that were trained on, each ≥ 1.
  /// - Returns: one share a class for each expert, with sum one; `nil` where all have the ensemble's prior.
  public func expertPriors(classCounts: [Int]) -> [[Double]]? {
    guard let stage = stages.last(where: \.trainsExperts),
      let own = stage.loss.loss.expertPriors(classCounts: classCounts, experts: model.experts)
    else { return nil }
    let shifts = classCounts.enumerated().map { label, count in
      let mean = own.reduce(0) { $0 + log($1[label]) } / Double(own.count)
      return priorExponent * log(Double(count)) - mean
    }
    return own.map { prior in
      let logarithms = zip(prior, shifts).map { log($0) + $1 }
      let shares = logarithms.map { exp($0 - (logarithms.max() ?? 0)) }
      let total = shares.reduce(0, +)
      return shares.map { $0 / total }
    }
  }

  /// What makes the answers of experts with different class priors no longer those of their product.
  /// - Parameters:
  ///   - calibration: how the experts are calibrated; as the recipe says when `nil`.
  ///   - classCounts: images per class that were trained on, each ≥ 1.
  /// - Returns: a sentence each; none for experts that all have the same prior.
  public func expertPriorWarnings(
    calibrating calibration: ExpertCalibration? = nil, classCounts: [Int]
  ) -> [String] {
    guard let priors = expertPriors(classCounts: classCounts), let first = priors.first,
      priors.contains(where: { zip($0, first).contains { abs($0 - $1) > 1e-9 } })
    else { return [] }
    var warnings: [String] = []
    if (calibration ?? expertCalibration) == .each {
      warnings.append(
        "the experts are trained for different class priors, and each is calibrated on its own: with "
          + "different temperatures their product is no longer unbiased, and a correction to a known "
          + "prior no longer exact; calibrating the combination keeps both")
    }
    if prediction.routes {
      warnings.append(
        "the experts are trained for different class priors, and a router leaves some of them out: "
          + "what the others answer together is for another prior than the product of all; "
          + "prediction.routes=false asks all")
    }
    return warnings
  }
}

extension Stage {
  /// Whether more than a router learns.
  fileprivate var trainsExperts: Bool {
    trains.isEmpty || trains.contains { !matches($0, prefix: "router") }
  }
}
