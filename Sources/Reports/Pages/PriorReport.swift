public import Calibration

/// The class prior of rows without labels: what was estimated, whether there is a shift at all, and what cannot
/// be known; one self-contained page.
public struct PriorReport: Sendable, Equatable {
  /// The page's heading.
  public var title: String
  /// What was found.
  public var estimate: PriorEstimate
  /// In class order.
  public var classNames: [String]
  /// Versions, files and the command line.
  public var environment: [Fact]

  /// - Precondition: one name a class.
  public init(
    title: String, estimate: PriorEstimate, classNames: [String], environment: [Fact] = []
  ) {
    precondition(
      classNames.count == estimate.estimate.count,
      "\(classNames.count) names for \(estimate.estimate.count) classes")
    self.title = title
    self.estimate = estimate
    self.classNames = classNames
    self.environment = environment
  }

  /// The page as one HTML file that needs nothing else; equal reports give equal bytes.
  public func html() -> String {
    Detail.fitting { page(detail: $0).html() }
  }

  private func page(detail: Detail) -> Page {
    Page(
      kind: "Class prior", title: title,
      subtitle: "\(Numerals.count(estimate.samples)) rows without labels · "
        + "\(Numerals.count(classNames.count)) classes",
      stamps: stamps, summary: summary, tiles: tiles,
      sections: [
        sharesSection(detail: detail), shiftSection, doubtsSection, environmentSection,
      ].compactMap { $0 })
  }

  private var stamps: [Stamp] {
    [
      Stamp(
        "estimated without labels", kind: .note,
        explanation:
          "The shares come from these \(Numerals.count(estimate.samples)) rows themselves; no "
          + "label of theirs was used.")
    ]
  }

  private var summary: [String] {
    let verdict = estimate.verdict
    var paragraphs = [verdict.prefix(1).uppercased() + verdict.dropFirst() + "."]
    let change = classNames.indices.max { abs(moved($0)) < abs(moved($1)) }
    if let change, estimate.distance > 0 {
      paragraphs.append(
        "**\(Numerals.percent(estimate.distance))** of the rows would have to change class to get from the "
          + "source prior to the estimate. Most has changed for “\(classNames[change])”: from "
          + "\(Numerals.percent(estimate.sourcePrior[change])) to "
          + "**\(Numerals.percent(estimate.estimate[change]))**\(interval(change, in: ", 95% interval "))."
      )
    }
    return paragraphs
  }

  private var tiles: [Page.Tile] {
    [
      .init(
        label: "shift", value: estimate.isApplied ? "estimate applied" : "source kept",
        note: estimate.shift.map { "p \(probability($0.pValue))" } ?? "too few rows to test"),
      .init(
        label: "changed", value: Numerals.percent(estimate.distance),
        note: "half the sum of all changes"),
      .init(
        label: "rows", value: Numerals.count(estimate.samples),
        note: "\(Numerals.count(estimate.validationSamples)) labelled ones to compare with"),
      .init(
        label: "estimator", value: estimate.method, note: "after calibrator \(estimate.calibrator)"),
    ]
  }

  private func moved(_ label: Int) -> Double {
    estimate.estimate[label] - estimate.sourcePrior[label]
  }

  private func interval(_ label: Int, in words: String) -> String {
    guard let lower = estimate.lower, let upper = estimate.upper else { return "" }
    return "\(words)\(Numerals.percent(lower[label])) to \(Numerals.percent(upper[label]))"
  }

  private func probability(_ value: Double) -> String {
    value < 1e-4 ? "below 0.0001" : Numerals.fixed(value, digits: 4)
  }

  // MARK: Sections

  /// Classes from the largest to the smallest source share.
  private var order: [Int] {
    classNames.indices.sorted {
      (estimate.sourcePrior[$1], $0) < (estimate.sourcePrior[$0], $1)
    }
  }

