/// Chooses a calibrator, or none, on held-out samples.
///
/// The rule of one standard error (Breiman et al., Classification and Regression Trees, 1984, section 3.4.3): of
/// the candidates in their order, no calibration first, the first is chosen whose loss is not above the lowest
/// by more than one standard error. So a calibrator takes over only where the samples tell it from what comes
/// before it. Losses are −log p of the label; each sample's comes from a fit that has not seen it, and the
/// standard error is that of the difference from the lowest, sample by sample. Where classes count the same, a
/// tail class of two samples has a large weight: the standard error then is large as well, and the choice falls
/// to no calibration.
public struct CalibratorSelection: Sendable {
  /// How much each sample counts: the class distribution of the world that is chosen for.
  public var weighting = SampleWeighting.shrunkClasses
  /// Into how many parts the samples are divided, 2 or more.
  public var folds = 5
  /// So many standard errors above the lowest loss are taken for as good as it; 0 takes the lowest.
  public var standardErrors = 1.0
  /// What is calibrated of an ensemble.
  public var expertCalibration = ExpertCalibration.combined
  /// How its experts are combined; `nil` for a single network.
  public var combination: EnsembleCombination?

  public init() {}

  /// - Parameters:
  ///   - methods: the candidates after none, the simplest first; each has a name of its own.
  ///   - validation: predictions on samples that the model was not trained on.
  ///   - training: predictions on the training samples; some methods take class statistics from them.
  /// - Returns: the choice. A method that cannot be fitted is no candidate, and has its reason.
  /// - Throws: ``CalibrationError`` for unusable predictions, weights that do not fit the classes, and settings out
  ///   of range; what a method throws besides.
  public func choice(
    among methods: [any CalibrationMethod], on validation: Predictions, training: Predictions?
  ) throws -> CalibratorChoice {
    try validate()
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    guard weights.count(where: { $0 > 0 }) > 1 else { return nothing(methods, validation) }
    let fitting = CrossFitting(labels: validation.labels, folds: folds)
    var losses: [[Double]?] = [
      LikelihoodScores.perSample(softmax(validation.logits), labels: validation.labels).likelihood
    ]
    var reasons: [String?] = [nil]
    for method in methods {
      do {
        losses.append(
          try fitting.likelihoods(
            of: method, on: validation, training: training,
            calibrating: (expertCalibration, combination)))
        reasons.append(nil)
      } catch let error as CalibrationError {
        losses.append(nil)
        reasons.append("\(error)")
      }
    }
    return choice(
      names: Self.names(methods), losses: losses, reasons: reasons, weights: weights,
      folds: fitting.count)
  }

  /// The choice from what each candidate loses on each sample.
  /// - Parameters:
  ///   - names: of the candidates in their order, none first.
  ///   - losses: `[samples]` for each; `nil` for one that could not be fitted.
  ///   - reasons: why not.
  ///   - weights: `[samples]`
  ///   - folds: that the losses come from.
  /// - Returns: the first that is not worse than the lowest by more than ``standardErrors``.
  func choice(
    names: [String], losses: [[Double]?], reasons: [String?], weights: [Double], folds: Int
  ) -> CalibratorChoice {
    let means = losses.map { $0.map { WeightedMean($0, weights: weights).value } }
    let measured = means.indices.filter { means[$0] != nil }
    let lowest = measured.min { means[$0] ?? .infinity < means[$1] ?? .infinity } ?? 0
    func difference(_ index: Int, from other: Int) -> WeightedMean? {
      guard index != other, let own = losses[index], let base = losses[other] else { return nil }
      return WeightedMean(zip(own, base).map { $0 - $1 }, weights: weights)
    }
    let chosen =
      measured.first { index in
        guard let above = difference(index, from: lowest) else { return true }
        return above.value <= standardErrors * (above.standardError ?? .infinity)
      } ?? lowest
    let total = weights.compensatedSum()
    return CalibratorChoice(
      chosen: names[chosen],
      candidates: names.indices.map { index in
        CalibratorChoice.Candidate(
          name: names[index], negativeLogLikelihood: means[index],
          aboveLowest: difference(index, from: lowest),
          aboveChosen: difference(index, from: chosen), skipped: reasons[index])
      }, weighting: weighting, samples: weights.count,
      effectiveSamples: total * total / weights.map { $0 * $0 }.compensatedSum(), folds: folds,
      standardErrors: standardErrors)
  }

  /// No calibration, because there is nothing to tell candidates apart with.
  private func nothing(
    _ methods: [any CalibrationMethod], _ validation: Predictions
  ) -> CalibratorChoice {
    let count = validation.labels.count
    return CalibratorChoice(
      chosen: CalibratorChoice.uncalibrated,
      candidates: Self.names(methods).map {
        CalibratorChoice.Candidate(
          name: $0, negativeLogLikelihood: nil, aboveLowest: nil, aboveChosen: nil, skipped: nil)
      }, weighting: weighting, samples: count, effectiveSamples: Double(count), folds: 0,
      standardErrors: standardErrors)
  }

  private func validate() throws(CalibrationError) {
    try SettingRange.require("folds", folds, in: 2...Int.max)
    try SettingRange.require("standardErrors", standardErrors, in: 0...1e6)
  }

  private static func names(_ methods: [any CalibrationMethod]) -> [String] {
    [CalibratorChoice.uncalibrated] + methods.map { type(of: $0).name }
  }
}
