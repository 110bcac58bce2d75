import Calibration
import LongTail

/// The tables that people read.
extension ExpertReportText {
  var accuracyTable: Table {
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

  var calibrationTable: Table {
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

  var disagreementTable: Table {
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

  var pairTable: Table {
    let names = members.dropLast().map(\.name)
    return Table(
      header: ["answers differ"] + names,
      rows: zip(names, report.disagreement.pairs).map { name, shares in
        [.text(name)] + shares.map { .number($0) }
      })
  }

  func marginalTable(_ marginals: ExpectedMarginals) -> Table {
    Table(
      header: ["expert", "prior_divergence"],
      rows: members.map { [.text($0.name), .number(divergence(of: $0, marginals))] })
  }

  private func disagreement(in group: ShotGroup?) -> ExpertDisagreement? {
    guard let group else { return report.disagreement }
    return report.disagreementOfGroup?[group]
  }
}
