/// The shares that explain the mean calibrated probability: C⁻¹ μ with C_jk the mean of p_j · [y = k] on the
/// labelled rows (BBSE with probabilities; Lipton, Wang & Smola, 2018).
public struct SoftConfusionPrior: PriorEstimator, Equatable {
  public static let name = "bbse-soft"
  public static let summary =
    "shares that explain the mean probabilities, by the confusion matrix (BBSE)"

  public init() {}

  public var needsConfusion: Bool { true }

  public func shares(
    of rows: UnlabelledRows, _ source: PriorSource
  ) throws(CalibrationError) -> PriorShares {
    try source.confusion(.soft).shares(rows.means, hasCondition: true)
  }

  public func drawnShares(
    of drawn: DrawnRows, _ source: PriorSource, near start: [Double]
  ) throws(CalibrationError) -> [[Double]] {
    let confusion = try source.confusion(.soft)
    return try drawn.means.map { means throws(CalibrationError) in
      try confusion.shares(means, hasCondition: false).shares
    }
  }
}
