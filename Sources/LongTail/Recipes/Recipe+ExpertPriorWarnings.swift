public import Calibration

extension Recipe {
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
