import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// `longtail sets compare`
struct SetsCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Fit every score with every rule to the validation set and measure the sets on the test set.",
    discussion: """
      What cannot be made is a row with its reason. The page shows the first row closely.

      Examples:
        longtail sets compare --validation DIR --test DIR --alpha 0.1 --report report.html
        longtail sets compare --validation DIR --test DIR --scores all --rules all --prior uniform \\
          --class-counts counts.json --format markdown
      """)

  @Option(
    help: "Folder with predictions on samples that the model was not trained on.",
    transform: PathArgument.path)
  var validation: String

  @Option(
    help: "Folder with predictions on the samples to measure on.", transform: PathArgument.path)
  var test: String

  @Option(
    help: ArgumentHelp(
      "The scores; lac, pas and aps when not given; all for all. longtail list scores shows them.",
      valueName: "a,b,…"))
  var scores: String?

  @Option(
    help: ArgumentHelp(
      "The rules; split, class-conditional, group-conditional and interpolated when not given, and label-shift with --prior; all for all. longtail list rules shows them.",
      valueName: "a,b,…"))
  var rules: String?

  @OptionGroup var options: SetOptions

  @OptionGroup var page: CalibrationPageOptions

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let chosen = try options.changed(try scoreTypes(), try ruleTypes())
    try page.checkPage()
    let validation = try options.source.open(self.validation, quietly: quiet)
    let test = try options.source.open(self.test, quietly: quiet)
    guard validation.rows.classes == test.rows.classes else {
      throw FileProblem(
        self.test,
        "\(test.rows.classes) classes; \(self.validation) has \(validation.rows.classes)")
    }
    try validation.input.checkSameClasses(test.input, in: self.test, as: self.validation)
    var comparison = SetComparison(
      scores: chosen.scores, rules: chosen.rules, alpha: options.alpha,
      facts: try options.facts(
        classes: test.rows.classes, counts: test.classCounts ?? validation.classCounts,
        names: test.input.classNames ?? validation.input.classNames, of: self.test))
    if options.prior == SetOptions.estimated {
      comparison.facts.targetPrior = try estimatedPrior(validation, test)
    }
    comparison.emptySets = options.emptySets
    comparison.seed = UInt64(options.seed)
    comparison.calibrator = validation.identity
    if page.report != nil { comparison.curveLevels = SetReportWriter.curveLevels }
    let classNames = try page.classNames(
      classes: test.rows.classes, known: test.input.classNames)
    let entries = try comparison.run(
      calibration: (validation.rows, validation.labels), test: (test.rows, test.labels))
    if !quiet { Remarks.warn(entries.warnings) }
    if let report = page.report {
      let writer = SetReportWriter(
        comparison: comparison, entries: entries, validation: validation, test: test,
        classNames: classNames, title: page.title,
        files: .init(
          validation: self.validation, test: self.test, calibrator: options.source.calibrator))
      try writer.write(to: report)
      if !quiet { Remarks.print(["report: \(report)"]) }
    }
    try StandardOutput.print(SetTable.text(entries, format: format))
  }

  /// Of the test samples, without their labels.
  private func estimatedPrior(
    _ validation: LabelledProbabilities, _ test: LabelledProbabilities
  ) throws -> [Double] {
    let estimate: PriorEstimate
    do {
      estimate = try PriorEstimation.ofCalibrated(
        test.rows, labelled: (validation.rows, validation.labels), by: validation.identity)
    } catch let error as CalibrationError {
      throw FileProblem(self.test, error.description)
    }
    if !quiet {
      Remarks.print([
        "prior estimated on these \(estimate.samples) rows, without labels (\(estimate.method)): "
          + estimate.verdict
      ])
      Remarks.warn(estimate.doubts.dropLast().map { $0 })
    }
    return estimate.prior
  }

  private func scoreTypes() throws -> [any SetScore.Type] {
    guard scores != "all" else { return SetScores.all }
    let names =
      try scores.map { try NameList.names($0, option: "--scores") } ?? ["lac", "pas", "aps"]
    return try names.map { try SetScores.type(named: $0) }
  }

  private func ruleTypes() throws -> [any SetRule.Type] {
    guard rules != "all" else { return SetRules.all }
    let shifted = options.prior == nil ? [] : [LabelShiftRule.name]
    let names =
      try rules.map { try NameList.names($0, option: "--rules") }
      ?? ["split", "class-conditional", "group-conditional", "interpolated"] + shifted
    guard options.prior == nil || names.contains(LabelShiftRule.name) else {
      throw ValidationError(
        "--prior is for the rule \(LabelShiftRule.name), which is not among --rules")
    }
    return try names.map { try SetRules.type(named: $0) }
  }
}
