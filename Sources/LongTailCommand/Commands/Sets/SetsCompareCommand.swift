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

  @OptionGroup var folders: ComparedFolderOptions

  @OptionGroup var compared: ComparedSetOptions

  @OptionGroup var page: CalibrationPageOptions

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    var comparison = try compared.comparison()
    try page.checkPage()
    let source = compared.options.source
    let validation = try source.open(folders.validation, quietly: quiet)
    let test = try source.open(
      folders.test, with: (validation, folders.validation), quietly: quiet)
    let classes = validation.known(with: test, in: folders.validation, folders.test)
    comparison.facts = try compared.facts(
      validation, test, in: folders.test, of: classes, quietly: quiet)
    comparison.calibrator = validation.identity
    if page.report != nil { comparison.curveLevels = SetReportWriter.curveLevels }
    let names = try page.classNames(of: classes)
    let entries: [ComparedSets]
    do {
      entries = try comparison.run(validation, test: test)
    } catch CalibrationError.notFitted(let why) {
      throw FileProblem(folders.validation, why)
    }
    if !quiet { Remarks.warn(entries.warnings) }
    try page.write(quietly: quiet) { path in
      try SetReportWriter(
        comparison: comparison, entries: entries, validation: validation, test: test,
        classNames: names, title: page.title, files: folders.files(calibrator: source.calibrator)
      ).write(to: path)
    }
    try StandardOutput.print(SetTable.text(entries, format: format))
  }
}
