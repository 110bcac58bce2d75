import ArgumentParser
import Calibration

/// How a class prior is estimated.
struct PriorOptions: ParsableArguments {
  @Option(
    help: "em-map (the default), em, bbse-soft, bbse-hard or rlls; longtail list priors says more.")
  var estimator = MaximumAPosterioriPrior.name

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a setting of the estimator, such as pseudoSamples=50.", valueName: "key=value"))
  var settings: [String] = []

  @Option(
    parsing: .unconditional,
    help: "Draws of the rows that the intervals come from; 0 for none (default 500).")
  var resamples: Int?

  @Option(
    parsing: .unconditional,
    help:
      "How often calibrator and source prior are made again of validation rows drawn anew (default 20, 0 for more than 2 million probabilities there)."
  )
  var refits: Int?

  @Option(parsing: .unconditional, help: "Seed of all that is drawn.")
  var seed = 0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Apply the estimate when the test of a shift gives a p below this, else keep the source prior; 1 applies it always.",
      valueName: "p"))
  var shiftLevel = 0.05

  func validate() throws {
    try assignments.validate()
    guard seed >= 0 else { throw ValidationError("--seed is \(seed); 0 or more is needed") }
    if let resamples, resamples != 0, !(20...1_000_000).contains(resamples) {
      throw ValidationError("--resamples is \(resamples); 0, or 20 to 1000000, are possible")
    }
    if let refits, !(0...1_000_000).contains(refits) {
      throw ValidationError("--refits is \(refits); 0 to 1000000 are possible")
    }
    guard (0...1).contains(shiftLevel) else {
      throw ValidationError("--shift-level is \(shiftLevel); 0 to 1 is possible")
    }
  }

  private var assignments: SettingAssignments { SettingAssignments(texts: settings) }

  /// - Throws: `UnknownName` for an estimator or setting that there is not, `ValidationError` for a setting's
  ///   value.
  func estimation() throws -> PriorEstimation {
    var estimation = PriorEstimation()
    estimation.estimator = try changed(PriorEstimators.type(named: estimator))
    if let resamples { estimation.resamples = resamples }
    estimation.refits = refits
    estimation.seed = UInt64(seed)
    estimation.level = shiftLevel
    return estimation
  }

  private func changed<Estimator: PriorEstimator>(
    _ type: Estimator.Type
  ) throws -> any PriorEstimator {
    let changed = try assignments.applied(to: type.init(), called: type.name)
    do { try changed.validate() } catch {
      throw ValidationError("--set of \(type.name): \(error)")
    }
    return changed
  }
}
