import Foundation

/// Chooses a calibrator, or none, on held-out samples.
///
/// Losses are −log p of the label; each sample's comes from a fit that has not seen it. The choice has two steps:
///
/// 1. A candidate must be told from no calibration. Its gain must be above t standard errors, t the value that
///    Student's distribution with the effective number of samples less one exceeds with the chance α / m: α that of a
///    normal variable beyond ``standardErrors``, m the number of calibrators (Bonferroni), so that a long list of
///    them does not make one of them likely to pass by chance. The standard error is that of the gain, sample by
///    sample, and not below the one that labels drawn from the uncalibrated probabilities would give: a few samples
///    without an error among them say little against an error to come.
/// 2. Those that pass are compared by what they cost: the mean loss plus ``calibrationErrorWeight`` times the smooth
///    calibration error of the same answers (``SmoothCalibrationError``). In their order, the first is taken that does
///    not cost more than the cheapest by more than ``standardErrors`` of the difference of their losses (the rule of one
///    standard error; Breiman et al., Classification and Regression Trees, 1984, section 3.4.3).
///
/// The loss alone also rewards a better ranking of the classes, for which a calibrator may stay too sure: of two with
/// nearly the same loss, the one whose confidence can be believed is wanted.
///
/// Where none passes, there is no calibration. Where classes count the same, a tail class of two samples has a large
/// weight: standard errors then are large, and the effective number of samples small.
public struct CalibratorSelection: Sendable {
  /// How much each sample counts: the class distribution of the world that is chosen for. Of shrunk classes, one with
  /// as many samples as there are ``folds`` gets half of its share: more than in a fit, since a calibrator that harms
  /// rare classes, of which a world of equal classes is full, would else pass unseen.
  public var weighting = SampleWeighting.shrunkClasses
  /// Into how many parts the samples are divided, 2 or more.
  public var folds = 5
  /// By so many standard errors a lone calibrator must be better than none, and one better than another that is
  /// simpler; 0 takes the lowest loss.
  public var standardErrors = 1.0
  /// How many nats of loss a calibration error of 1 is worth; 0 goes by the loss alone. A fifth of a percentage point
  /// counts as much as 0.005 nats.
  public var calibrationErrorWeight = 2.5
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
    // A class with fewer samples than folds is not in all of them.
    let weights = try validation.weights(weighting, samplesForHalfShare: Double(folds))
    guard weights.count(where: { $0 > 0 }) > 1 else { return nothing(methods, validation) }
    let fitting = CrossFitting(labels: validation.labels, folds: folds)
    let plain = softmax(validation.logits)
    var losses: [HeldOutLosses?] = [
      HeldOutLosses(plain, uncalibrated: plain, labels: validation.labels)
    ]
    var reasons: [String?] = [nil]
    for method in methods {
      do {
        losses.append(
          try fitting.losses(
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
  ///   - losses: for each; `nil` for one that could not be fitted.
  ///   - reasons: why not.
  ///   - weights: `[samples]`
  ///   - folds: that the losses come from.
  /// - Returns: what the two steps give.
  func choice(
    names: [String], losses: [HeldOutLosses?], reasons: [String?], weights: [Double], folds: Int
  ) -> CalibratorChoice {
    let means = losses.map { $0.map { WeightedMean($0.values, weights: weights).value } }
    let errors = losses.map { $0?.calibrationError(weights: weights) }
    let costs = zip(means, errors).map { mean, error in
      mean.map { $0 + calibrationErrorWeight * (error ?? 0) }
    }
    let measured = means.indices.filter { means[$0] != nil }
    let total = weights.compensatedSum()
    let effective = total * total / weights.map { $0 * $0 }.compensatedSum()
    let required = requiredStandardErrors(
      calibrators: measured.count - 1, effectiveSamples: effective)
    func difference(_ index: Int, from other: Int) -> WeightedMean? {
      guard index != other, let own = losses[index], let base = losses[other] else { return nil }
      return WeightedMean(zip(own.values, base.values).map { $0 - $1 }, weights: weights)
    }
    let gains = losses.indices.map { index -> WeightedMean? in
      guard index > 0, let own = losses[index], let plain = losses[0] else { return nil }
      return WeightedMean(
        zip(plain.values, own.values).map { $0 - $1 }, weights: weights,
        leastVariances: own.nullVariances)
    }
    func lowest(_ figures: [Double?], of indices: [Int]) -> Int {
      indices.min { figures[$0] ?? .infinity < figures[$1] ?? .infinity } ?? 0
    }
    let passing = measured.filter { gains[$0]?.isAbove(required) ?? false }
    let best = lowest(costs, of: passing)
    let chosen =
      passing.first { index in
        guard let above = difference(index, from: best), let cost = costs[index],
          let least = costs[best]
        else { return true }
        return !above.hasError(below: cost - least, times: standardErrors)
      } ?? 0
    let lowest = lowest(means, of: measured)
    return CalibratorChoice(
      chosen: names[chosen],
      candidates: names.indices.map { index in
        CalibratorChoice.Candidate(
          name: names[index], negativeLogLikelihood: means[index],
          calibrationError: errors[index],
          aboveLowest: difference(index, from: lowest),
          aboveChosen: difference(index, from: chosen), belowUncalibrated: gains[index],
          skipped: reasons[index])
      }, weighting: weighting, samples: weights.count, effectiveSamples: effective, folds: folds,
      standardErrors: standardErrors, requiredStandardErrors: required,
      calibrationErrorWeight: calibrationErrorWeight)
  }

  /// By how many standard errors a calibrator must be better than none; `nil` where no number is enough.
  private func requiredStandardErrors(calibrators: Int, effectiveSamples: Double) -> Double? {
    let chance = erfc(standardErrors / 2.0.squareRoot()) / 2 / Double(max(calibrators, 1))
    guard effectiveSamples > 1 + 1e-9, chance > 0 else { return nil }
    let required = StudentDistribution(degrees: effectiveSamples - 1)
      .exceeded(withChance: chance)
    return required.isFinite ? required : nil
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
          name: $0, negativeLogLikelihood: nil, calibrationError: nil, aboveLowest: nil,
          aboveChosen: nil, belowUncalibrated: nil, skipped: nil)
      }, weighting: weighting, samples: count, effectiveSamples: Double(count), folds: 0,
      standardErrors: standardErrors, requiredStandardErrors: nil,
      calibrationErrorWeight: calibrationErrorWeight)
  }

  private func validate() throws(CalibrationError) {
    try SettingRange.require("folds", folds, in: 2...Int.max)
    try SettingRange.require("standardErrors", standardErrors, in: 0...1e6)
    try SettingRange.require("calibrationErrorWeight", calibrationErrorWeight, in: 0...1e6)
  }

  private static func names(_ methods: [any CalibrationMethod]) -> [String] {
    [CalibratorChoice.uncalibrated] + methods.map { type(of: $0).name }
  }
}
