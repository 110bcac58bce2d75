/// A table of figures that authors published, with all that is known of how they were made.
public struct PublishedTable: Sendable, Equatable {
  /// One column.
  public struct Column: Sendable, Equatable {
    /// As it is shown, its own among the table's.
    public let label: String
    /// What its figures share.
    public let conditions: TableConditions

    public init(_ label: String, _ conditions: TableConditions) {
      self.label = label
      self.conditions = conditions
    }
  }

  /// One row.
  public struct Row: Sendable, Equatable {
    /// As the table prints it, its own among the table's.
    public let label: String
    /// What its figures share; a column's say more.
    public let conditions: TableConditions
    /// Published epochs of each stage; empty where the table does not say them.
    public let epochs: [Int]
    /// How a run of it differs from the published one, beside what the method says; `nil` for nothing.
    public let remark: String?
    /// One a column; `nil` where the table has none.
    public let figures: [PublishedFigure?]

    public init(
      _ label: String, _ conditions: TableConditions, epochs: [Int] = [], remark: String? = nil,
      _ figures: [PublishedFigure?]
    ) {
      self.label = label
      self.conditions = conditions
      self.epochs = epochs
      self.remark = remark
      self.figures = figures
    }
  }

  /// The name on the command line: authors' system and data, `mislas/cifar`.
  public let name: String
  /// One sentence.
  public let summary: String
  /// Authors, venue and which table.
  public let source: String
  /// From left to right.
  public let columns: [Column]
  /// From top to bottom.
  public let rows: [Row]
  /// What all figures have in common, a sentence each.
  public let conditions: [String]
  /// Where other tables say something else.
  public let discrepancies: [TableDiscrepancy]

  /// - Precondition: every row has a figure, or `nil`, for each column.
  public init(
    name: String, summary: String, source: String, columns: [Column], rows: [Row],
    conditions: [String] = [], discrepancies: [TableDiscrepancy] = []
  ) {
    for row in rows {
      precondition(
        row.figures.count == columns.count,
        "\(name), \(row.label): \(row.figures.count) figures for \(columns.count) columns")
    }
    self.name = name
    self.summary = summary
    self.source = source
    self.columns = columns
    self.rows = rows
    self.conditions = conditions
    self.discrepancies = discrepancies
  }

  /// The figure under two labels; `nil` for labels that are not there, and where the table has none.
  public func figure(row: String, column: String) -> PublishedFigure? {
    guard let row = rows.first(where: { $0.label == row }),
      let place = columns.firstIndex(where: { $0.label == column })
    else { return nil }
    return row.figures[place]
  }
}

extension PublishedTable.Column {
  /// Columns of CIFAR that were made long-tailed by some imbalance factors, ResNet-32: "CIFAR-100-LT 50".
  static func cifar(_ dataset: String, _ factors: [Int], network: String? = "resnet32") -> [Self] {
    factors.map {
      Self(
        "\(dataset) \($0)",
        TableConditions(dataset: dataset, imbalanceFactor: Double($0), network: network))
    }
  }

  /// A column of data that come long-tailed: "ImageNet-LT ResNet-50".
  static func large(_ dataset: String, _ shown: String, network: String) -> Self {
    Self("\(dataset) \(shown)", TableConditions(dataset: dataset, network: network))
  }
}
