import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// `longtail sets fit`
struct SetsFitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract:
      "Make the thresholds of prediction sets from held-out predictions and write them as JSON.",
    discussion: """
      Examples:
        longtail sets fit --score lac --rule split --alpha 0.1 --validation DIR --output sets.json
        longtail sets fit --score pas --rule interpolated --set tau=0.99 --alpha 0.1 --validation DIR \\
          --class-counts counts.json --calibrator temperature.json --output sets.json
        longtail sets fit --rule label-shift --prior uniform --validation DIR --output sets.json
      """)

  @OptionGroup var chosen: SetMethodOptions

  @OptionGroup var held: ValidationFolderOption

  @OptionGroup var options: SetOptions

  @OptionGroup var file: OutputFileOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    try file.check()
    let method = try chosen.method(options)
    let opened = try options.source.open(held.validation)
    let facts = try options.facts(
      of: opened.known(in: held.validation), counts: opened.classCounts)
    let predictor: SetPredictor
    do {
      predictor = try method.fitted(to: opened, facts: facts)
    } catch CalibrationError.notFitted(let why) {
      throw FileProblem(held.validation, why)
    }
    Remarks.warn(predictor.warnings)
    try SetPredictorFile.write(predictor, to: file.output)
    Remarks.print([predictor.guarantee])
    let table = SetTable.fitted(
      predictor, score: chosen.score, rule: chosen.rule, calibrator: options.source.calibrator,
      output: file.output)
    try StandardOutput.print(table.text(format))
  }
}
