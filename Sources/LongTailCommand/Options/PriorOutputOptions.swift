import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// What becomes of an estimate of a class prior: how it is printed, kept and judged.
struct PriorOutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the estimate as JSON; every option that takes a class prior reads it.",
      valueName: "file"), transform: PathArgument.path)
  var output: String?

  @OptionGroup var page: CalibrationPageOptions

  @Option(
    help: ArgumentHelp(
      "End with exit code 3 when this holds, such as \"shift_p<0.01\", \"last_shift_p<0.01\" (the last batch alone) or \"distance>0.1\". Can be given several times.",
      valueName: "gate"))
  var failIf: [String] = []

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws { _ = try gates() }

  private func gates() throws -> [PriorGate] {
    try GateTexts.gates(failIf) { try PriorGate($0) }
  }

  /// Finds out before anything is computed that a file could not be written.
  /// - Throws: `FileProblem`
  func check() throws(FileProblem) {
    if let output { try page.replacing.check(output) }
    try page.checkPage()
  }

  /// Writes the files, prints the estimate, and judges the gates.
  /// - Throws: `ExitCode` 3 when a gate failed, 1 when one cannot be judged.
  func write(_ estimate: PriorEstimate, files: [(role: String, path: String)]) throws {
    let names = try page.classNames(
      of: KnownClasses(
        count: estimate.classes, names: estimate.classNames, owner: files.first?.path ?? ""))
    try page.write { path in
      try PriorReportWriter(
        estimate: estimate, classNames: names, title: page.title, files: files,
        showsPaths: page.showPaths
      ).write(to: path)
    }
    if let output { try estimate.write(to: output) }
    try StandardOutput.print(PriorEstimateText(estimate, classNames: names).text(format))
    let failures = try gates().compactMap { $0.failure(of: estimate) }
    guard !failures.isEmpty else { return }
    for failure in failures { StandardError.print("Error: \(failure)") }
    let hasFailed = failures.contains { if case .failed = $0 { true } else { false } }
    throw ExitCode(hasFailed ? 3 : 1)
  }
}
