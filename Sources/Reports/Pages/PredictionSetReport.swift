import ArrayFiles
public import Calibration

/// Prediction sets compared on one set of predictions: numbers in, one self-contained page out. The first entry
/// is shown closely.
public struct PredictionSetReport: Sendable {
  /// Answers from a confidence on.
  public struct Abstention: Sendable {
    /// The confidence that was learned, and what it promises.
    public var threshold: SelectiveThreshold
    /// On the test samples.
    public var outcome: SelectiveThreshold.Outcome

    public init(_ threshold: SelectiveThreshold, outcome: SelectiveThreshold.Outcome) {
      self.threshold = threshold
      self.outcome = outcome
    }
  }

  /// The page's heading.
  public var title: String
  /// The share of sets that may miss.
  public var alpha: Double
  /// What is compared; of these the first that was measured is shown closely.
  public var entries: [ComparedSets]
  /// In class order.
  public var classNames: [String]
  /// Class names, training counts and groups, when known.
  public var dataset: DatasetFacts?
  /// Test samples with the sets of the first entry.
  public var examples: [ComparedSets.Example]
  /// Thresholds of single answers, a row each; empty leaves the section out.
  public var abstentions: [Abstention]
  /// Remarks that stand at the top of the page.
  public var stamps: [Stamp]
  /// Versions, command line, files and their samples.
  public var environment: [Fact]
  /// Further remarks for the notes at the end, a paragraph each.
  public var notes: [String]

  public init(
    title: String, alpha: Double, entries: [ComparedSets], classNames: [String],
    dataset: DatasetFacts? = nil, examples: [ComparedSets.Example] = [],
    abstentions: [Abstention] = [], stamps: [Stamp] = [], environment: [Fact] = [],
    notes: [String] = []
  ) {
    self.title = title
    self.alpha = alpha
    self.entries = entries
    self.classNames = classNames
    self.dataset = dataset
    self.examples = examples
    self.abstentions = abstentions
    self.stamps = stamps
    self.environment = environment
    self.notes = notes
  }

  /// The page as one HTML file that needs nothing else; equal reports give equal bytes.
  public func html() -> String { page.html() }

  /// The entry that is shown closely: the first that was measured.
  var first: ComparedSets? { entries.first { $0.scorecard != nil } }

  /// The share that was asked for, in percent.
  var target: String { Numerals.short(((1 - alpha) * 1e6).rounded() / 1e4) + "%" }

  var page: Page {
    let summary = SetSummary(report: self)
    let sections: [Page.Section?] = [
      SetCoverageSection(report: self).section, SetRuleSection(report: self).section,
      SetSizeSection(report: self).section, SetCurveSection(report: self).section,
      SetThresholdSection(report: self).section, examplesSection, abstentionSection,
      dataset.map { DatasetSection(dataset: $0).section }, environmentSection, notesSection,
    ]
    return Page(
      kind: "Prediction sets", title: title, subtitle: subtitle, stamps: stamps + summary.stamps,
      summary: summary.paragraphs, tiles: summary.tiles, sections: sections.compactMap { $0 })
  }

  private var subtitle: String {
    let count = entries.count { $0.scorecard != nil }
    return [
      dataset?.name, "\(count) \(count == 1 ? "way" : "ways") to make sets",
      "asked for \(target)",
    ].compactMap { $0 }.joined(separator: " · ")
  }

  /// How an entry is called on the page.
  static func name(_ entry: ComparedSets) -> String { "\(entry.score) · \(entry.rule)" }

  private var examplesSection: Page.Section? {
    guard !examples.isEmpty, let first else { return nil }
    let rows = examples.map { example in
      let members = example.members.map { member in
        let mark = member.label == example.label ? " ✓" : ""
        return
          "\(classNames[member.label])\(mark) \(Numerals.percent(member.probability, digits: 1))"
      }
      let isCovered = example.members.contains { $0.label == example.label }
      return Table.Row(cells: [
        Table.Cell("row \(example.row)", note: example.what, isHead: true),
        Table.Cell(classNames[example.label], note: isCovered ? "in the set" : "missed"),
        Table.Cell(members.isEmpty ? "no class" : members.listed(most: 8)),
        Table.Cell("\(example.members.count)"),
      ])
    }
    return Page.Section(
      "examples", "Some sets", short: "Examples",
      [
        .paragraph(
          "Test samples with the sets of \(Self.name(first)): of each kind the first there is. Classes "
            + "with their probabilities, the most probable first; ✓ marks the true one."),
        .table(
          Table(
            label: "Some sets",
            columns: [
              Table.Column("sample", isNumber: false), Table.Column("true class", isNumber: false),
              Table.Column("set", isNumber: false), Table.Column("size"),
            ], rows: rows)),
      ])
  }

  private var abstentionSection: Page.Section? {
    guard !abstentions.isEmpty else { return nil }
    let rows = abstentions.map { one in
      Table.Row(cells: [
        Table.Cell(Numerals.percent(one.threshold.risk, digits: 1), isHead: true),
        Table.Cell(Numerals.fixed(one.threshold.threshold, digits: 3)),
        Table.Cell(
          Numerals.count(one.threshold.accepted),
          note: "\(Numerals.count(one.threshold.errors)) wrong"),
        Table.Cell(one.threshold.threshold == nil ? "–" : Numerals.percent(one.outcome.coverage)),
        Table.Cell(
          Numerals.percent(one.outcome.risk, digits: 2),
          note: (one.outcome.risk ?? 0) > one.threshold.risk ? "above what was allowed" : ""),
      ])
    }
    let delta = abstentions[0].threshold.delta
    return Page.Section(
      "abstention", "One answer or none", short: "Abstaining",
      [
        .paragraph(
          "In place of a set, one class may be answered where the model is sure, and nothing where it is "
            + "not. From the confidence in the table on, no more than the allowed share of the answers is "
            + "wrong with the chance \(Numerals.percent(1 - delta, digits: 0)) over calibration samples, "
            + "if the test samples come from where those came from, with classes as frequent as there."
        ),
        .table(
          Table(
            label: "Thresholds of answers",
            columns: [
              Table.Column("wrong answers allowed", isNumber: false),
              Table.Column("answer from"), Table.Column("calibration samples answered"),
              Table.Column("test samples answered"), Table.Column("wrong among them"),
            ], rows: rows)),
        .remark("A dash: no threshold has this guarantee."),
      ])
  }

  private var environmentSection: Page.Section? {
    guard !environment.isEmpty else { return nil }
    return Page.Section(
      "environment", "Files and environment", short: "Files", [.facts(environment)])
  }

  private var notesSection: Page.Section {
    let fixed = [
      "**Coverage** is the share of samples whose set holds the true class; **macro coverage** the mean "
        + "over classes, of which only those with test samples count. Ranges below coverages are exact 95% "
        + "intervals (Clopper and Pearson).",
      "The **under-coverage gap** is the mean over classes of how far each is below what was asked for. "
        + "**Size-stratified coverage** says whether samples with large sets are covered as those with "
        + "small ones.",
      "A **set without a class** says that the sample is unlike those that the thresholds were made from. "
        + "It counts as missed.",
    ]
    let groups = dataset.map { ["Groups of classes: \($0.groups.rule)."] } ?? []
    return Page.Section(
      "notes", "Notes on the figures", short: "Notes",
      (fixed + groups + notes).map { .paragraph($0) })
  }
}
