/// The shares that explain how often each class is predicted: C⁻¹ μ with C_jk the share of labelled rows of
/// class k that are predicted as j (BBSE; Lipton, Wang & Smola, 2018).
///
/// The matrix is singular when a class is never predicted; probabilities are taken for predictions then.
public struct HardConfusionPrior: PriorEstimator, Equatable {
  public static let name = "bbse-hard"
  public static let summary =
    "shares that explain the predicted classes, by the confusion matrix (BBSE)"

  public init() {}

  public var needsConfusion: Bool { true }

  public func shares(
    of rows: UnlabelledRows, _ source: PriorSource
  ) throws(CalibrationError) -> PriorShares {
    let confusion = try source.confusion(.hard)
    guard !confusion.isSingular else {
      return try SoftConfusionPrior().shares(of: rows, source).adding([
        "the confusion matrix of the predicted classes is singular (\(confusion.singularity)): the one "
          + "of the probabilities was taken, as bbse-soft does"
      ])
    }
    return try confusion.shares(rows.predictedShares, hasCondition: true)
  }

  public func drawnShares(
    of drawn: DrawnRows, _ source: PriorSource, near start: [Double]
  ) throws(CalibrationError) -> [[Double]] {
    let confusion = try source.confusion(.hard)
    guard !confusion.isSingular else {
      return try SoftConfusionPrior().drawnShares(of: drawn, source, near: start)
    }
    return try drawn.predictedShares.map { shares throws(CalibrationError) in
      try confusion.shares(shares, hasCondition: false).shares
    }
  }
}

extension PriorShares {
  func adding(_ more: [String]) -> PriorShares {
    PriorShares(
      shares: shares, unshrunk: unshrunk, source: source, condition: condition,
      notes: notes + more)
  }
}
