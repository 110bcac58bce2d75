public import ArrayFiles
public import Calibration
import Foundation
import LongTail
import Reports

/// Turns a comparison of calibrators into one HTML page.
public struct CalibrationReportWriter {
  /// Where the predictions came from, as the user named it.
  public struct Files: Sendable {
    /// Held-out predictions.
    public var validation: String
    /// Predictions that are measured.
    public var test: String
    /// `nil` without predictions on training samples.
    public var training: String?

    public init(validation: String, test: String, training: String? = nil) {
      self.validation = validation
      self.test = test
      self.training = training
    }
  }

  let comparison: CalibratorComparison
  let entries: [ComparedCalibrator]
  /// In class order.
  let classNames: [String]
  let title: String?
  let files: Files
  /// Whether paths appear whole, which tell of the machine and its owner.
  let showsPaths: Bool
  let commandLine: [String]

  /// - Parameters:
  ///   - comparison: what was compared on which predictions.
  ///   - entries: what came of it, one a calibrator.
  ///   - classNames: one a class, in class order.
  ///   - title: of the page; “Calibrators compared” when `nil`.
  ///   - files: where the predictions came from.
  ///   - showsPaths: whether paths appear whole, which tell of the machine and its owner.
  ///   - commandLine: what the page says it was made with.
  /// - Precondition: one name a class.
  public init(
    comparison: CalibratorComparison, entries: [ComparedCalibrator], classNames: [String],
    title: String? = nil, files: Files, showsPaths: Bool = false,
    commandLine: [String] = CommandLine.arguments
  ) {
    precondition(
      classNames.count == comparison.test.logits.classes,
      "\(classNames.count) names for \(comparison.test.logits.classes) classes")
    self.comparison = comparison
    self.entries = entries
    self.classNames = classNames
    self.title = title
    self.files = files
    self.showsPaths = showsPaths
    self.commandLine = commandLine
  }

  /// Writes the whole page or nothing.
  /// - Throws: `FileProblem` when it cannot be written.
  public func write(to path: String) throws(FileProblem) {
    try AtomicFile.write(Data(report.html().utf8), to: path)
  }

  private var report: CalibrationReport {
    CalibrationReport(
      title: title ?? "Calibrators compared", dataset: dataset, methods: entries.map(method),
      knowledgeTransfer: TransferFacts(
        comparison: comparison, entries: entries, classNames: classNames
      ).facts, stamps: stamps, environment: environment, notes: notes)
  }

  private func method(_ entry: ComparedCalibrator) -> CalibrationReport.Method {
    guard let measurement = entry.measurement else {
      return CalibrationReport.Method(entry.method, skipped: entry.skipped ?? "")
    }
    let fitted = measurement.fitted
    var method = CalibrationReport.Method(
      entry.method,
      evaluation: EvaluationFacts(
        calibrator: fitted == nil ? nil : entry.method, measurement.figures,
        facts: fitted?.facts.map { Fact($0) } ?? [],
        warnings: fitted?.warnings ?? []),
      fitSeconds: fitted == nil ? nil : measurement.fitSeconds)
    method.errorAboveLowest = measurement.aboveLowestError.map {
      Figure($0.value, interval: $0.interval)
    }
    return method
  }

  private var dataset: DatasetFacts? {
    guard let counts = comparison.classCounts else { return nil }
    let ofTest = comparison.test.labelCounts
    return DatasetFacts(
      name: shown(files.test).split(separator: "/").suffix(2).joined(separator: "/"),
      origin: .natural, classNames: classNames,
      counts: counts, trainingSamples: comparison.training?.labels.count,
      validationSamples: comparison.validation.labels.count,
      testSamples: comparison.test.labels.count,
      testDistribution: Set(ofTest).count == 1 ? "balanced" : nil)
  }

  /// A calibrator that was fitted to the test set looks better than it is.
  private var stamps: [Stamp] {
    let (validation, test) = (comparison.validation, comparison.test)
    guard validation.labels == test.labels, validation.logits == test.logits else { return [] }
    return [
      Stamp(
        "fitted to the test set", kind: .warning,
        explanation: "The validation and the test predictions are the same: all figures after "
          + "calibration are too good.")
    ]
  }

  /// A text as the page shows it.
  private func shown(_ text: String) -> String { showsPaths ? text : PathWords.shortened(text) }

  private var environment: [Fact] {
    func words(_ path: String, _ predictions: Predictions) -> String {
      let features = predictions.features.map { ", features of width \($0.width)" } ?? ""
      return "\(shown(path)): \(predictions.labels.count) samples\(features)"
    }
    var facts = [
      Fact("longtail", Version.current),
      Fact("validation", words(files.validation, comparison.validation)),
      Fact("test", words(files.test, comparison.test)),
    ]
    if let path = files.training, let training = comparison.training {
      facts.append(Fact("training", words(path, training)))
    }
    if let combination = comparison.combination {
      let words = comparison.expertCalibration == .each ? "calibrated, then combined" : "combined"
      facts.append(
        Fact(
          "experts",
          "\(comparison.test.expertLogits.count), \(words) by \(combination.rawValue)"))
    }
    facts += [
      Fact("classes", "\(comparison.test.logits.classes)"), Fact("bins", "\(comparison.bins)"),
      Fact("seed", "\(comparison.seed)"),
      Fact("processors", "\(AvailableProcessors.count)"),
      Fact("command", commandLine.map(shown).joined(separator: " ")),
    ]
    return facts
  }

  private var notes: [String] {
    let remarks = comparison.validation.remarks + comparison.test.remarks
    let empty = comparison.validation.coverageWarnings
    return remarks + empty.map { "Warning: \($0)." } + [
      "Whether a calibrator differs from the one with the lowest ECE is judged on the same samples: the "
        + "95% interval of the mean difference of what each sample adds to both errors. Intervals of "
        + "single figures may overlap where that difference is clear, as both share the noise of the "
        + "test set."
    ]
  }
}
