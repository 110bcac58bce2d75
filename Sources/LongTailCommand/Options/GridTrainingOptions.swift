import ArgumentParser
import LongTail
import RunReports

/// What differs from the plans of the methods in every run of a comparison.
struct GridTrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Length of the first stages; everything else scales with it.")
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Share of every stage's published length, such as 0.1; milestones and warm-up scale with it, and the table says so.",
      valueName: "share"))
  var scale: Double?

  @Option(
    name: .customLong("set"),
    help: "KEY=VALUE for all methods that have such a key, or METHOD:KEY=VALUE; may be repeated.")
  var settings: [String] = []

  @Option(help: "Which epoch's weights count: last, validation or test.")
  var selection: CheckpointSelection?

  @Flag(inversion: .prefixedNo, help: "Carry out first stages that are the same only once.")
  var shareStages = true

  /// Refuses what the grid gives, or no stage can have.
  /// - Parameter data: what all runs are trained on.
  /// - Throws: `ValidationError`
  func check(data: DataOptions) throws {
    try EpochCount.validate(epochs)
    if let scale {
      guard scale > 0, scale <= 1 else {
        throw ValidationError("--scale is \(scale); a number above 0 and at most 1 is needed")
      }
      guard epochs == nil else { throw ValidationError("give --epochs or --scale, not both") }
    }
    guard data.imbalanceFactor == nil else {
      throw ValidationError("use --imbalance-factors, with as many as you like")
    }
    guard data.seed == nil else {
      throw ValidationError("use --seeds, with as many as you like")
    }
  }

  /// What carries the runs out, with a page for each.
  /// - Parameters:
  ///   - folder: of the runs and the table.
  ///   - data: what all runs are trained on.
  ///   - execution: how runs are carried out.
  ///   - waits: whether it waits for runs that other processes carry out.
  ///   - observer: is told of progress.
  /// - Returns: a runner that has carried nothing out yet.
  func runner(
    in folder: String, data: DataSettings, execution: Execution, waits: Bool,
    observer: any TrainingObserver
  ) -> ComparisonRunner {
    // The method of a run is its place's.
    let request = MethodRequest(
      method: "", epochs: epochs, scale: scale, selection: selection, settings: settings)
    return ComparisonRunner(
      folder: folder, data: data, request: request, sharesStages: shareStages,
      execution: execution, waits: waits, observer: observer
    ) { try RunReportWriter.write(runs: [$0.path], to: $0.reportPath) }
  }
}
