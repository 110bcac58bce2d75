/// Which runs a published table is made of here: a run, or the reason why there is none, for each figure.
public struct TablePlan: Sendable {
  /// What becomes of one place of the table.
  public enum Cell: Sendable, Equatable {
    /// One run for each seed.
    case run(TableRun)
    /// Why it is not run, as the end of a sentence.
    case absent(String)
    /// The table has no figure there.
    case blank
  }

  /// The table, without the rows and columns that were not asked for.
  public let table: PublishedTable
  /// `[rows][columns]`
  public let cells: [[Cell]]
  /// Of the runs, 0 or more each.
  public let seeds: [Int]

  /// - Parameters:
  ///   - table: what is planned.
  ///   - data: where its data sets are.
  ///   - methods: only the rows of these, each one of ``Methods/names``; all rows when there is none.
  ///   - factors: only what has one of these imbalance factors; all when `nil`.
  ///   - seeds: 0 or more.
  /// - Throws: `UnknownName` for a method; ``SettingsError`` for methods and factors that leave nothing of the
  ///   table, and for data of a set that it does not have.
  public init(
    _ table: PublishedTable, data: TableData, methods: [String] = [], factors: [Double]? = nil,
    seeds: [Int] = [0]
  ) throws {
    // Names, factors and seeds are refused as those of a comparison are.
    _ = try ComparisonGrid(
      methods: methods.isEmpty ? [CrossEntropyTraining.name] : methods,
      factors: factors ?? [nil], seeds: seeds)
    try data.check(for: table)
    let wanted = try factors?.map { try ImbalanceFactor($0).value }
    let part = table.part(methods: methods, factors: wanted)
    guard !part.rows.isEmpty, !part.columns.isEmpty else {
      throw SettingsError(
        "--table", "\(table.name) has nothing of these methods and imbalance factors")
    }
    self.table = part
    self.seeds = seeds
    // A part of the table has the runs of the whole one.
    let fitted = TableRun.calibrators(of: table)
    cells = try part.rows.map { row in
      try zip(part.columns, row.figures).map { column, figure in
        guard figure != nil else { return .blank }
        return try Self.cell(
          row.conditions.merged(with: column.conditions), data: data, fitting: fitted)
      }
    }
  }

  /// Every run once, seed by seed and then column by column.
  public var places: [ComparisonGrid.Place] {
    var seen: Set<ComparisonGrid.Place> = []
    return seeds.flatMap { seed in
      table.columns.indices.flatMap { column in
        cells.compactMap { row in
          guard case .run(let run) = row[column] else { return nil }
          return run.place(seed: seed)
        }
      }
    }.filter { seen.insert($0).inserted }
  }

  private static func cell(
    _ conditions: TableConditions, data: TableData, fitting calibrators: [String]
  ) throws -> Cell {
    if let absence = conditions.absence { return .absent(absence) }
    guard let method = conditions.method, let dataset = conditions.dataset else {
      return .absent("the table does not say what was trained")
    }
    if let calibrator = conditions.calibrator, !calibrators.contains(calibrator) {
      return .absent("no calibrator \(calibrator) here")
    }
    switch try TableRun.preset(for: conditions, of: Methods.method(named: method)) {
    case .failure(let absence): return .absent(absence.reason)
    case .success(let preset):
      guard let source = data.source(of: dataset) else {
        return .absent("no data (--data-for \(TableData.option(dataset))=…)")
      }
      return .run(
        TableRun(
          conditions, method: method, preset: preset, source: source, fitting: calibrators))
    }
  }
}

extension PublishedTable {
  /// The rows of some methods, and the rows and columns that have something of some imbalance factors.
  fileprivate func part(methods: [String], factors: [Double]?) -> PublishedTable {
    let named = rows.filter { row in
      methods.isEmpty || row.conditions.method.map(methods.contains) == true
    }
    func fits(_ row: Row, _ column: Column) -> Bool {
      guard let factors else { return true }
      return row.conditions.merged(with: column.conditions).imbalanceFactor
        .map(factors.contains) == true
    }
    let kept = columns.indices.filter { place in named.contains { fits($0, columns[place]) } }
    return PublishedTable(
      name: name, summary: summary, source: source, columns: kept.map { columns[$0] },
      rows: named.filter { row in columns.contains { fits(row, $0) } }.map { row in
        Row(
          row.label, row.conditions, epochs: row.epochs, remark: row.remark,
          kept.map { row.figures[$0] })
      },
      conditions: conditions,
      discrepancies: discrepancies.filter { entry in
        named.contains { $0.label == entry.row }
          && kept.contains { columns[$0].label == entry.column }
      })
  }
}
