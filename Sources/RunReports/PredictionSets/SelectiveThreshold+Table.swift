public import Calibration

extension SelectiveThreshold {
  /// From which confidence on to answer, in one row.
  /// - Parameters:
  ///   - risk: the share of answers that may be wrong, in (0, 1).
  ///   - delta: the chance that the promise fails, in (0, 1).
  ///   - outcome: what came of it on other samples; `nil` where there are none.
  /// - Returns: a table of one row.
  public func table(risk: Double, delta: Double, outcome: Outcome?) -> Table {
    Table(
      header: [
        "risk", "delta", "threshold", "answered", "wrong", "p_value", "test_answered", "test_risk",
      ],
      rows: [
        [
          .number(risk, digits: 3), .number(delta, digits: 3), .number(threshold, digits: 3),
          .count(accepted), .count(errors), .number(pValue, digits: 6),
          .number(outcome?.coverage), .number(outcome?.risk, digits: 5),
        ]
      ])
  }
}
