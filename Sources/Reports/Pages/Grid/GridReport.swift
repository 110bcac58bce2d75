import Foundation

/// Methods × settings × seeds as one table: measured figures beside published ones.
public struct GridReport: Sendable, Equatable {
  /// A figure over seeds, as a fraction in [0, 1].
  public struct Spread: Sendable, Equatable {
    /// One a seed, at least one.
    public let values: [Double]

    /// - Precondition: at least one value.
    public init(_ values: [Double]) {
      precondition(!values.isEmpty, "a spread of no values")
      self.values = values
    }

    /// The mean over the seeds.
    public var mean: Double { values.reduce(0, +) / Double(values.count) }

    /// The sample standard deviation; `nil` for a single value.
    public var deviation: Double? {
      guard values.count > 1 else { return nil }
      let centre = mean
      let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
      return (squares / Double(values.count - 1)).squareRoot()
    }
  }

  /// What was measured in one place of the table.
  public struct Measured: Sendable, Equatable {
    /// Share of right answers, over the seeds.
    public let accuracy: Spread
    /// Expected calibration error, over the seeds; `nil` where only some classes are looked at.
    public let calibrationError: Spread?
    /// Epochs of each stage.
    public let epochs: [Int]
    /// `nil` where it is not known.
    public let making: Making?

    public init(
      accuracy: Spread, calibrationError: Spread?, epochs: [Int], making: Making? = nil
    ) {
      self.accuracy = accuracy
      self.calibrationError = calibrationError
      self.epochs = epochs
      self.making = making
    }
  }

  /// What was published for it.
  public struct Published: Sendable, Equatable {
    /// Share of right answers, in [0, 1]; `nil` where none was published.
    public let accuracy: Double?
    /// Expected calibration error, in [0, 1]; `nil` where none was published.
    public let calibrationError: Double?
    /// Epochs of each stage; empty where they are not known.
    public let epochs: [Int]

    public init(accuracy: Double?, calibrationError: Double?, epochs: [Int]) {
      self.accuracy = accuracy
      self.calibrationError = calibrationError
      self.epochs = epochs
    }
  }

  /// One place of the table: a method at a setting.
  public struct Cell: Sendable, Equatable {
    /// `nil` while no seed has finished.
    public var measured: Measured?
    /// What was published for it; `nil` where nothing was.
    public var published: Published?
    /// Why nothing was measured; empty when something was or it is still to come.
    public var remark: String

    public init(measured: Measured?, published: Published?, remark: String = "") {
      self.measured = measured
      self.published = published
      self.remark = remark
    }
  }

  /// One method at all settings.
  public struct Row: Sendable, Equatable {
    /// The method's name.
    public let method: String
    /// One a column.
    public let cells: [Cell]

    public init(method: String, cells: [Cell]) {
      self.method = method
      self.cells = cells
    }
  }

  /// The page's heading.
  public var title: String
  /// What the columns are, such as "imbalance factor"; empty where their names say all.
  public var columnKind: String
  /// The settings, from left to right.
  public var columns: [String]
  /// The methods, from top to bottom.
  public var rows: [Row]
  /// How it was measured, a sentence each.
  public var notes: [String]
  /// Said above every form of the table when figures are too good; `nil` when they are honest.
  public var warning: String?

  /// - Precondition: each row has a cell a column.
  public init(
    title: String, columnKind: String, columns: [String], rows: [Row], notes: [String],
    warning: String? = nil
  ) {
    for row in rows {
      precondition(
        row.cells.count == columns.count, "\(row.cells.count) cells for \(columns.count) columns")
    }
    self.title = title
    self.columnKind = columnKind
    self.columns = columns
    self.rows = rows
    self.notes = notes
    self.warning = warning
  }

  /// Places of the best figures of a column, as they are printed: equal ones are all best.
  func best(column: Int) -> (accuracy: String?, calibrationError: String?) {
    let measured = rows.compactMap { $0.cells[column].measured }
    let accuracy = measured.map(\.accuracy.mean).max().map { GridFigures.percent($0) }
    let error = measured.compactMap(\.calibrationError?.mean).min().map { GridFigures.percent($0) }
    return measured.count > 1 ? (accuracy, error) : (nil, nil)
  }

  /// A column's name behind what it is.
  func heading(_ column: String) -> String {
    columnKind.isEmpty ? column : "\(columnKind) \(column)"
  }
}

/// How figures of a grid are printed.
enum GridFigures {
  static func percent(_ value: Double) -> String { Numerals.fixed(value * 100, digits: 2) }

  /// `47.00 ± 0.31`.
  static func text(_ spread: GridReport.Spread) -> String {
    percent(spread.mean) + (spread.deviation.map { " ± \(percent($0))" } ?? "")
  }

  static func text(_ published: GridReport.Published) -> String {
    accuracy(published) + (published.calibrationError.map { " / \(percent($0))" } ?? "")
  }

  /// In percent with the digits that papers print, one, or two where the figure has them.
  static func accuracy(_ published: GridReport.Published) -> String {
    guard let share = published.accuracy else { return Numerals.missing }
    let tenths = (share * 1000).rounded()
    return Numerals.fixed(share * 100, digits: abs(tenths - share * 1000) < 1e-6 ? 1 : 2)
  }

  static func text(epochs: [Int]) -> String { epochs.map(String.init).joined(separator: " + ") }
}
