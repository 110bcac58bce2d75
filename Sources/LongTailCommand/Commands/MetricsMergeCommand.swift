import ArgumentParser
import ArrayFiles
import Calibration

/// `longtail metrics merge`
struct MetricsMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put states of `longtail metrics --state` together and measure the whole.",
    discussion: """
      The figures are those of `longtail metrics --streaming` on all samples:
      counts are the same, sums agree to 1e-12, in any order of the files.
      adaptive_ece comes from 4096 cells: an edge of its bins is off by less
      than 1/4096.

      Examples:
        longtail metrics merge a.json b.json
        longtail metrics merge parts/*.json --class-counts counts.json
      """)

  @Argument(help: "Files that --state wrote.")
  var states: [String]

  @Option(
    help: ArgumentHelp(
      "Training images per class: a JSON array of integers, or an array file. Groups come from it.",
      valueName: "file"))
  var classCounts: String?

  @OptionGroup(title: "Output")
  var output: MetricOutputOptions

  func run() throws {
    var merged: ScorecardState?
    for path in states {
      let state = try ScorecardState.read(path)
      do {
        try merged?.merge(state)
      } catch {
        throw FileProblem(path, "\(error)")
      }
      if merged == nil { merged = state }
    }
    guard let merged else { throw ValidationError("name the states to merge") }
    let counts = try classCounts.map {
      try PredictionArrays.classCounts($0, classes: merged.classes)
    }
    try output.write(MetricReport(merged, classCounts: counts), merged)
  }
}
