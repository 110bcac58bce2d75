/// A chart that pages about runs show wherever the facts for it are there. Adding one is a file, a line in
/// ``RunCharts/all``, and its test.
public protocol RunChart: Chart {
  /// The section at whose end it stands.
  static var section: RunChartSection { get }
  /// Above it.
  static var heading: String { get }
  /// Below it: how to read it.
  static var caption: String { get }
  /// Of all runs of a page beside each other; `nil` where nothing can be shown.
  init?(of report: RunReport)
}

/// Sections of a page about runs to which charts can be added.
public enum RunChartSection: Sendable {
  /// Accuracy per class.
  case classes
  /// Whether confidences can be believed.
  case calibration
}

/// Every chart that is added to pages about runs, in the order in which they are shown.
public enum RunCharts {
  /// What this package brings.
  public static let all: [any RunChart.Type] = [
    WeightNorms.self,
    ConfidenceGapOverFrequency.self,
  ]
}

extension RunReport {
  /// The charts of a section, with what stands above and below them.
  func charts(_ section: RunChartSection) -> [Block] {
    func block(_ type: any RunChart.Type) -> Block? {
      type.init(of: self).map { .figure($0, heading: type.heading, caption: type.caption) }
    }
    return RunCharts.all.filter { $0.section == section }.compactMap(block)
  }
}
