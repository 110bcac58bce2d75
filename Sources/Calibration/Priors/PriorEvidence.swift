/// What a class prior is estimated from: labelled rows of the model's own world, a calibrator, and rows
/// without labels of another one, in batches.
public struct PriorEvidence: Sendable {
  /// Logits, labels and the names of the classes; the rest plays no part.
  public let validation: Predictions
  /// What makes probabilities of the logits of all rows.
  public let calibrator: any Calibrator
  /// What the calibrator is called: ``CalibrationMethod/name``, or `none`.
  public let calibratorName: String
  /// How it is fitted again to labelled rows drawn anew; `nil` when it never is.
  public let method: (any CalibrationMethod)?
  /// Logits, `[samples, classes]` each, in the order in which they came.
  public private(set) var batches: [Logits]

  /// Classes of all rows, labelled or not.
  public var classes: Int { validation.logits.classes }
  /// In class order; `nil` when nobody named them.
  public var classNames: [String]? { validation.input.classNames }
  /// Rows without labels.
  public var samples: Int { batches.reduce(0) { $0 + $1.samples } }

  /// With a calibrator that was fitted before.
  /// - Throws: ``CalibrationError`` for rows that cannot be used, or numbers of classes that differ.
  public init(
    validation: Predictions, calibrator: any Calibrator, method: any CalibrationMethod,
    rows: Logits
  ) throws(CalibrationError) {
    try self.init(
      validation: validation, calibrator: calibrator, name: type(of: method).name, method: method,
      batches: [rows])
  }

  /// With a calibrator that is fitted here, to the labelled rows.
  /// - Parameters:
  ///   - validation: labelled rows.
  ///   - training: predictions on the training samples, for methods that take statistics from them.
  ///   - method: the calibrator; `nil` for ``usualMethod(for:)``.
  ///   - rows: logits without labels.
  /// - Throws: what the fit throws; ``CalibrationError`` for rows that cannot be used.
  public init(
    fittedTo validation: Predictions, training: Predictions? = nil,
    method: (any CalibrationMethod)? = nil, rows: Logits
  ) throws {
    let method = method ?? Self.usualMethod(for: validation)
    try self.init(
      validation: validation, calibrator: method.fitted(to: validation, training: training),
      name: type(of: method).name, method: method, batches: [rows])
  }

  /// Without calibration: the softmax of the logits is taken as it is.
  public init(
    uncalibrated validation: Predictions, rows: Logits
  ) throws(CalibrationError) {
    try self.init(
      validation: validation,
      calibrator: TemperatureCalibrator(
        temperature: 1, classes: validation.logits.classes, warnings: []),
      name: Self.uncalibrated, method: nil, batches: [rows])
  }

  /// With probabilities that somebody has calibrated, as their logarithms.
  /// - Parameters:
  ///   - validation: labelled rows.
  ///   - name: what the calibrator is called.
  ///   - rows: without labels.
  /// - Throws: ``CalibrationError`` for rows that cannot be used.
  public init(
    calibrated validation: Predictions, name: String, rows: Logits
  ) throws(CalibrationError) {
    try self.init(
      validation: validation,
      calibrator: TemperatureCalibrator(
        temperature: 1, classes: validation.logits.classes, warnings: []),
      name: name, method: nil, batches: [rows])
  }

  /// The name of no calibrator.
  public static let uncalibrated = "none"

  /// With so many labelled rows of every class, offsets of the classes can be trusted.
  static let rowsForOffsets = 10

  /// Bias-corrected temperature scaling; one temperature alone where a class has fewer than ten labelled rows.
  public static func usualMethod(for validation: Predictions) -> any CalibrationMethod {
    validation.labelCounts.contains { $0 < rowsForOffsets }
      ? TemperatureScaling() : BiasCorrectedTemperatureScaling()
  }

  init(
    validation: Predictions, calibrator: any Calibrator, name: String,
    method: (any CalibrationMethod)?, batches: [Logits]
  ) throws(CalibrationError) {
    var labelled = Predictions(logits: validation.logits, labels: validation.labels)
    labelled.input.classNames = validation.input.classNames
    try labelled.check(as: "validation")
    let classes = validation.logits.classes
    guard calibrator.classes == classes else {
      throw .classesDiffer(calibrator: calibrator.classes, data: classes)
    }
    for batch in batches {
      guard batch.classes == classes else {
        throw .invalidSetting(
          "the rows without labels have \(batch.classes) classes, the labelled ones \(classes)")
      }
      guard batch.samples > 0 else { throw .unusable(.noSamples, role: "unlabelled") }
      if let problem = batch.problem { throw .unusable(problem, role: "unlabelled") }
    }
    self.validation = labelled
    self.calibrator = calibrator
    calibratorName = name
    self.method = method
    self.batches = batches
  }

  /// The batches of both, these first.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for other labelled rows or another calibrator, and
  ///   for a batch that is in both, unless its rows are answers of 0 and 1 alone: other samples may have the same.
  public func merging(_ other: PriorEvidence) throws -> PriorEvidence {
    try requireMergeable(other)
    let place = other.batches.firstIndex { batches.contains($0) && !$0.hasAnswersAlone }
    if let place {
      throw CalibrationError.invalidSetting(
        "batch \(place + 1), \(other.batches[place].samples) rows, is in both; its rows would count "
          + "twice")
    }
    var merged = self
    merged.batches += other.batches
    return merged
  }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for other classes, or in another order, other labelled rows or
  ///   another calibrator.
  func requireMergeable(_ other: PriorEvidence) throws {
    guard classes == other.classes else {
      throw CalibrationError.invalidSetting(
        "evidence of \(classes) classes, and of \(other.classes), cannot be merged")
    }
    let names = zip(classNames ?? [], other.classNames ?? [])
    if !FramedNames.areSame(classNames ?? [], other.classNames ?? []),
      let (place, (own, name)) = names.enumerated().first(where: { $1.0 != $1.1 })
    {
      throw CalibrationError.invalidSetting(
        "evidence of classes in another order, or of others, cannot be merged: class \(place) is “\(own)” in one "
          + "and “\(name)” in the other")
    }
    guard validation.labels == other.validation.labels,
      validation.logits == other.validation.logits
    else {
      throw CalibrationError.invalidSetting(
        "their labelled rows differ: only estimates against the same validation predictions can be "
          + "merged")
    }
    guard calibratorName == other.calibratorName,
      try calibratorIdentity() == other.calibratorIdentity()
    else {
      throw CalibrationError.invalidSetting(
        "their calibrators differ (\(calibratorName) and \(other.calibratorName)): only estimates after "
          + "the same calibrator can be merged")
    }
  }

  /// Calibrated probabilities of all rows.
  func rows() -> UnlabelledRows { UnlabelledRows(calibrator, batches) }
}
