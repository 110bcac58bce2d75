import Calibration

extension Remarks {
  /// How files of predictions were understood, unless that is not wanted, and what is odd about them.
  static func tell(_ predictions: [Predictions], quietly: Bool = false) {
    if !quietly { Remarks.print(predictions.flatMap { $0.notes + $0.remarks }) }
    warn(predictions.flatMap(\.warnings))
  }

  /// A prior that was estimated on rows without labels; what no estimate can know is left out.
  static func tell(_ estimate: PriorEstimate) {
    Remarks.print([
      "prior estimated on these \(estimate.samples) rows, without labels (\(estimate.method)): "
        + estimate.verdict
    ])
    warn(estimate.doubts.dropLast().map { $0 })
  }
}