  private func sharesSection(detail: Detail) -> Page.Section {
    let chart = PriorShift(
      shares: order.map { label in
        var figure = Figure(estimate.estimate[label])
        if let lower = estimate.lower, let upper = estimate.upper {
          figure.interval = Interval(lower: lower[label], upper: upper[label])
        }
        return .init(
          classNames[label], source: estimate.sourcePrior[label], estimate: figure)
      })
    var blocks: [Block] = [
      .figure(
        chart, heading: "Estimated against source prior",
        caption: "The source prior is what calibrated probabilities are for: "
          + "the class distribution of the validation set.")
    ]
    if detail.hasClassFigures {
      blocks.append(
        .details(
          summary: "The shares of all classes", isOpen: classNames.count <= 20, [.table(table)]))
      blocks.append(
        .download(
          file: "prior.csv", text: csv.text, label: "Save as CSV", note: "All shares in full."))
    }
    return Page.Section("shares", "The class shares", short: "Shares", blocks)
  }

  private var table: Table {
    Table(
      label: "Class shares",
      columns: [
        Table.Column("class", isNumber: false), Table.Column("source"), Table.Column("estimated"),
        Table.Column("95% interval"), Table.Column("change", note: "points"),
      ],
      rows: order.map { label in
        Table.Row(cells: [
          Table.Cell(classNames[label], isHead: true),
          Table.Cell(Numerals.percent(estimate.sourcePrior[label], digits: 2)),
          Table.Cell(Numerals.percent(estimate.estimate[label], digits: 2)),
          Table.Cell(estimate.lower == nil ? Numerals.missing : interval(label, in: "")),
          Table.Cell(Numerals.points(moved(label), digits: 2)),
        ])
      })
  }

  private var csv: CSV {
    CSV(
      header: ["class", "name", "source_prior", "estimate", "lower", "upper"],
      rows: classNames.indices.map { label in
        [
          "\(label)", classNames[label], "\(estimate.sourcePrior[label])",
          "\(estimate.estimate[label])", estimate.lower.map { "\($0[label])" } ?? "",
          estimate.upper.map { "\($0[label])" } ?? "",
        ]
      })
  }

  private var shiftSection: Page.Section {
    var facts = [Fact("applied below p", Numerals.short(estimate.level))]
    if let shift = estimate.shift {
      facts =
        [
          Fact("p", probability(shift.pValue)),
          Fact("χ²", Numerals.fixed(shift.statistic, digits: 2)),
          Fact("degrees of freedom", Numerals.count(shift.degreesOfFreedom)),
        ] + facts
    }
    var blocks: [Block] = [
      .paragraph(
        "Pearson's test compares how often each class is predicted for the labelled and for the unlabelled "
          + "rows. Rare classes are put together until every expected count is five."),
      .facts(facts),
    ]
    if estimate.batches.count > 1 {
      blocks.append(
        .table(
          Table(
            label: "Batches", caption: "Each batch alone, in the order in which they came.",
            columns: [Table.Column("batch"), Table.Column("rows"), Table.Column("p of a shift")],
            rows: estimate.batches.enumerated().map { index, batch in
              Table.Row(cells: [
                Table.Cell("\(index + 1)", isHead: true), Table.Cell(Numerals.count(batch.samples)),
                Table.Cell(batch.pValue.map(probability) ?? Numerals.missing),
              ])
            })))
    }
    return Page.Section("shift", "Is there a shift at all?", short: "Shift", blocks)
  }

  private var doubtsSection: Page.Section {
    let sentences = (estimate.doubts + estimate.notes).map {
      Block.paragraph($0.prefix(1).uppercased() + $0.dropFirst() + ".")
    }
    return Page.Section("limits", "What these rows cannot tell", short: "Limits", sentences)
  }

  private var environmentSection: Page.Section? {
    let facts =
      environment
      + [
        estimate.condition.map { Fact("condition of the confusion matrix", Numerals.short($0)) },
        estimate.intervalMethod.map { Fact("intervals", $0) },
        estimate.calibratorIdentity.map { Fact("calibrator", "\(estimate.calibrator), \($0)") },
      ].compactMap { $0 }
    guard !facts.isEmpty else { return nil }
    return Page.Section("files", "Files and settings", short: "Files", [.facts(facts)])
  }
}
