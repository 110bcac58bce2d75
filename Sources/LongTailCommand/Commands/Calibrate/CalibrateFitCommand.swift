import ArgumentParser
import Calibration
import RunReports

/// `longtail calibrate fit`
struct CalibrateFitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit one calibrator to held-out predictions and write it as JSON.",
    discussion: """
      Examples:
        longtail calibrate fit --method temperature --validation DIR --output calibrator.json
        longtail calibrate fit --method knowledge-transfer --validation DIR --train DIR --output kt.json
        longtail calibrate fit --method scaling-binning --set bins=15 --weights class-balanced \\
          --validation DIR --output sbc.json
        longtail calibrate fit --method temperature --validation DIR --combine mean-logits \\
          --expert-calibration each --output experts.json
      """)

  @Option(help: "The calibrator; longtail list calibrators shows them.")
  var method: String

  @OptionGroup var held: ValidationFolderOption

  @OptionGroup var training: TrainingFolderOption

  @OptionGroup var options: CalibratorOptions

  @OptionGroup(title: "Experts") var ensemble: EnsembleOptions

  @OptionGroup(title: "Tables") var tables: TableOptions

  @OptionGroup var file: OutputFileOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    try file.check()
    let type = try Calibrators.type(named: method)
    try options.check(type)
    let experts = try ensemble.choice(for: held.validation)
    let folders = try training.read(
      with: held, combination: experts.combination, choice: tables.choice())
    let chosen = try options.method(type, for: folders.known)
    let fit = try CalibratorFit(
      chosen, to: folders, calibrating: experts.calibration, combination: experts.combination)
    try fit.write(to: file.output)
    Remarks.warn(fit.fitted.warnings)
    try StandardOutput.print(fit.table(output: file.output).text(format))
  }
}
