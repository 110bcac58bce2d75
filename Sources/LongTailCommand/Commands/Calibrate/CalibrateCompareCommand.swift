import ArgumentParser
import Calibration
import Foundation
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

  @Option(
    help: "Folder with predictions on samples that the model was not trained on.",
    transform: PathArgument.path)
  var validation: String

  @Option(
    help: "Folder with predictions on the samples to measure on.", transform: PathArgument.path)
  var test: String

  @Option(
    help: "Folder with predictions on the training samples, for class statistics.",
    transform: PathArgument.path)
  var train: String?

  @Option(
    help: ArgumentHelp(
      "The calibrators; all of them when not given. longtail list calibrators shows them.",
      valueName: "a,b,…"))
  var methods: String?

  @OptionGroup var weights: WeightingOption

  @Option(
    help: ArgumentHelp(
      "Measure each calibrator also with its probabilities moved to this class distribution: uniform, forward-R, backward-R, or a file with a share or count for each class.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @OptionGroup(title: "Experts") var ensemble: EnsembleOptions

  @OptionGroup(title: "Tables") var tables: TableOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A fit that takes longer is left out.", valueName: "seconds"))
  var timeLimit = 120.0

  @Option(parsing: .unconditional, help: "Bins of equal width of the calibration errors.")
  var bins = 15

  @Option(parsing: .unconditional, help: "Seed of the simulated null bands.")
  var seed = 0

  @OptionGroup var page: CalibrationPageOptions

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard timeLimit > 0 else {
      throw ValidationError("--time-limit is \(timeLimit); more than 0 seconds are needed")
    }
    guard MeasureSettings.binCounts.contains(bins) else {
      throw ValidationError("--bins is \(bins); 1 to 100000 are possible")
    }
    guard seed >= 0 else { throw ValidationError("--seed is \(seed); 0 or more is needed") }
    try PriorOption.check(prior, option: "--prior")
  }

  func run() throws {
    let chosen = try types().map { try weighted($0) }
    try page.checkPage()
    let combination = try ensemble.rule.combination()
    let calibration = try ensemble.calibration(of: validation)
    let folders = try ComparedFolders(
      validation: validation, test: test, training: train, combination: combination,
      choice: try tables.choice())
    let display = ComparisonDisplay(isQuiet: quiet)
    if !quiet { Remarks.print(folders.all.flatMap { $0.notes + $0.remarks }) }
    Remarks.warn(folders.all.flatMap(\.warnings))
    Remarks.warn(folders.validation.coverageWarnings)
    var comparison = try CalibratorComparison(
      validation: folders.validation, training: folders.training, test: folders.test)
    comparison.timeLimit = timeLimit
    comparison.bins = bins
    comparison.seed = UInt64(seed)
    comparison.combination = combination
    comparison.expertCalibration = calibration
    if let prior { try ClassShares.checkNames(prior, folders.test.input.classNames, of: test) }
    comparison.targetPrior = try prior.map {
      try PriorOption.testPrior($0, option: "--prior").shares(
        classes: folders.test.logits.classes, trainingCounts: comparison.classCounts)
    }
    let classNames = try page.classNames(
      classes: folders.test.logits.classes, known: folders.test.input.classNames)
    let entries = comparison.run(chosen, observer: display.show)
    if let report = page.report {
      let writer = CalibrationReportWriter(
        comparison: comparison, entries: entries, classNames: classNames, title: page.title,
        files: .init(validation: validation, test: test, training: train),
        showsPaths: page.showPaths)
      try writer.write(to: report)
      if !quiet { Remarks.print(["report: \(report)"]) }
    }
    display.warn(entries)
    try StandardOutput.print(ComparisonTable.text(entries, format: format))
  }

  private func types() throws -> [any CalibrationMethod.Type] {
    guard let methods else { return Calibrators.all }
    return try NameList.names(methods, option: "--methods").map {
      try Calibrators.type(named: $0)
    }
  }

  private func weighted(_ type: any CalibrationMethod.Type) throws -> any CalibrationMethod {
    func applied<Method: CalibrationMethod>(_ type: Method.Type) throws -> any CalibrationMethod {
      try weights.applied(to: type.init(), isRequired: false)
    }
    return try applied(type)
  }
}
