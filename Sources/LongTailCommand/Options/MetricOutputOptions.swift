import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// What becomes of a report of metrics: how it is printed, kept and judged.
struct MetricOutputOptions: ParsableArguments {
  @Flag(help: "Show many, medium and few, by true and by predicted class. Needs class counts.")
  var groups = false

  @Flag(help: "Show every class, by true and by predicted label.")
  var perClass = false

  @Option(
    help: ArgumentHelp(
      "Write what the figures are made of, to be merged with others.", valueName: "file"),
    transform: PathArgument.path)
  var state: String?

  @OptionGroup var replacing: OverwriteOption

  @Option(
    help: ArgumentHelp(
      "End with exit code 3 when this holds, such as \"ece>0.05\" or \"accuracy_few<=0.3\"; \"ece.lower>0.05\" looks at an end of the interval. Can be given several times.",
      valueName: "gate"))
  var failIf: [String] = []

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws { _ = try gates() }

  private func gates() throws -> [MeasureGate] {
    try GateTexts.gates(failIf) { try MeasureGate($0) }
  }

  /// Finds out before anything is measured whether the state may be written.
  /// - Throws: `FileProblem` when a file is in its place.
  func checkState() throws(FileProblem) {
    if let state { try replacing.check(state) }
  }

  /// Judges the gates, writes the state and prints the report.
  ///
  /// A failed gate counts for more than a report that nobody could be given: what calls for gates goes by the
  /// exit code.
  /// - Throws: `ExitCode` 3 when a gate failed, 1 when one cannot be judged; what kept the report from being
  ///   written where no gate failed.
  func write(_ table: FigureTable, _ merged: MergeableEvidence) throws {
    guard !groups || table.groupRule != nil else {
      throw ValidationError("--groups needs --class-counts FILE: groups go by training images")
    }
    var shown = table
    if !perClass { shown.perClass = [] }
    let failures = try gates().compactMap { $0.failure(of: table) }
    let written = Result {
      if let state { try merged.write(to: state) }
      try StandardOutput.print(FigureTableText(shown, hasGroups: groups).text(format))
    }
    for failure in failures { StandardError.print("Error: \(failure)") }
    guard failures.contains(where: { if case .failed = $0 { true } else { false } }) else {
      try written.get()
      if !failures.isEmpty { throw ExitCode.failure }
      return
    }
    if case .failure(let problem as FileProblem) = written {
      StandardError.print("Error: \(problem)")
    }
    throw ExitCode(3)
  }
}
