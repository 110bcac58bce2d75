import ArgumentParser
import RunReports

/// A single thing of a list, shown as a person would read it.
struct ListedItemOptions: ParsableArguments {
  @Option(help: "Show one method as a person would read it: its recipe, citation, differences.")
  var method: String?

  @Option(help: "With --method: the plan that its authors published for a data set.")
  var preset: String?

  @Flag(help: "With --method: the recipe as YAML, for --recipe.")
  var yaml = false

  @Option(help: "Show one published table: its figures, conditions, and where others disagree.")
  var table: String?

  @Option(
    help: ArgumentHelp(
      "Show the published tables, or the one of --table, beside what compare --export has kept in a folder.",
      valueName: "folder"), transform: PathArgument.path)
  var results: String?

  /// - Throws: `ValidationError` for options that do not belong to the list.
  func check(kind: CatalogTable) throws {
    guard method == nil || kind == .methods else {
      throw ValidationError(
        "--method shows one of the methods: longtail list methods --method NAME")
    }
    guard table == nil || kind == .tables else {
      throw ValidationError("--table shows one of the tables: longtail list tables --table NAME")
    }
    guard results == nil || kind == .tables else {
      throw ValidationError(
        "--results shows what was measured of the tables: longtail list tables --results FOLDER")
    }
    guard !yaml || method != nil else {
      throw ValidationError("--yaml is the recipe of one method; it needs --method")
    }
    guard preset == nil || method != nil else {
      throw ValidationError("--preset is a method's; it needs --method")
    }
  }

  /// The page of the thing; `nil` where the whole list is asked for.
  /// - Throws: `UnknownName`, `SettingsError` for a preset that is several, `FileProblem` for results that do not read.
  func page(_ format: OutputFormat) throws -> String? {
    if let results { return try FidelityPage(results: results, table: table).text(format) }
    if let table { return try TablePage(table).text(format) }
    guard let method else { return nil }
    let page = try MethodPage(method, preset: preset)
    return yaml ? try page.yaml() : try page.text()
  }
}
