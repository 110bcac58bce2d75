import Calibration

/// Conventions: what a number on the page means exactly.
struct NotesSection {
  let evaluations: [EvaluationFacts]
  let groupRule: String?
  /// Of the author of the report.
  let remarks: [String]

  var section: Page.Section {
    var notes = [bins]
    let conventions = Set(evaluations.compactMap(\.convention)).sorted()
    if !conventions.isEmpty {
      notes.append("Conventions of the calibration errors: \(conventions.joined(separator: ", ")).")
    }
    notes.append(
      "**ECE** is the mean distance between confidence and accuracy over the bins, weighted by "
        + "their samples; **MCE** the largest such distance, and the count beside it says how many "
        + "samples it rests on. **NLL** is the mean negative log-likelihood of the true class, "
        + "**Brier** the squared error summed over classes.")
    if evaluations.contains(where: { $0.scores.ranksByUncertainty }) {
      notes.append(
        "**AUROC** is the chance that a right answer comes before a wrong one, **AURC** the mean share of errors among "
          + "the answers that come first; in the order of their confidence, and of an uncertainty that was given beside it."
      )
    }
    notes.append(
      "Even a perfectly calibrated model shows an ECE above zero, all the more the fewer samples there "
        + "are (for one typical network 3.4% on 100 and 0.4% on 10,000); compare groups of different "
        + "size with care.")
    if let groupRule { notes.append("Groups of classes: \(groupRule).") }
    notes.append(
      "Ranges below figures are 95% intervals. Bold is the best of a column; figures marked with "
        + "a warning (in charts: †) are left out of that comparison. A dash means: not computed, or no sample."
    )
    return Page.Section(
      "notes", "Notes on the figures", short: "Notes", (notes + remarks).map { .paragraph($0) })
  }

  private var bins: String {
    let counts = Set(evaluations.compactMap { $0.reliability?.bins.count }).sorted()
    let number =
      counts.isEmpty
      ? "" : " The diagrams here have \(counts.map(String.init).joined(separator: ", "))."
    return "Confidence **bins** are left-open and right-closed, the first one closed, so that each "
      + "sample is in exactly one.\(number)"
  }
}
