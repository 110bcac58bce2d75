/// A calibrator for each expert of an ensemble, and how their probabilities are combined.
public struct ExpertCalibrators: Sendable {
  /// In the order of the experts, all for the same classes.
  public let experts: [any Calibrator]
  /// How the calibrated experts become the ensemble.
  public let combination: EnsembleCombination

  /// - Precondition: at least one calibrator, all of them for the same classes.
  public init(_ experts: [any Calibrator], combination: EnsembleCombination) {
    precondition(!experts.isEmpty, "no calibrator")
    precondition(Set(experts.map(\.classes)).count == 1, "calibrators for different classes")
    self.experts = experts
    self.combination = combination
  }

  /// Classes that every calibrator was fitted for.
  public var classes: Int { experts[0].classes }

  /// The calibrated ensemble's probabilities, from `[samples, classes]` of each expert.
  /// - Throws: ``CalibrationError`` for another number of experts or classes.
  public func probabilities(for logits: [Logits]) throws(CalibrationError) -> Probabilities {
    guard logits.count == experts.count else {
      throw .expertsDiffer(calibrator: experts.count, data: logits.count)
    }
    var calibrated: [Probabilities] = []
    for (expert, calibrator) in experts.enumerated() {
      calibrated.append(try calibrator.probabilities(for: logits[expert]))
    }
    return combination.probabilities(calibrated)
  }
}

/// What was fitted to a network or an ensemble.
public enum FittedCalibration: Sendable {
  /// A calibrator of a network's logits, or of an ensemble's that were combined in this way; `nil` for a
  /// single network, and where the combination was made before the logits were handed over.
  case combined(any Calibrator, EnsembleCombination?)
  /// A calibrator for each expert.
  case each(ExpertCalibrators)

  /// The calibrators, one or one an expert, in their order.
  public var calibrators: [any Calibrator] {
    switch self {
    case .combined(let calibrator, _): [calibrator]
    case .each(let calibrators): calibrators.experts
    }
  }

  /// Classes that it was fitted for.
  public var classes: Int { calibrators[0].classes }

  /// How experts are to be combined; `nil` where it was not said.
  public var combination: EnsembleCombination? {
    switch self {
    case .combined(_, let combination): combination
    case .each(let calibrators): calibrators.combination
    }
  }

  /// Whether its answer changes when all logits of a row grow by the same number.
  public var dependsOnOffset: Bool { calibrators.contains { $0.dependsOnOffset } }

  /// What happened during the fits that their user should know.
  public var warnings: [String] {
    switch self {
    case .combined(let calibrator, _): calibrator.warnings
    case .each(let calibrators):
      calibrators.experts.enumerated().flatMap { expert, calibrator in
        calibrator.warnings.map { "expert \(expert + 1): \($0)" }
      }
    }
  }

  /// The one temperature; `nil` where there is none, or one an expert.
  public var fittedTemperature: Double? {
    if case .combined(let calibrator, _) = self { calibrator.fittedTemperature } else { nil }
  }

  /// The calibrator of the combination.
  /// - Throws: ``CalibrationError/onePerExpert`` when there is one for each expert instead.
  public var single: any Calibrator {
    get throws(CalibrationError) {
      guard case .combined(let calibrator, _) = self else { throw .onePerExpert }
      return calibrator
    }
  }

  /// Probabilities for logits from outside, which are the ensemble's and, where each expert is calibrated,
  /// those of the experts.
  /// - Throws: ``CalibrationError`` for other classes or experts than it was fitted for.
  public func probabilities(for predictions: Predictions) throws(CalibrationError) -> Probabilities
  {
    switch self {
    case .combined(let calibrator, _): return try calibrator.probabilities(for: predictions.logits)
    case .each(let calibrators):
      guard !predictions.expertLogits.isEmpty else { throw .onePerExpert }
      return try calibrators.probabilities(for: predictions.expertLogits)
    }
  }
}

extension Predictions {
  /// Probabilities for these logits through a calibrator, or through the plain softmax.
  /// - Parameter calibration: `nil` for the plain softmax.
  /// - Returns: `[samples, classes]`.
  /// - Throws: ``CalibrationError`` for other classes or experts than it was fitted for.
  public func probabilities(
    through calibration: FittedCalibration?
  ) throws(CalibrationError) -> Probabilities {
    guard let calibration else { return softmax(logits) }
    return try calibration.probabilities(for: self)
  }
}
