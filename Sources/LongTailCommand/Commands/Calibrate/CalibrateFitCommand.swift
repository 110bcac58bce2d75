import ArgumentParser
import Calibration
import Foundation
import RunReports
import Foundation

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

  @Option(
    help: "Folder with predictions on samples that the model was not trained on.",
    transform: PathArgument.path)
  var validation: String

  @Option(
    help: "Folder with predictions on the training samples, for class statistics.",
    transform: PathArgument.path)
  var train: String?

  @OptionGroup var options: CalibratorOptions

  @OptionGroup(title: "Experts") var ensemble: EnsembleOptions

  @OptionGroup(title: "Tables") var tables: TableOptions

  @Option(help: "The file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    try replacing.check(output)
    let chosen = try options.method(Calibrators.type(named: method))
    let combination = try ensemble.rule.combination()
    let calibration = try ensemble.calibration(of: self.validation)
    let choice = try tables.choice()
    let validation = try PredictionFolder.read(
      validation, combination: combination, choice: choice)
    let training = try train.map {
      try PredictionFolder.read(
        $0, combination: combination, choice: choice, shift: validation.input.shift)
    }
    if let training {
      try validation.input.checkSameClasses(training.input, in: train ?? "", as: self.validation)
    }
    Remarks.print([validation, training].compactMap { $0 }.flatMap { $0.notes + $0.remarks })
    Remarks.warn([validation, training].compactMap { $0 }.flatMap(\.warnings))
    Remarks.warn(validation.coverageWarnings)
    try StandardOutput.print(fit(chosen, validation, training, calibration).text(format))
  }

  private func fit(
    _ method: some CalibrationMethod, _ validation: Predictions, _ training: Predictions?,
    _ calibration: ExpertCalibration
  ) throws -> Table {
    let began = Date()
    let fitted = try method.fitted(
      to: validation, training: training, calibrating: calibration,
      combination: ensemble.rule.combination())
    let seconds = Date().timeIntervalSince(began)
    try CalibratorFile.write(fitted, method: method, input: validation.input, to: output)
    Remarks.warn(fitted.warnings)
    return try FittedCalibratorTable.table(
      fitted, method: type(of: method).name, validation: validation, seconds: seconds,
      output: output)
  }
}
