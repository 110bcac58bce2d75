import Calibration

/// What a run knows at coarser levels: figures a level, and answers at the finest one that is sure enough.
struct HierarchySection {
  let runs: [RunFacts]

  private var known: [(run: RunFacts, figures: HierarchyFigures)] {
    runs.compactMap { run in run.hierarchy.map { (run, $0) } }
  }

  var section: Page.Section? {
    guard let first = known.first else { return nil }
    var blocks: [Block] = [
      .paragraph(
        "The probability of a node is the sum over its classes. Where no class reaches "
          + "**\(Numerals.percent(first.figures.threshold, digits: 0))**, the best node of the next level is asked, "
          + "and so on.")
    ]
    blocks += known.map { .paragraph(sentence($0.run, $0.figures)) }
    blocks.append(.table(table))
    blocks.append(
      .remark(
        "All on the test set, with the calibrator that the run ends with. **best class's node**: how often the node "
          + "above the most probable class is right; the most probable node by its sum may be another one. "
          + "**answered**: samples that this level answers, in percent of all (by groups of the true class: of the "
          + "group); **right**: of those answers."))
    return Page.Section(
      "hierarchy", "What does it know at coarser levels?", short: "Hierarchy", blocks)
  }

  private func sentence(_ run: RunFacts, _ figures: HierarchyFigures) -> String {
    let subject = runs.count > 1 ? "**\(run.name)** answers" : "It answers"
    var text =
      "\(subject) \(Numerals.percent(1 - figures.abstained)) of the images, "
      + "\(Numerals.percent(figures.precision)) of them rightly"
    text +=
      "; \(Numerals.percent(figures.levels[0].answered)) with a class, of which "
      + "\(Numerals.percent(figures.levels[0].precision)) are right."
    if let within = figures.errorsWithinParent, let height = figures.meanErrorHeight {
      text +=
        " Where its most probable class is wrong, \(Numerals.percent(within)) of these lie in the same "
        + "\(figures.levels[1].name) as the true one; on average the two meet "
        + "\(Numerals.fixed(height, digits: 2)) levels above the classes."
    }
    return text
  }

  private var table: Table {
    var columns = [
      Table.Column("level", isNumber: false), Table.Column("nodes"),
      Table.Column("accuracy", note: "%"), Table.Column("best class's node", note: "%"),
      Table.Column("ECE", note: "%"), Table.Column("NLL", note: "nats"),
      Table.Column("answered", note: "%"), Table.Column("right", note: "% of those"),
    ]
    let groups = ShotGroup.allCases.filter { group in
      known.contains { $0.figures.levels[0].answeredByGroup[group] != nil }
    }
    columns += groups.map { Table.Column("\($0.rawValue)", note: "answered, %") }
    if runs.count > 1 { columns.insert(Table.Column("run", isNumber: false), at: 0) }
    return Table(
      label: "Figures of each level", columns: columns,
      rows: known.flatMap { run, figures in
        figures.levels.enumerated().map { place, level in
          Table.Row(
            cells: (runs.count > 1 ? [Table.Cell(run.name, isHead: true)] : [])
              + cells(level, groups: groups), opensGroup: place == 0)
        }
      })
  }

  private func cells(_ level: HierarchyFigures.Level, groups: [ShotGroup]) -> [Table.Cell] {
    func percent(_ share: Double?, digits: Int = 1) -> Table.Cell {
      Table.Cell(Numerals.fixed(share.map { 100 * $0 }, digits: digits))
    }
    return [
      Table.Cell(level.name, isHead: runs.count == 1), Table.Cell(Numerals.count(level.nodes)),
      percent(level.accuracy), percent(level.accuracyOfParent),
      percent(level.calibrationError, digits: 2),
      Table.Cell(Numerals.fixed(level.negativeLogLikelihood, digits: 3)),
      percent(level.answered), percent(level.precision),
    ] + groups.map { percent(level.answeredByGroup[$0]) }
  }
}
