import Calibration
import Foundation
import LongTail

/// The tables that programs read, and what they share with those for people.
extension ExpertReportText {
  /// One row an expert and group; what is of all samples only, is empty for groups.
  var list: Table {
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
  var classTable: Table {
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

  /// Share of classes that the expert is best at; the ensemble is no expert.
  func share(of place: Int?, in group: ShotGroup?) -> Double? {
    place.flatMap { report.strengths.shares(of: report.classes(in: group))?[$0] }
  }

  func divergence(of member: Member, _ marginals: ExpectedMarginals) -> Double {
    member.place.map { marginals.experts[$0] } ?? marginals.ensemble
  }
}
