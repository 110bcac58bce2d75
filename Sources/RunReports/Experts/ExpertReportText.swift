import Calibration
import Foundation
public import LongTail

/// What the experts of a run are good at, as a text.
public struct ExpertReportText {
  let report: ExpertReport
  let run: String
  let split: String
  /// In class order, as are the counts.
  let classNames: [String]
  let trainingCounts: [Int]
  let testCounts: [Int]
  let selection: CheckpointSelection
  let testDistribution: String?
  let prior: String?
  /// `nil` without a router.
  let routing: RoutingFigures?
  /// `nil` where the experts have no priors of their own.
  let expectedMarginals: ExpectedMarginals?
  /// `nil` where the experts' logits are no evidence.
  let evidence: EvidenceReport?
  /// Whether every class is shown.
  let hasClasses: Bool

  /// - Parameters:
  ///   - found: what the run says on some samples, under some conditions.
  ///   - run: the run, with several experts.
  ///   - name: what the text calls the run, such as its folder.
  ///   - split: the part of the data that was measured.
  ///   - prior: the class prior that the scores were corrected to, as somebody named it; `nil` for none.
  ///   - showsClasses: whether every class has a row.
  /// - Throws: `CalibrationError` for predictions without experts, or of other classes than the run's.
  public init(
    _ found: ConditionedPredictions, of run: FinishedRun, called name: String, split: String,
    prior: String? = nil, showsClasses: Bool = false
  ) throws {
    let predictions = try found.corrected()
    let description = run.trained.description
    report = try ExpertReport(predictions)
    self.run = name
    self.split = split
    classNames = description.classNames
    trainingCounts = description.publishedCounts
    testCounts = predictions.labelCounts
    selection = run.recipe.selection
    testDistribution = found.distribution?.description
    self.prior = prior
    routing = found.routing
    // Of what the network itself says: a correction moves both sides alike.
    expectedMarginals = try run.expectedMarginals(of: found.predictions)
    // The evidence is the network's own, whatever prior its answers are corrected to.
    evidence =
      run.recipe.prediction.evidence == nil ? nil : try EvidenceReport(found.predictions)
    hasClasses = showsClasses
  }

  /// Accuracy, calibration and disagreement by group; one row an expert and group, or a class, as CSV.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .json: Table.json(self)
    case .csv: hasClasses ? classTable.text(.csv) : list.text(.csv)
    case .table, .markdown: page(format)
    }
  }

  /// Everything, or a group that has classes.
  struct Scope {
    let name: String
    let group: ShotGroup?
  }

  /// An expert, or the ensemble, which has no place among them.
  struct Member {
    let name: String
    let place: Int?
    let figures: FigureTable
  }

  var groups: [ShotGroup] {
    ShotGroup.allCases.filter { !report.classes(in: $0).isEmpty }
  }

  var scopes: [Scope] {
    [Scope(name: "all", group: nil)] + groups.map { Scope(name: $0.rawValue, group: $0) }
  }

  var members: [Member] {
    let experts = report.experts.enumerated().map { place, figures in
      Member(name: "expert \(place + 1)", place: place, figures: figures)
    }
    return experts + [Member(name: "ensemble", place: nil, figures: report.ensemble)]
  }

  private func page(_ format: OutputFormat) -> String {
    let conditions = [
      testDistribution.map { "test distribution \($0)" }, prior.map { "prior \($0)" },
    ].compactMap { $0 }
    var parts = [
      (["\(run), \(split): \(report.ensemble.samples) samples, \(report.experts.count) experts"]
        + conditions).joined(separator: ", "),
      "Accuracy, and the share of classes that each expert is best at:",
      accuracyTable.text(format), "Calibration, before any calibrator:",
      calibrationTable.text(format), "Disagreement:", disagreementTable.text(format),
      pairTable.text(format),
    ]
    if let routing { parts += ["Routing: \(routing.description)", routing.table.text(format)] }
    if let marginals = expectedMarginals {
      parts += [
        "Divergence of the average prediction from the prior trained for, in nats, before any correction:",
        marginalTable(marginals).text(format),
      ]
    }
    if let evidence {
      parts += [
        "Right answers told from wrong ones, by the largest probability and by evidence, before any correction:",
        evidence.table.text(format),
      ]
    }
    if hasClasses { parts.append(classTable.text(format)) }
    if let tied = report.strengths.tiedShare(of: report.classes(in: nil)), tied > 0 {
      parts.append(
        "note: on \(String(format: "%.1f", tied * 100)) % of the classes several experts are equally "
          + "good; they share them")
    }
    if selection == .test {
      parts.append("epoch chosen on the test set: these figures are too good")
    }
    return parts.joined(separator: "\n\n")
  }
}
