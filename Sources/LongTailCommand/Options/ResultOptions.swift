import ArgumentParser
import LongTail
import RunReports

/// Where the results of a published table are kept, beside the folder of its runs.
struct ResultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With --table: also keep figures, epochs, times and machine of finished runs here, as small files to commit. Earlier results stay unless a run has more epochs, or the same settings.",
      valueName: "folder"), transform: PathArgument.path)
  var export: String?

  @Option(help: "With --export: what this program was built from, kept with the results.")
  var commit: String?

  func validate() throws {
    guard commit == nil || export != nil else {
      throw ValidationError("--commit is kept with what --export writes; name a folder")
    }
  }

  /// - Parameter table: the published table that is made, if it is one.
  /// - Throws: `ValidationError` for methods that are no published table.
  func check(table: String?) throws {
    guard export == nil || table != nil else {
      throw ValidationError("--export keeps results of a published table; name one with --table")
    }
  }

  /// What keeps the results; `nil` where nobody asked for it.
  func results(of plan: TablePlan, runner: ComparisonRunner) -> ResultExport? {
    export.map {
      ResultExport(plan: plan, runner: runner, folder: $0, commit: commit ?? "")
    }
  }
}
