import ArgumentParser
import Calibration

/// How calibrators are measured beside each other, and how long a fit may take.
struct ComparisonMeasureOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A fit that takes longer is left out.", valueName: "seconds"))
  var timeLimit = 120.0

  @Option(parsing: .unconditional, help: "Bins of equal width of the calibration errors.")
  var bins = 15

  @Option(parsing: .unconditional, help: "Seed of the simulated null bands.")
  var seed = 0

  func validate() throws {
    guard timeLimit > 0 else {
      throw ValidationError("--time-limit is \(timeLimit); more than 0 seconds are needed")
    }
    guard MeasureSettings.binCounts.contains(bins) else {
      throw ValidationError("--bins is \(bins); 1 to 100000 are possible")
    }
    guard seed >= 0 else { throw ValidationError("--seed is \(seed); 0 or more is needed") }
  }

  /// - Throws: `CalibrationError` when predictions are unusable or differ in their classes.
  func comparison(
    of folders: ComparedFolders, _ experts: EnsembleOptions.Choice
  ) throws -> CalibratorComparison {
    var comparison = try CalibratorComparison(
      validation: folders.validation, training: folders.training, test: folders.test)
    comparison.timeLimit = timeLimit
    comparison.bins = bins
    comparison.seed = UInt64(seed)
    comparison.combination = experts.combination
    comparison.expertCalibration = experts.calibration
    return comparison
  }
}
