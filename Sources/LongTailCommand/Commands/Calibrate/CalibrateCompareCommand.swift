import ArgumentParser
import Calibration
import RunReports

/// `longtail calibrate compare`
struct CalibrateCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Fit every calibrator to the validation set and measure all of them on the test set.",
    discussion: """
      The first row is the model without calibration. A calibrator that cannot be fitted, or not within
      the time limit, is a row with its reason.

      Examples:
        longtail calibrate compare --validation DIR --test DIR --train DIR --report report.html
        longtail calibrate compare --validation DIR --test DIR --methods temperature,vector --format json
        longtail calibrate compare --validation DIR --test DIR --prior uniform
      """)

  @OptionGroup var folders: ComparedFolderOptions

  @OptionGroup var training: TrainingFolderOption

  @OptionGroup var compared: ComparedCalibratorOptions

  @OptionGroup(title: "Experts") var ensemble: EnsembleOptions

  @OptionGroup(title: "Tables") var tables: TableOptions

  @OptionGroup var measures: ComparisonMeasureOptions

  @OptionGroup var page: CalibrationPageOptions

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    try compared.check()
    try page.checkPage()
    let experts = try ensemble.choice(for: folders.validation)
    let read = try folders.read(
      training: training, combination: experts.combination, choice: tables.choice(),
      quietly: quiet)
    let display = ComparisonDisplay(isQuiet: quiet)
    var comparison = try measures.comparison(of: read, experts)
    comparison.targetPrior = try compared.targetPrior(
      of: comparison, for: read.known, quietly: quiet)
    let calibrators = try compared.calibrators(for: read.known, quietly: quiet)
    let names = try page.classNames(of: read.known)
    let entries = comparison.run(calibrators, observer: display.show)
    try page.write(
      comparison, entries, classNames: names, files: folders.files(with: training), quietly: quiet)
    display.warn(entries)
    try StandardOutput.print(ComparisonTable.text(entries, format: format))
  }
}
