import ArgumentParser
import LongTail
import RunReports

/// Which runs a comparison is made of.
struct GridOptions: ParsableArguments {
  @Argument(
    help:
      "Methods, apart or with commas; `longtail list methods` shows them. With --table only its rows of these."
  )
  var methods: [String] = []

  @Option(
    help: ArgumentHelp(
      "A published table, such as mislas/cifar, instead of methods; `longtail list tables` shows them.",
      valueName: "name"))
  var table: String?

  @Option(
    help: ArgumentHelp(
      "With --table: where a data set of its is, such as cifar-10-lt=cifar10:DIR; may be repeated. --data cifar100:DIR is CIFAR-100-LT.",
      valueName: "name=source:location"))
  var dataFor: [String] = []

  @Option(
    help: ArgumentHelp(
      "Imbalance factors, such as 10,50,100. Without them the data are taken as they are; with --table, all of its are.",
      valueName: "factors"))
  var imbalanceFactors: String?

  @Option(help: ArgumentHelp("Seeds: 0..2 or 0,1,5.", valueName: "seeds"))
  var seeds = "0"

  func validate() throws {
    guard table != nil || !methods.isEmpty else {
      throw ValidationError("name methods, or a published table with --table")
    }
    guard table != nil || dataFor.isEmpty else {
      throw ValidationError("--data-for is for the data sets of a --table")
    }
  }

  /// What all runs have of the data; a table may have it all by --data-for.
  /// - Throws: `ValidationError` without data.
  func settings(of data: DataOptions) throws -> DataSettings {
    guard data.data == nil, table != nil else { return try data.settings() }
    guard !dataFor.isEmpty else {
      throw ValidationError(
        "no data are named: --data cifar100:FOLDER, or --data-for NAME=SOURCE:LOCATION for each data set"
      )
    }
    var settings = DataSettings(source: "")
    data.change(&settings)
    return settings
  }

  /// Finds out whether names and lists read.
  /// - Throws: `UnknownName` for a method or a table, `ValidationError` for lists that do not read.
  func check(data: DataOptions) throws {
    if table == nil { _ = try grid() } else { _ = try plan(data: data) }
  }

  /// What a runner carries out and writes.
  /// - Throws: as ``check(data:)``.
  func table(
    data: DataOptions, runner: ComparisonRunner, results: ResultOptions
  ) throws -> GridTable {
    guard table != nil else { return GridTable(grid: try grid(), runner: runner) }
    let plan = try plan(data: data)
    return GridTable(plan: plan, runner: runner, export: results.results(of: plan, runner: runner))
  }

  private func grid() throws -> ComparisonGrid {
    try ComparisonGrid(named: methods, factors: imbalanceFactors, seeds: seeds)
  }

  private func plan(data: DataOptions) throws -> TablePlan {
    let table = try PublishedTables.table(named: table ?? "")
    // Lists are read as those of a grid; a table without methods has all of its rows.
    let lists = try ComparisonGrid(
      named: methods.isEmpty ? [CrossEntropyTraining.name] : methods, factors: imbalanceFactors,
      seeds: seeds)
    return try TablePlan(
      table, data: TableData(data.data, named: dataFor),
      methods: methods.isEmpty ? [] : lists.methods,
      factors: imbalanceFactors == nil ? nil : lists.factors.compactMap { $0 }, seeds: lists.seeds)
  }
}
