public import ArgumentParser
import ArrayFiles
public import Calibration

extension CalibrationNorm: ExpressibleByArgument {}
extension CompatibilityMode: ExpressibleByArgument {}

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
        longtail metrics --logits a.npy --labels b.npy --state a.json
        longtail metrics merge a.json b.json
      """,
    subcommands: [MetricsMergeCommand.self])

  @OptionGroup(title: "Predictions")
  var predictions: PredictionOptions

  @OptionGroup(title: "Predictions")
  var groups: ClassCountOptions

  @Option(
    parsing: .unconditional,
    help: "Bins of equal width, and of equal mass where a figure has such (default 15).")
  var bins: Int?

  @Option(help: "Norm of ece, adaptive_ece and classwise_ece: l1 (the default), l2 or max.")
  var norm: CalibrationNorm?

  @Option(
    help: ArgumentHelp(
      "Bin top labels exactly as another program: mislas, knowledge-transfer, netcal or torchmetrics.",
      valueName: "program"))
  var compatibility: CompatibilityMode?

  @Option(
    help: ArgumentHelp(
      "Re-weight the samples to a class distribution: uniform, forward-R, backward-R (by class counts), or a file with a share or count a class.",
      valueName: "prior"), transform: PathArgument.path)
  var testPrior: String?

  @Flag(help: "Give 95 % intervals.")
  var intervals = false

  @Option(
    parsing: .unconditional, help: "Draws of intervals that have no formula (default 200).")
  var resamples: Int?

  @Option(parsing: .unconditional, help: "Seed of all that is drawn (default 0).")
  var seed: Int?

  @Flag(
    help:
      "Keep bins and classes only, so that memory does not grow with the samples; figures that need more have no value."
  )
  var streaming = false

  @OptionGroup(title: "Output")
  var output: MetricOutputOptions

  /// Names of the options given that say what to measure and how; a merge has no use for them.
  var measuringOptions: [String] {
    let given: [(String, Bool)] = [
      ("--logits", predictions.logits != nil),
      ("--probabilities", predictions.probabilities != nil),
      ("--predictions", predictions.predictions != nil), ("--labels", predictions.labels != nil),
      ("--combine", predictions.rule.combine != nil),
      ("--columns", predictions.tables.columns != nil),
      ("--header", predictions.tables.header != .automatic), ("--bins", bins != nil),
      ("--norm", norm != nil), ("--compatibility", compatibility != nil),
      ("--test-prior", testPrior != nil), ("--intervals", intervals),
      ("--resamples", resamples != nil), ("--seed", seed != nil), ("--streaming", streaming),
    ]
    return given.filter(\.1).map(\.0)
  }

  func validate() throws {
    if let bins, !MetricSettings.binCounts.contains(bins) {
      throw ValidationError("--bins is \(bins); 1 to 100000 are possible")
    }
    if let seed, seed < 0 { throw ValidationError("--seed is \(seed); 0 or more is needed") }
    if let resamples, !MetricSettings.resampleCounts.contains(resamples) {
      throw ValidationError("--resamples is \(resamples); 20 to 1000000 are possible")
    }
    try PriorOption.check(testPrior, option: "--test-prior")
    for (isGiven, option) in [
      (compatibility != nil, "--compatibility"), (testPrior != nil, "--test-prior"),
      (intervals, "--intervals"),
    ] where isGiven && streaming {
      throw ValidationError(
        "\(option) needs every sample, which --streaming does not keep; give one of them")
    }
  }

  func run() throws {
    try output.checkState()
    let source = try predictions.open(classCounts: groups.classCounts)
    Remarks.print(source.notes)
    Remarks.warn(source.rows.warnings)
    var settings = MetricSettings()
    if let bins { settings.bins = bins }
    if let norm { settings.norm = norm }
    settings.compatibility = compatibility
    if let testPrior {
      try ClassShares.checkNames(testPrior, source.rows.classNames, of: "the predictions")
    }
    settings.testPrior = try testPrior.map {
      try PriorOption.testPrior($0, option: "--test-prior")
    }
    try PriorOption.requireCounts(
      source.classCounts, for: settings.testPrior, option: "--test-prior",
      giving: "--class-counts FILE")
    settings.hasIntervals = intervals
    if let resamples { settings.resamples = resamples }
    if let seed { settings.seed = UInt64(seed) }
    settings.isStreaming = streaming
    let (report, state) = try MetricReport.measure(source, settings)
    try output.write(report, state)
  }
}
