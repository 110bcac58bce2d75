import ArrayFiles
public import Calibration
import Foundation
import LongTail
import Reports

/// Turns a comparison of prediction sets into one HTML page.
public struct SetReportWriter {
  /// Where things came from, as the user named it.
  public struct Files: Sendable {
    /// Held-out predictions.
    public var validation: String
    /// Predictions that are measured.
    public var test: String
    /// `nil` without one.
    public var calibrator: String?

    public init(validation: String, test: String, calibrator: String? = nil) {
      self.validation = validation
      self.test = test
      self.calibrator = calibrator
    }
  }

  /// Shares of misses at which the page's curves have points: ``SetComparison/curveLevels`` for a page.
  public static let curveLevels = [
    0.3, 0.25, 0.2, 0.15, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01,
  ]
  private static let risks = [0.2, 0.1, 0.05, 0.02, 0.01]

  let comparison: SetComparison
  let entries: [ComparedSets]
  let validation: LabelledProbabilities
  let test: LabelledProbabilities
  /// In class order.
  let classNames: [String]
  let title: String?
  let files: Files
  let commandLine: [String]

  /// - Parameters:
  ///   - comparison: what was compared.
  ///   - entries: what came of it, one a score and rule.
  ///   - validation: what the sets were made from.
  ///   - test: what they were measured on.
  ///   - classNames: one a class, in class order.
  ///   - title: of the page; “Prediction sets compared” when `nil`.
  ///   - files: where the predictions came from.
  ///   - commandLine: what the page says it was made with.
  public init(
    comparison: SetComparison, entries: [ComparedSets], validation: LabelledProbabilities,
    test: LabelledProbabilities, classNames: [String], title: String? = nil, files: Files,
    commandLine: [String] = CommandLine.arguments
  ) {
    self.comparison = comparison
    self.entries = entries
    self.validation = validation
    self.test = test
    self.classNames = classNames
    self.title = title
    self.files = files
    self.commandLine = commandLine
  }

  /// Writes the whole page or nothing.
  /// - Throws: `FileProblem` when predictions cannot be read again or the page cannot be written.
  public func write(to path: String) throws {
    try AtomicFile.write(Data(try report().html().utf8), to: path)
  }

  private func report() throws -> PredictionSetReport {
    let first = entries.first { $0.scorecard != nil }
    return PredictionSetReport(
      title: title ?? "Prediction sets compared", alpha: comparison.alpha, entries: entries,
      classNames: classNames, dataset: dataset,
      examples: try first?.examples(of: (test.rows, test.labels)) ?? [],
      abstentions: try abstentions(), stamps: stamps, environment: environment)
  }

  private func abstentions() throws -> [PredictionSetReport.Abstention] {
    let calibration = try validation.topAnswers()
    let others = try test.topAnswers()
    return try Self.risks.map { risk in
      let found = try SelectiveThreshold(calibration, risk: risk)
      return .init(found, outcome: found.outcome(of: others))
    }
  }

  private var dataset: DatasetFacts? {
    guard let counts = comparison.facts.trainingCounts else { return nil }
    let ofTest = test.labels.reduce(into: [Int](repeating: 0, count: counts.count)) {
      $0[$1] += 1
    }
    return DatasetFacts(
      name: URL(fileURLWithPath: files.test).pathComponents.suffix(2).joined(separator: "/"),
      origin: .natural, classNames: classNames, counts: counts,
      validationSamples: validation.labels.count, testSamples: test.labels.count,
      testDistribution: Set(ofTest).count == 1 ? "balanced" : nil)
  }

  /// Thresholds that were made from the test set look better than they are.
  private var stamps: [Stamp] {
    guard
      URL(fileURLWithPath: files.validation).resolvingSymlinksInPath()
        == URL(fileURLWithPath: files.test).resolvingSymlinksInPath()
    else { return [] }
    return [
      Stamp(
        "fitted to the test set", kind: .warning,
        explanation: "The validation and the test predictions are the same: coverage is too good.")
    ]
  }

  private var environment: [Fact] {
    var facts = [
      Fact("longtail", Version.current),
      Fact("validation", "\(files.validation): \(validation.labels.count) samples"),
      Fact("test", "\(files.test): \(test.labels.count) samples"),
    ]
    switch validation.identity {
    case .none: facts.append(Fact("calibrator", "none"))
    case .file(let method, let sha256):
      facts += [
        Fact("calibrator", "\(files.calibrator ?? ""): \(method)"),
        Fact("calibrator SHA-256", sha256),
      ]
    }
    if let combination = validation.combination {
      facts.append(Fact("experts", "combined by \(combination.rawValue)"))
    }
    if let prior = comparison.facts.targetPrior, prior.count <= 20 {
      facts.append(
        Fact("prior", prior.map { String(format: "%.4g", $0) }.joined(separator: ", ")))
    }
    return facts + [
      Fact("classes", "\(classNames.count)"), Fact("α", "\(comparison.alpha)"),
      Fact("empty sets", comparison.emptySets.rawValue), Fact("seed", "\(comparison.seed)"),
      Fact("command", commandLine.joined(separator: " ")),
    ]
  }
}
