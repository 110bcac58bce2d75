public import ArgumentParser
public import Calibration

extension CalibrationNorm: ExpressibleByArgument {}
extension CompatibilityMode: ExpressibleByArgument {}

/// How predictions are measured.
struct MeasureOptions: ParsableArguments {
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

  /// Names of the options given; a merge has no use for them.
  var given: [String] {
    let given: [(String, Bool)] = [
      ("--bins", bins != nil), ("--norm", norm != nil), ("--compatibility", compatibility != nil),
      ("--test-prior", testPrior != nil), ("--intervals", intervals),
      ("--resamples", resamples != nil), ("--seed", seed != nil), ("--streaming", streaming),
    ]
    return given.filter(\.1).map(\.0)
  }

  /// What a state leaves out of these options and others that need every sample, for who writes one.
  func leftOutOfStates(_ others: [String]) -> [String] {
    let own = [("--compatibility", compatibility != nil), ("--test-prior", testPrior != nil)]
    return (own.filter(\.1).map(\.0) + others).map {
      "the state does without \($0), which needs every sample: figures of merged states are without it"
    }
  }

  func validate() throws {
    if let bins, !MeasureSettings.binCounts.contains(bins) {
      throw ValidationError("--bins is \(bins); 1 to 100000 are possible")
    }
    if let seed, seed < 0 { throw ValidationError("--seed is \(seed); 0 or more is needed") }
    if let resamples, !MeasureSettings.resampleCounts.contains(resamples) {
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

  /// Tells how a file with a test prior was understood.
  /// - Parameter source: what is measured.
  /// - Returns: the settings, with the defaults of what was not given.
  /// - Throws: `ValidationError` for a test prior that goes by class counts which are not there; `FileProblem` for a
  ///   file that is wrong, or names other classes.
  func settings(for source: LabelledRows) throws -> MeasureSettings {
    var settings = MeasureSettings()
    if let bins { settings.bins = bins }
    if let norm { settings.norm = norm }
    settings.compatibility = compatibility
    settings.testPrior = try testPrior.map {
      try PriorOption.testPrior($0, option: "--test-prior", for: source.rows.known)
    }
    try PriorOption.requireCounts(
      source.classCounts, for: settings.testPrior, option: "--test-prior",
      giving: "--class-counts FILE")
    settings.intervals = intervals ? .all : .none
    if let resamples { settings.resamples = resamples }
    if let seed { settings.seed = UInt64(seed) }
    settings.isStreaming = streaming
    return settings
  }
}
