import ArgumentParser
import Calibration
import RunReports

/// `longtail sets abstain`
struct SetsAbstainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "abstain",
    abstract: "Find the confidence from which on to answer, so that few answers are wrong.",
    discussion: """
      With the chance 1 - delta over validation sets, no more than the share --risk of the answers are wrong,
      where the samples come from where the validation samples came from.

      Example:
        longtail sets abstain --risk 0.05 --validation DIR --test DIR
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The share of answers that may be wrong.", valueName: "share"))
  var risk = 0.05

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The chance that the promise fails.", valueName: "share"))
  var delta = 0.1

  @OptionGroup var held: ValidationFolderOption

  @Option(
    help: "Folder with predictions on the samples to measure on.", transform: PathArgument.path)
  var test: String?

  @OptionGroup var source: SetSourceOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    try AllowedShare.check(risk, "--risk")
    try AllowedShare.check(delta, "--delta")
  }

  func run() throws {
    Remarks.warn(AllowedShare.warnings(risk: risk, delta: delta))
    let validation = try source.open(held.validation)
    let found = try SelectiveThreshold(validation.topAnswers(), risk: risk, delta: delta)
    let outcome = try test.map { path in
      let opened = try source.open(path, with: (validation, held.validation))
      return try found.outcome(of: opened.topAnswers())
    }
    Remarks.print([found.guarantee])
    let table = found.table(risk: risk, delta: delta, outcome: outcome)
    try StandardOutput.print(table.text(format))
  }
}
