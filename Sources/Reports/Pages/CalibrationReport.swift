public import Calibration

/// A comparison of calibrators on one set of predictions: numbers in, one self-contained page out.
public struct CalibrationReport: Sendable, Codable, Equatable {
  /// What one calibrator did, or why it did not.
  public struct Method: Sendable, Codable, Equatable {
    /// The name on the command line; `none` for the uncalibrated row.
    public var name: String
    /// `nil` when it was skipped.
    public var evaluation: EvaluationFacts?
    /// Why it was skipped; `nil` when it ran.
    public var skipped: String?
    /// Seconds of wall time for the fit.
    public var fitSeconds: Double?
    /// ECE above the lowest one of all methods, in [0, 1], with the interval of the difference on the same
    /// samples; `nil` for the lowest one and where it was not computed.
    public var errorAboveLowest: Figure?

    public init(_ name: String, evaluation: EvaluationFacts, fitSeconds: Double? = nil) {
      self.name = name
      self.evaluation = evaluation
      self.fitSeconds = fitSeconds
    }

    public init(_ name: String, skipped reason: String) {
      self.name = name
      skipped = reason
    }
  }

  /// What knowledge transfer gave to whom (Chen and Su 2023, Figure 5).
  public struct KnowledgeTransfer: Sendable, Codable, Equatable {
    /// Names of the tail classes, a row each.
    public var tailClasses: [String]
    /// Names of the head classes, a column each.
    public var headClasses: [String]
    /// `[tail, head]`; each row sums to one.
    public var attention: [[Double]]
    /// Mean importance weight of each class's validation samples, in class order; empty if unknown.
    public var classWeights: [Double]
    /// How the weights of the samples are spread; `nil` if unknown.
    public var weights: WeightHistogram.Bins?
    /// α, temperature, where the statistics come from.
    public var facts: [Fact]
    /// How the test ECE moves with each constant.
    public var sensitivities: [Sensitivity]

    /// - Precondition: one row a tail class, one value a head class in it.
    public init(
      tailClasses: [String], headClasses: [String], attention: [[Double]],
      classWeights: [Double] = [], weights: WeightHistogram.Bins? = nil, facts: [Fact] = [],
      sensitivities: [Sensitivity] = []
    ) {
      precondition(
        attention.count == tailClasses.count,
        "\(attention.count) rows for \(tailClasses.count) tail classes")
      for row in attention {
        precondition(
          row.count == headClasses.count,
          "\(row.count) values for \(headClasses.count) head classes")
      }
      self.tailClasses = tailClasses
      self.headClasses = headClasses
      self.attention = attention
      self.classWeights = classWeights
      self.weights = weights
      self.facts = facts
      self.sensitivities = sensitivities
    }
  }

  /// The calibration error over one constant of a method, the others kept.
  public struct Sensitivity: Sendable, Codable, Equatable {
    /// "α", "head classes".
    public var constant: String
    /// The value that was used.
    public var chosen: Double
    /// Ascending values of the constant.
    public var values: [Double]
    /// ECE at each value, in [0, 1].
    public var calibrationErrors: [Double]

    /// - Precondition: one error a value.
    public init(constant: String, chosen: Double, values: [Double], calibrationErrors: [Double]) {
      precondition(
        values.count == calibrationErrors.count,
        "\(calibrationErrors.count) errors for \(values.count) values")
      self.constant = constant
      self.chosen = chosen
      self.values = values
      self.calibrationErrors = calibrationErrors
    }
  }

  /// The page's heading.
  public var title: String
  /// A paragraph in words above the figures; written from the figures when `nil`.
  public var summary: String?
  /// Class names, training counts and groups, when known.
  public var dataset: DatasetFacts?
  /// First the uncalibrated row.
  public var methods: [Method]
  /// What knowledge transfer did; `nil` where it is not among the methods.
  public var knowledgeTransfer: KnowledgeTransfer?
  /// Remarks that stand at the top of the page.
  public var stamps: [Stamp]
  /// Versions, command line, files and their samples.
  public var environment: [Fact]
  /// Further remarks for the notes at the end, a paragraph each.
  public var notes: [String]

  public init(
    title: String, summary: String? = nil, dataset: DatasetFacts? = nil, methods: [Method],
    knowledgeTransfer: KnowledgeTransfer? = nil, stamps: [Stamp] = [], environment: [Fact] = [],
    notes: [String] = []
  ) {
    self.title = title
    self.summary = summary
    self.dataset = dataset
    self.methods = methods
    self.knowledgeTransfer = knowledgeTransfer
    self.stamps = stamps
    self.environment = environment
    self.notes = notes
  }

  /// The page as one HTML file that needs nothing else; equal reports give equal bytes.
  public func html() -> String {
    Detail.fitting { page(detail: $0).html() }
  }

  func page(detail: Detail) -> Page {
    let comparison = ComparisonSection(report: self)
    let sections: [Page.Section?] = [
      comparison.section, MethodDiagrams(report: self, detail: detail).section,
      MethodGroups(report: self).section, knowledgeTransfer.map(transferSection),
      dataset.map { DatasetSection(dataset: $0).section }, settingsSection, environmentSection,
      NotesSection(
        evaluations: methods.compactMap(\.evaluation), groupRule: dataset?.groups.rule,
        remarks: notes
      ).section,
    ]
    return Page(
      kind: "Calibration", title: title, subtitle: subtitle, stamps: stamps,
      summary: comparison.paragraphs, tiles: comparison.tiles, sections: sections.compactMap { $0 })
  }

  /// The method without calibration; `nil` when it is not in the list.
  var uncalibrated: EvaluationFacts? {
    methods.lazy.compactMap(\.evaluation).first { $0.calibrator == nil }
  }

  private var subtitle: String {
    let count = methods.filter { $0.evaluation?.calibrator != nil }.count
    let methods = "\(count) \(count == 1 ? "calibrator" : "calibrators")"
    return [dataset?.name, methods].compactMap { $0 }.joined(separator: " · ")
  }

  private func transferSection(_ transfer: KnowledgeTransfer) -> Page.Section {
    TransferSection(transfer: transfer, dataset: dataset).section
  }

  /// What each fit found and warned of.
  private var settingsSection: Page.Section? {
    let rows = methods.compactMap { method -> Table.Row? in
      guard let evaluation = method.evaluation else { return nil }
      let settings = evaluation.facts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
      let warnings = evaluation.warnings.joined(separator: " ")
      guard !settings.isEmpty || !warnings.isEmpty else { return nil }
      return Table.Row(
        cells: [Table.Cell(method.name, isHead: true), Table.Cell(settings), Table.Cell(warnings)])
    }
    guard !rows.isEmpty else { return nil }
    let columns = ["calibrator", "fitted settings", "warnings"].map {
      Table.Column($0, isNumber: false)
    }
    return Page.Section(
      "settings", "What the fits found", short: "Settings",
      [.table(Table(label: "Fitted settings", columns: columns, rows: rows))])
  }

  private var environmentSection: Page.Section? {
    guard !environment.isEmpty else { return nil }
    return Page.Section(
      "environment", "Files and environment", short: "Files", [.facts(environment)])
  }
}
