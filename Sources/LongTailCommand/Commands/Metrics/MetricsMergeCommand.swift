import ArgumentParser
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

  // The options in groups are shared with `metrics` itself, which sees them first.
  @ParentCommand
  var metrics: MetricsCommand

  @Argument(help: "Files that --state wrote.", transform: PathArgument.path)
  var states: [String]

  @OptionGroup
  var groups: ClassCountOptions

  @OptionGroup(title: "Output")
  var output: MetricOutputOptions

  func run() throws {
    if let option = metrics.measuringOptions.first {
      throw ValidationError("\(option) says how to measure; states are measured already")
    }
    try output.checkState()
    guard let (merged, notes) = try MergeableEvidence.merging(states) else {
      throw ValidationError("name the states to merge")
    }
    Remarks.print(notes)
    let counts = try groups.classCounts.map {
      try PredictionArrays.classCounts(
        $0, classes: merged.classes, classNames: merged.classNames, of: states[0])
    }
    Remarks.print(counts?.notes ?? [])
    try output.write(try FigureTable(merged, classCounts: counts?.counts), merged)
  }
}
