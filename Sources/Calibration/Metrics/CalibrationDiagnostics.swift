/// The figures beyond a ``Scorecard``: without the bias of small sets, without bins, with intervals.
public struct CalibrationDiagnostics: Sendable, Codable, Equatable {
  /// Expected calibration error minus what a perfectly calibrated model with the same confidences would
  /// show: averages 0 for such a model, and may be negative.
  public let debiasedError: Double
  /// The expected calibration error that chance alone would give these confidences.
  public let nullBand: NullBand
  /// 2-norm of the gaps.
  public let rootMeanSquareError: Double
  /// Σ share · confidence · max(accuracy − confidence, 0) over bins of equal width.
  public let underconfidenceError: Double
  /// Calibration error without bins (``SmoothCalibrationError``); `nil` without samples.
  public let smoothError: Double?
  /// Squared, unbiased.
  public let kernelError: Double?
  /// How well confidence tells right answers from wrong ones.
  public let ranking: RankingScores
  /// The Brier score in what recalibration could win, and the rest.
  public let brierParts: BrierDecomposition
  /// Wilson's 95 % interval of the accuracy; `nil` without samples.
  public let accuracyInterval: Interval?
  /// 95 % interval of the expected calibration error; `nil` without samples.
  public let expectedErrorInterval: Interval?
  /// 95 % interval of the mean negative log-likelihood, in nats; `nil` for fewer than two samples.
  public let likelihoodInterval: Interval?
  /// 95 % interval of the Brier score; `nil` for fewer than two samples.
  public let brierInterval: Interval?
  /// 95 % interval of confidence minus accuracy; `nil` for fewer than two samples.
  public let signedGapInterval: Interval?
  /// How each figure is defined, in a few signs, by its key.
  public let conventions: [String: String]

  /// Measures probabilities `[samples, classes]` with labels `[samples]`; the seed is that of the null band.
  public init(_ probabilities: Probabilities, labels: [Int], bins: Int = 15, seed: UInt64 = 0) {
    let top = TopLabels(probabilities)
    let correct = top.correct(labels)
    let binning = Binning.equalWidth(bins)
    let reliability = ReliabilityBins(
      confidences: top.confidences, correct: correct, binning: binning)
    let scores = LikelihoodScores.perSample(probabilities, labels: labels)
    nullBand = NullBand(confidences: top.confidences, binning: binning, seed: seed)
    debiasedError = reliability.expectedError - nullBand.mean
    rootMeanSquareError = reliability.rootMeanSquareError
    underconfidenceError = reliability.underconfidenceError
    smoothError = SmoothCalibrationError()(confidences: top.confidences, correct: correct)
    kernelError = KernelCalibrationError()(confidences: top.confidences, correct: correct)
    ranking = RankingScores(confidences: top.confidences, correct: correct)
    brierParts = BrierDecomposition(probabilities, labels: labels, binning: binning)
    accuracyInterval = ConfidenceIntervals.share(
      hits: correct.count { $0 }, of: correct.count)
    expectedErrorInterval = ConfidenceIntervals.expectedError(reliability)
    likelihoodInterval = ConfidenceIntervals.mean(scores.likelihood)
    brierInterval = ConfidenceIntervals.mean(scores.brier)
    signedGapInterval = ConfidenceIntervals.mean(
      zip(top.confidences, correct).map { $0 - ($1 ? 1 : 0) })
    conventions = Scorecard.conventions(bins: bins).merging([
      "ece_debiased": "ece-minus-null-mean/top-label/l1/\(binning.convention)",
      "ece_l2": "ece/top-label/l2/\(binning.convention)",
      "underconfidence_error": "underconfidence/top-label/\(binning.convention)",
      "smooth_ece": "smooth-ece/top-label/reflected-gaussian/width=value",
      "kernel_error": "skce/top-label/laplacian0.2/unbiased",
      "auroc": "auroc/correct-by-confidence/ties-half",
      "aurc": "aurc/mean-over-coverage/ties-together",
      "brier_calibration": "brier-calibration/class-sum/\(binning.convention)",
    ]) { $1 }
  }

  private enum CodingKeys: String, CodingKey {
    case debiasedError = "ece_debiased"
    case nullBand = "ece_null"
    case rootMeanSquareError = "ece_l2"
    case underconfidenceError = "underconfidence_error"
    case smoothError = "smooth_ece"
    case kernelError = "kernel_error"
    case ranking
    case brierParts = "brier_parts"
    case accuracyInterval = "accuracy_interval"
    case expectedErrorInterval = "ece_interval"
    case likelihoodInterval = "nll_interval"
    case brierInterval = "brier_interval"
    case signedGapInterval = "signed_gap_interval"
    case conventions
  }
}

extension Scorecard {
  /// How each figure is defined, in a few signs, by its key.
  public static func conventions(bins: Int) -> [String: String] {
    let width = Binning.equalWidth(bins).convention
    return [
      "accuracy": "accuracy/top-1/first-on-ties",
      "balanced_accuracy": "accuracy/mean-of-classes",
      "accuracy_many": "accuracy/mean-of-classes/many",
      "accuracy_medium": "accuracy/mean-of-classes/medium",
      "accuracy_few": "accuracy/mean-of-classes/few",
      "ece": "ece/top-label/l1/\(width)",
      "mce": "ece/top-label/max/\(width)",
      "adaptive_ece": "ece/top-label/l1/\(Binning.equalMass(bins).convention)",
      "classwise_ece": "ece/class-mean/l1/\(width)",
      "ace": "ece/class-mean/l1/sorted\(bins)/(lo,hi]/lowest-apart",
      "nll": "nll/mean/nats/floor1e-20",
      "brier": "brier/class-sum/sample-mean",
      "overconfidence_error": "overconfidence/top-label/\(width)",
      "signed_gap": "confidence-minus-accuracy/top-label",
    ]
  }
}
