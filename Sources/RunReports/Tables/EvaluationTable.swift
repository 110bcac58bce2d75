import Calibration
public import LongTail

/// A run's evaluations, a row for each test distribution and calibrator.
public struct EvaluationTable: Sendable {
  /// One evaluation with what it was made under.
  public struct Entry: Sendable {
    /// Its figures, a result a calibrator.
    public var evaluation: Evaluation
    /// `nil` for the samples as they are.
    public var distribution: String?
    /// What the scores were corrected to; `nil` for no correction.
    public var prior: String?
    /// The test set, where it is not the run's own; `nil` where it is.
    public var data: String?

    /// - Parameters:
    ///   - evaluation: the figures.
    ///   - distribution: how the test samples were chosen, such as `backward-50`.
    ///   - prior: what the scores were corrected to, such as `uniform`.
    ///   - data: the test set, where it is not the run's own.
    public init(
      evaluation: Evaluation, distribution: String? = nil, prior: String? = nil,
      data: String? = nil
    ) {
      self.evaluation = evaluation
      self.distribution = distribution
      self.prior = prior
      self.data = data
    }
  }

  /// The main figures, and a package's own.
  private static var figures: [String] {
    [
      "accuracy", "balanced_accuracy", "accuracy_many", "accuracy_medium", "accuracy_few", "ece",
      "mce", "classwise_ece", "nll", "brier",
    ] + Measures.additional.filter(\.isRecorded).map(\.name)
  }

  /// How well answers are ranked by confidence and by evidence, where a run brings any.
  private static let rankings = SurenessAccount.allCases.flatMap {
    [AreaUnderROC(by: $0).name, AreaUnderRiskCoverage(by: $0).name]
  }

  private(set) var entries: [Entry]
  let run: String

  /// - Parameters:
  ///   - entries: in the order of the rows.
  ///   - run: what the first column calls the run, such as its folder.
  public init(entries: [Entry], run: String) {
    self.entries = entries
    self.run = run
  }

  /// A run's figures through each of its calibrators, under every condition that it was asked under.
  /// - Parameters:
  ///   - found: what the run says on some samples.
  ///   - run: the run.
  ///   - name: what the first column calls it, such as its folder.
  ///   - part: the part of the data that was measured.
  ///   - data: the test set, where it is not the run's own.
  ///   - prior: what the scores were corrected to; `nil` for no correction.
  ///   - estimatesPrior: whether the prior is estimated after each calibrator instead, without labels; the run's
  ///     remarks say what was found.
  ///   - pool: takes up the samples as well.
  /// - Throws: `FileProblem`, `CalibrationError`.
  public init(
    _ found: [ConditionedPredictions], of run: FinishedRun, called name: String, on part: String,
    data: String? = nil, prior: String? = nil, estimatingPrior estimatesPrior: Bool = false,
    pooling pool: PooledEvaluation? = nil
  ) throws {
    let entries = try found.map { one in
      Entry(
        evaluation: try run.evaluation(
          of: one.predictions, on: part, correction: one.correction,
          estimatingPrior: estimatesPrior, pooling: pool),
        distribution: one.distribution?.description, prior: prior, data: data)
    }
    self.init(entries: entries, run: name)
  }

  /// A single evaluation of the samples as they are.
  public static func text(_ evaluation: Evaluation, run: String, format: OutputFormat) -> String {
    EvaluationTable(entries: [Entry(evaluation: evaluation)], run: run).text(format)
  }

  /// The table, and a warning under it where the epoch was chosen on the test set.
  public func text(_ format: OutputFormat) -> String {
    let table = table
    let isChosenOnTest = entries.contains { $0.evaluation.selection == .test }
    guard isChosenOnTest, format == .table || format == .markdown else { return table.text(format) }
    return table.text(format) + "\n\nepoch chosen on the test set: these figures are too good"
  }

  /// Adds the rows of another table.
  public mutating func add(_ other: EvaluationTable) { entries += other.entries }

  /// With columns for the test set where there are several, and for test distribution and prior where there is one of
  /// the two; for the samples with either.
  private var table: Table {
    let isConditioned = entries.contains { $0.distribution != nil || $0.prior != nil }
    let namesData = Set(entries.map(\.data)).count > 1
    let isRanked = entries.contains {
      $0.evaluation.results.contains { result in
        Self.rankings.contains { result.scores?[$0] != nil }
      }
    }
    let figures = Self.figures + (isRanked ? Self.rankings : [])
    let header =
      (namesData ? ["data"] : []) + (isConditioned ? ["test_distribution", "prior"] : [])
      + (namesData || isConditioned ? ["samples"] : [])
    return Table(
      header: ["run"] + header + ["calibrator"] + figures,
      rows: entries.flatMap {
        rows($0, figures, isConditioned: isConditioned, namesData: namesData)
      })
  }

  private func rows(
    _ entry: Entry, _ figures: [String], isConditioned: Bool, namesData: Bool
  ) -> [[Table.Cell]] {
    let stamp = entry.evaluation.selection == .test ? " [chosen on test]" : ""
    return entry.evaluation.results.compactMap { result in
      guard let scores = result.scores else { return nil }
      let data: [Table.Cell] = namesData ? [.text(entry.data ?? "own")] : []
      let conditions: [Table.Cell] =
        isConditioned
        ? [.text(entry.distribution ?? "none"), .text(entry.prior ?? "none")] : []
      let samples: [Table.Cell] = namesData || isConditioned ? [.count(scores.samples)] : []
      return [.text(run + stamp)] + data + conditions + samples
        + [.text(result.calibrator ?? "none")]
        + figures.map { .number(scores[$0]) }
    }
  }
}
