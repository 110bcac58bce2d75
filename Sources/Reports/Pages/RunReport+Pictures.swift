import Calibration

/// A chart of a report as a file of its own.
public struct Picture: Sendable, Equatable {
  /// Unique in its report, in lower case with hyphens, without an ending.
  public let name: String
  /// SVG text that needs nothing else and follows the reader's choice of light or dark.
  public let svg: String
}

extension RunReport {
  /// The charts that a document may want to show: accuracy over class frequency; for each run its
  /// reliability before and after calibration, and what its stages changed.
  public func pictures() -> [Picture] {
    var pictures: [Picture] = []
    var seen: [String: Int] = [:]
    func add(_ name: String, _ chart: any Chart, width: Double) {
      let slug = Self.slug(name)
      seen[slug, default: 0] += 1
      let count = seen[slug] ?? 1
      pictures.append(
        Picture(
          name: count > 1 ? "\(slug)-\(count)" : slug,
          svg: chart.drawing(width: width).svg(standalone: true)))
    }
    let compared = runs.filter { $0.model?.classes.count == dataset.counts.count }
    if !compared.isEmpty {
      add(
        "accuracy",
        AccuracyOverFrequency(
          classes: ClassFrequencies(dataset),
          series: compared.map { run in
            .init(run.chartName, accuracies: (run.model?.classes ?? []).map(\.accuracy))
          }), width: 760)
    }
    let stages = StagesSection(report: self, detail: Detail.levels[0])
    for run in runs {
      for evaluation in [run.uncalibrated, run.calibrated].compactMap({ $0 }) {
        guard let reliability = evaluation.reliability else { continue }
        let state = evaluation.calibrator.map { "after \($0)" } ?? ""
        add(
          "reliability-\(run.name) \(state)",
          ReliabilityDiagram(
            heading: [run.chartName, state].filter { !$0.isEmpty }.joined(separator: ", "),
            reliability: reliability,
            calibrationError: evaluation.scores["ece"]), width: 316)
      }
      for (name, chart) in stages.charts(run) {
        add("\(name)-\(run.name)", chart, width: 620)
      }
    }
    return pictures
  }

  /// Letters and digits, everything else one hyphen.
  private static func slug(_ name: String) -> String {
    name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-")
  }
}
