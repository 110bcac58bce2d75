import Calibration
import Foundation
import LongTail

/// What the experts of a run are good at, printed.
struct ExpertReportText {
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
  /// Whether every class is shown.
  let hasClasses: Bool

  func text(_ format: OutputFormat) -> String {
    switch format {
    case .json: Table.json(self)
    case .csv: hasClasses ? classTable.text(.csv) : list.text(.csv)
    case .table, .markdown: page(format)
    }
  }

  /// All scopes that have classes: everything, then the groups.
  private var scopes: [(name: String, group: ShotGroup?)] {
    [("all", nil)]
      + ShotGroup.allCases.filter { !report.classes(in: $0).isEmpty }.map { ($0.rawValue, $0) }
  }

  private var members: [(name: String, place: Int?, card: Scorecard)] {
    report.experts.enumerated().map { ("expert \($0 + 1)", $0, $1) }
      + [("ensemble", nil, report.ensemble)]
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
        + scopes.dropFirst().map { "accuracy_\($0.name)" } + scopes.map { "best_\($0.name)" },
      rows: members.map { member in
        let figures: [Double?] =
          [member.card.accuracy, member.card.balancedAccuracy]
          + scopes.dropFirst().map { Self.accuracy(member.card, $0.group) }
          + scopes.map { share(of: member.place, in: $0.group) }
        return [.text(member.name)] + figures.map { .number($0) }
      })
  }

  private var calibrationTable: Table {
    let groups = scopes.compactMap(\.group)
    return Table(
      header: ["expert", "ece"] + groups.map { "ece_\($0.rawValue)" } + ["signed_gap"]
        + groups.map { "signed_gap_\($0.rawValue)" } + ["nll", "brier"],
      rows: members.map { member in
        let ofGroup = member.card.groupsByTrueLabel
        let figures: [Double?] =
          [member.card.expectedError] + groups.map { ofGroup?[$0]?.expectedError }
          + [member.card.signedGap] + groups.map { ofGroup?[$0]?.signedGap }
          + [member.card.negativeLogLikelihood, member.card.brier]
        return [.text(member.name)] + figures.map { .number($0) }
      })
  }

  private var disagreementTable: Table {
    Table(
      header: ["group", "samples", "disagreement", "unanimous", "oracle_accuracy", "divergence"],
      rows: scopes.map { name, group in
        let found = disagreement(in: group)
        return [
          .text(name), .count(found?.samples ?? 0), .number(found?.mean), .number(found?.unanimous),
          .number(found?.oracleAccuracy), .number(found?.divergence),
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

  // MARK: For programs

  /// One row an expert and group.
  private var list: Table {
    Table(
      header: [
        "run", "expert", "group", "classes", "samples", "accuracy", "balanced_accuracy",
        "confidence", "ece", "signed_gap", "nll", "brier", "best_share", "tied_share",
      ],
      rows: members.flatMap { member in
        scopes.map { name, group in
          [.text(run), .text(member.name), .text(name)] + figures(of: member, in: group)
        }
      })
  }

  private func figures(
    of member: (name: String, place: Int?, card: Scorecard), in group: ShotGroup?
  ) -> [Table.Cell] {
    let card = member.card
    let classes = report.classes(in: group)
    let score = group.flatMap { card.groupsByTrueLabel?[$0] }
    let confidence = card.accuracy.flatMap { accuracy in card.signedGap.map { accuracy + $0 } }
    let figures: [Double?] =
      group == nil
      ? [
        card.accuracy, card.balancedAccuracy, confidence, card.expectedError, card.signedGap,
        card.negativeLogLikelihood, card.brier,
      ]
      : [
        score?.accuracy, Self.accuracy(card, group), score?.confidence, score?.expectedError,
        score?.signedGap, nil, nil,
      ]
    return [.count(classes.count), .count(group == nil ? card.samples : score?.samples ?? 0)]
      + figures.map { .number($0) }
      + [
        .number(share(of: member.place, in: group)),
        .number(report.strengths.tiedShare(of: classes)),
      ]
  }

  /// One row a class, frequent ones first.
  private var classTable: Table {
    let order = trainingCounts.indices.sorted {
      (-trainingCounts[$0], $0) < (-trainingCounts[$1], $1)
    }
    return Table(
      header: ["class", "name", "group", "training_images", "test_images"]
        + members.map { "accuracy " + $0.name } + ["best"],
      rows: order.map { label in
        [
          .count(label), .text(classNames[label]),
          .text(report.groups?.ofClass[label].rawValue ?? ""), .count(trainingCounts[label]),
          .count(testCounts[label]),
        ] + members.map { .number($0.card.accuracyOfClass[label]) }
          + [
            .text(
              report.strengths.bestOfClass[label].map { String($0 + 1) }.joined(separator: "+"))
          ]
      })
  }

  // MARK: Figures

  /// Mean accuracy of the classes of a group.
  private static func accuracy(_ card: Scorecard, _ group: ShotGroup?) -> Double? {
    switch group {
    case nil: card.balancedAccuracy
    case .many: card.accuracyMany
    case .medium: card.accuracyMedium
    case .few: card.accuracyFew
    }
  }

  /// Share of classes that the expert is best at; the ensemble is no expert.
  private func share(of place: Int?, in group: ShotGroup?) -> Double? {
    place.flatMap { report.strengths.shares(of: report.classes(in: group))?[$0] }
  }

  private func disagreement(in group: ShotGroup?) -> ExpertDisagreement? {
    guard let group else { return report.disagreement }
    return report.disagreementOfGroup?[group]
  }
}

extension ExpertReportText: Encodable {
  private enum CodingKeys: String, CodingKey {
    case run, split, selection, prior
    case testDistribution = "test_distribution"
    case classNames = "class_names"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run, forKey: .run)
    try container.encode(split, forKey: .split)
    try container.encode(selection, forKey: .selection)
    try container.encode(testDistribution, forKey: .testDistribution)
    try container.encode(prior, forKey: .prior)
    try container.encode(classNames, forKey: .classNames)
    // It writes its keys into the same object.
    try report.encode(to: encoder)
  }
}
