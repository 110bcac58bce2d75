import Calibration

/// Reliability diagrams and confidence histograms of every calibrator.
struct MethodDiagrams {
  let report: CalibrationReport
  let detail: Detail

  var section: Page.Section? {
    let ran = report.methods.filter { $0.evaluation?.reliability != nil }
    guard !ran.isEmpty else { return nil }
    let shown = ran.prefix(3 * detail.diagramRuns)
    let diagrams = shown.compactMap { method -> (any Chart)? in
      guard let evaluation = method.evaluation, let reliability = evaluation.reliability else {
        return nil
      }
      return ReliabilityDiagram(
        heading: evaluation.calibrator == nil ? "before calibration" : method.name,
        reliability: reliability, calibrationError: evaluation.scores["ece"])
    }
    var blocks: [Block] = [
      .paragraph(
        "Of the predictions made with 80% confidence, 80% should be right. Bars show how many are; "
          + "where they end below the dashed line the model is over-confident. The grey bars below "
          + "show how the confidences are spread, with the accuracy (blue) and the mean confidence "
          + "(dashed) as lines."),
      .reliabilityKey,
      .gallery(diagrams, width: 316, heading: "", caption: ""),
    ]
    if let before = report.uncalibrated?.reliability {
      let histograms = shown.compactMap { method -> (any Chart)? in
        guard let evaluation = method.evaluation, evaluation.calibrator != nil else { return nil }
        return ConfidenceHistogram(
          heading: method.name, before: before, after: evaluation.reliability)
      }
      blocks.append(
        .details(
          summary: "How confident the model is, before and after each calibrator",
          isOpen: histograms.count <= 3,
          [.gallery(histograms, width: 316, heading: "", caption: "")]))
    }
    return Page.Section(
      "reliability", "Reliability of each calibrator", short: "Reliability", blocks)
  }
}
