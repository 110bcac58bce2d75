/// Calibrators beside each other: all fitted to one validation set, all measured on one test set.
public struct CalibratorComparison: Sendable {
  /// What a ``run(_:observer:)`` is about to do or has done.
  public enum Step: Sendable {
    /// A calibrator is being fitted: its name, how many were dealt with before it, how many there are.
    case fitting(String, place: Int, of: Int)
    /// `nil` for how the figures could not be had, and the seconds that fit and measurement took.
    case finished(String, skipped: String?, seconds: Double)
  }

  /// The labelled samples that every calibrator is fitted to.
  public let validation: Predictions
  /// Predictions on the training samples, for methods that take statistics from them; `nil` without any.
  public let training: Predictions?
  /// The labelled samples that every calibrator is measured on.
  public let test: Predictions
  /// Training images per class, from which the groups follow; `nil` when nobody knows them.
  public let classCounts: [Int]?
  /// A fit that takes longer than so many seconds is left out; `nil` for no limit.
  public var timeLimit: Double?
  /// Bins of equal width.
  public var bins = 15
  /// Of the simulated null bands.
  public var seed: UInt64 = 0
  /// What is calibrated of an ensemble; `each` needs predictions with the logits of experts.
  public var expertCalibration = ExpertCalibration.combined
  /// The class distribution of the world, one share a class: every calibrator is also measured with its
  /// probabilities moved there from their mean on the validation set; `nil` for none.
  public var targetPrior: [Double]?
  /// How the experts are combined; `nil` for a single network.
  public var combination: EnsembleCombination?

  /// Class counts are those of the test predictions, else the validation's, else the training's, else the
  /// labels of the training predictions.
  /// - Throws: ``CalibrationError`` when the predictions are unusable or differ in their classes.
  public init(
    validation: Predictions, training: Predictions?, test: Predictions
  ) throws(CalibrationError) {
    try validation.check(as: "validation")
    try training?.check(as: "training")
    try test.check(as: "test")
    for other in [training, test].compactMap({ $0 })
    where other.logits.classes != validation.logits.classes {
      throw .classesDiffer(calibrator: validation.logits.classes, data: other.logits.classes)
    }
    self.validation = validation
    self.training = training
    self.test = test
    classCounts =
      test.classCounts ?? validation.classCounts ?? training?.classCounts ?? training?.labelCounts
  }

  /// Fits and measures one method after the other, the uncalibrated probabilities first.
  /// - Returns: one entry a method, in their order, after the one without calibration.
  public func run(
    _ methods: [any CalibrationMethod], observer: (Step) -> Void = { _ in }
  ) -> [ComparedCalibrator] {
    var entries = [uncalibrated()]
    for (place, method) in methods.enumerated() {
      let name = type(of: method).name
      observer(.fitting(name, place: place, of: methods.count))
      let began = ContinuousClock.now
      let entry = entry(of: method, name: name)
      entries.append(entry)
      observer(
        .finished(name, skipped: entry.skipped, seconds: (ContinuousClock.now - began).inSeconds))
    }
    return ComparedCalibrator.withDifferences(entries)
  }

  private func entry(of method: some CalibrationMethod, name: String) -> ComparedCalibrator {
    let clock = ContinuousClock()
    let began = clock.now
    do {
      let fitted = try FitDeadline.$moment.withValue(timeLimit.map { began + .seconds($0) }) {
        try method.fitted(
          to: validation, training: training, calibrating: expertCalibration,
          combination: combination)
      }
      let seconds = (clock.now - began).inSeconds
      if let timeLimit, seconds > timeLimit {
        return ComparedCalibrator(name, skipped: "the fit took longer than \(timeLimit) seconds")
      }
      return try ComparedCalibrator(
        name,
        measurement(fitSeconds: seconds, fitted: fitted) { (piece) throws(CalibrationError) in
          try fitted.probabilities(for: piece)
        })
    } catch {
      return ComparedCalibrator(name, skipped: "\(error)")
    }
  }

  private func uncalibrated() -> ComparedCalibrator {
    do {
      return try ComparedCalibrator(
        "none",
        measurement(fitSeconds: 0, fitted: nil) { (piece) throws(CalibrationError) in
          softmax(piece.logits)
        })
    } catch {
      return ComparedCalibrator("none", skipped: "\(error)")
    }
  }

  private func measurement(
    fitSeconds: Double, fitted: FittedCalibration?,
    _ calibrated: (Predictions) throws(CalibrationError) -> Probabilities
  ) throws -> ComparedCalibrator.Measurement {
    var settings = MeasureSettings()
    settings.bins = bins
    settings.seed = seed
    // Before the others, so that there is one array of probabilities at a time.
    var corrected: FigureTable?
    if let targetPrior {
      let correction = try PriorCorrection(
        from: validation.meanOfPieces(calibrated), to: targetPrior)
      corrected = try FigureTable(
        of: Measures.recorded,
        try test.inPieces { (piece) throws(CalibrationError) in
          try correction(try calibrated(piece))
        }, labels: test.labels, classCounts: classCounts, uncertainties: test.uncertainties,
        settings)
    }
    settings.intervals = .formulas
    let probabilities = try test.inPieces(calibrated)
    return ComparedCalibrator.Measurement(
      fitSeconds: fitSeconds, fitted: fitted,
      figures: try FigureTable(
        of: Measures.all, probabilities, labels: test.labels, classCounts: classCounts,
        uncertainties: test.uncertainties, settings),
      corrected: corrected,
      shares: ErrorShares(probabilities, labels: test.labels, binning: .equalWidth(bins)))
  }
}

extension Duration {
  /// This time as a number.
  var inSeconds: Double {
    let (whole, fraction) = components
    return Double(whole) + Double(fraction) * 1e-18
  }
}
