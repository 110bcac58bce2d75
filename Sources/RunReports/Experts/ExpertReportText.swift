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
  private struct Scope {
    let name: String
    let group: ShotGroup?
  }

  /// An expert, or the ensemble, which has no place among them.
  private struct Member {
    let name: String
    let place: Int?
    let figures: FigureTable
  }

  private var groups: [ShotGroup] {
    ShotGroup.allCases.filter { !report.classes(in: $0).isEmpty }
  }

  private var scopes: [Scope] {
    [Scope(name: "all", group: nil)] + groups.map { Scope(name: $0.rawValue, group: $0) }
  }

  private var members: [Member] {
    let experts = report.experts.enumerated().map { place, figures in
      Member(name: "expert \(place + 1)", place: place, figures: figures)
    }
    return experts + [Member(name: "ensemble", place: nil, figures: report.ensemble)]
  }

  // MARK: For people

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

  private var accuracyTable: Table {
    Table(
      header: ["expert", "accuracy", "balanced_accuracy"]
        + groups.map { "accuracy_\($0.rawValue)" } + scopes.map { "best_\($0.name)" },
      rows: members.map { member in
        var figures = [member.figures["accuracy"], member.figures["balanced_accuracy"]]
        figures += groups.map { member.figures.accuracy(of: $0)?.value }
        figures += scopes.map { share(of: member.place, in: $0.group) }
        return [.text(member.name)] + figures.map { .number($0) }
      })
  }

  private var calibrationTable: Table {
    Table(
      header: ["expert", "ece"] + groups.map { "ece_\($0.rawValue)" } + ["signed_gap"]
        + groups.map { "signed_gap_\($0.rawValue)" } + ["nll", "brier"],
      rows: members.map { member in
        let scores = groups.map { member.figures.groupsByTrueLabel?[$0] }
        var figures = [member.figures["ece"]] + scores.map { $0?.expectedError }
        figures += [member.figures["signed_gap"]] + scores.map { $0?.signedGap }
        figures += [member.figures["nll"], member.figures["brier"]]
        return [.text(member.name)] + figures.map { .number($0) }
      })
  }

  private var disagreementTable: Table {
    Table(
      header: ["group", "samples", "disagreement", "unanimous", "oracle_accuracy", "divergence"],
      rows: scopes.map { scope in
        let found = disagreement(in: scope.group)
        return [
          .text(scope.name), .count(found?.samples ?? 0), .number(found?.mean),
          .number(found?.unanimous), .number(found?.oracleAccuracy), .number(found?.divergence),
        ]
      })
  }

  private var pairTable: Table {
    let names = members.dropLast().map(\.name)
    return Table(
      header: ["answers differ"] + names,
      rows: zip(names, report.disagreement.pairs).map { name, shares in
        [.text(name)] + shares.map { .number($0) }
      })
  }

  private func marginalTable(_ marginals: ExpectedMarginals) -> Table {
    Table(
      header: ["expert", "prior_divergence"],
      rows: members.map { [.text($0.name), .number(divergence(of: $0, marginals))] })
  }

  private func divergence(of member: Member, _ marginals: ExpectedMarginals) -> Double {
    member.place.map { marginals.experts[$0] } ?? marginals.ensemble
  }

  // MARK: For programs

  /// One row an expert and group; what is of all samples only, is empty for groups.
  private var list: Table {
    Table(
      header: [
        "run", "expert", "group", "classes", "samples", "accuracy", "balanced_accuracy",
        "confidence", "ece", "signed_gap", "nll", "brier", "best_share", "tied_share",
        "asked_share", "prior_divergence",
      ],
      rows: members.flatMap { member in
        scopes.map { scope in
          [.text(run), .text(member.name), .text(scope.name)] + cells(of: member, in: scope.group)
        }
      })
  }

  private func cells(of member: Member, in group: ShotGroup?) -> [Table.Cell] {
    let classes = report.classes(in: group)
    let shares = [share(of: member.place, in: group), report.strengths.tiedShare(of: classes)]
    let (samples, figures) = measured(member.figures, in: group)
    var overall: [Double?] = [nil, nil]
    if group == nil {
      overall = [
        member.place.flatMap { routing?.sharesAsked[$0] },
        expectedMarginals.map { divergence(of: member, $0) },
      ]
    }
    return [.count(classes.count), .count(samples)]
      + (figures + shares + overall).map { .number($0) }
  }

  /// Likelihood and Brier score are of all samples only.
  private func measured(
    _ table: FigureTable, in group: ShotGroup?
  ) -> (samples: Int, figures: [Double?]) {
    guard let group else {
      let confidence = table["accuracy"].flatMap { accuracy in
        table["signed_gap"].map { accuracy + $0 }
      }
      return (
        table.samples,
        [
          table["accuracy"], table["balanced_accuracy"], confidence, table["ece"],
          table["signed_gap"], table["nll"], table["brier"],
        ]
      )
    }
    let score = table.groupsByTrueLabel?[group]
    return (
      score?.samples ?? 0,
      [
        score?.accuracy, table.accuracy(of: group)?.value, score?.confidence, score?.expectedError,
        score?.signedGap, nil, nil,
      ]
    )
  }

  /// One row a class, frequent ones first.
  private var classTable: Table {
    let order = trainingCounts.indices.sorted {
      (-trainingCounts[$0], $0) < (-trainingCounts[$1], $1)
    }
    return Table(
      header: ["class", "name", "group", "training_images", "test_images"]
        + members.map { "accuracy_" + $0.name.replacingOccurrences(of: " ", with: "_") } + ["best"],
      rows: order.map { label in
        [
          .count(label), .text(classNames[label]),
          .text(report.groups?.ofClass[label].rawValue ?? ""), .count(trainingCounts[label]),
          .count(testCounts[label]),
        ] + members.map { .number($0.figures.accuracyOfClass[label]) }
          + [
            .text(
              report.strengths.bestOfClass[label].map { String($0 + 1) }.joined(separator: "+"))
          ]
      })
  }

  // MARK: Figures

  /// Share of classes that the expert is best at; the ensemble is no expert.
  private func share(of place: Int?, in group: ShotGroup?) -> Double? {
    place.flatMap { report.strengths.shares(of: report.classes(in: group))?[$0] }
  }

  private func disagreement(in group: ShotGroup?) -> ExpertDisagreement? {
    guard let group else { return report.disagreement }
    return report.disagreementOfGroup?[group]
  }
}
