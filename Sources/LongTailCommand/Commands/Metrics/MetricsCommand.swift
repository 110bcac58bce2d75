import ArgumentParser
import Calibration

/// `longtail metrics`
struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Measure predictions in files: accuracy, calibration errors, proper scores.",
    discussion: """
      Whether a file holds logits or probabilities is said, never guessed.
      Errors and accuracies are fractions; every figure has its convention.
      A failed gate ends with exit code 3, also where the report cannot be written (otherwise 1).

      Examples:
        longtail metrics --probabilities p.npy --labels labels.npy
        longtail metrics --predictions runs/bs/predictions/test --intervals
        longtail metrics --logits dump.npz --labels dump.npz --norm l2
        longtail metrics --probabilities p.csv --labels p.csv \\
          --compatibility netcal --bins 10 --fail-if "ece>0.05"
        longtail metrics --logits scores.csv --columns cat..yak --labels scores.csv:target
        longtail metrics --logits expert_logits.npy --combine mean-logits --labels labels.npy
        longtail metrics --logits z.npy --labels y.npy --uncertainty entropy.npy --intervals
        longtail metrics --logits a.npy --labels b.npy --state a.json
        longtail metrics merge a.json b.json
      """,
    subcommands: [MetricsMergeCommand.self])

  @OptionGroup(title: "Predictions")
  var predictions: PredictionOptions

  @OptionGroup(title: "Predictions")
  var groups: ClassCountOptions

  @OptionGroup var measuring: MeasureOptions

  @OptionGroup(title: "Output")
  var output: MetricOutputOptions

  /// Names of the options given that say what to measure and how; a merge has no use for them.
  var measuringOptions: [String] { predictions.given + measuring.given }

  func validate() throws {
    guard let option = predictions.uncertainty.given.first, measuring.streaming else { return }
    throw ValidationError(
      "\(option) needs every sample, which --streaming does not keep; give one of them")
  }

  func run() throws {
    try output.checkState()
    let source = try predictions.open(classCounts: groups.classCounts)
    Remarks.print(source.notes)
    Remarks.warn(source.warnings)
    let settings = try measuring.settings(for: source)
    var (table, state) = try FigureTable.measure(source, settings)
    state.classNames = source.rows.classNames
    if output.state != nil {
      Remarks.print(measuring.leftOutOfStates(predictions.uncertainty.given))
    }
    try output.write(table, state)
  }
}
