import Calibration

/// Calibration per group of every calibrator; diagrams before and after the best of them.
struct MethodGroups {
  let report: CalibrationReport

  var section: Page.Section? {
    let ran = report.methods.filter { $0.evaluation.map(GroupCalibration.hasGroups) ?? false }
    guard !ran.isEmpty else { return nil }
    let groups = GroupCalibration(groups: report.dataset?.groups)
    let rows = ran.compactMap { method in
      method.evaluation.map {
        GroupCalibration.Row(
          name: method.name, stamps: report.stamps.warnings, evaluation: $0,
          opensGroup: false)
      }
    }
    let shown = [report.uncalibrated, best].compactMap { $0 }.filter(GroupCalibration.hasGroups)
    return Page.Section(
      "groups", "Many, medium and few", short: "Groups",
      groups.introduction + groups.table(rows, rowTitle: "calibrator", hasCalibrators: false)
        + [
          .details(
            summary: "Reliability diagrams per group, before and after the lowest ECE",
            shown.flatMap(groups.diagrams))
        ])
  }

  private var best: EvaluationFacts? {
    report.methods.compactMap(\.evaluation).filter { evaluation in
      evaluation.calibrator != nil && evaluation.scores["ece"]?.isFinite ?? false
    }.min {
      ($0.scores["ece"] ?? 1) < ($1.scores["ece"] ?? 1)
    }
  }
}
