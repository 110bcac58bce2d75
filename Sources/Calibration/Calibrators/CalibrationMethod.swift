/// A way to calibrate, before it has seen data. Its stored properties are its settings.
public protocol CalibrationMethod: Sendable, Codable {
  associatedtype Fitted: Calibrator
  /// The name on the command line and in files, such as `knowledge-transfer`.
  static var name: String { get }
  /// One line for `longtail list`.
  static var summary: String { get }
  init()
  /// Fits to held-out predictions.
  /// - Parameters:
  ///   - validation: predictions on samples the model was not trained on.
  ///   - training: predictions on the training samples; some methods take class statistics from them.
  /// - Returns: the calibrator.
  /// - Throws: ``CalibrationError`` when the method cannot be fitted to this data.
  func fitted(to validation: Predictions, training: Predictions?) throws -> Fitted
  /// Whether every setting lies in its range, whatever the data are; fitting asks first.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` that names the first that does not.
  func validate() throws(CalibrationError)
}

extension CalibrationMethod {
  public func validate() throws(CalibrationError) {}

  public func fitted(to validation: Predictions) throws -> Fitted {
    try fitted(to: validation, training: nil)
  }
}

/// A fitted map from logits to probabilities.
public protocol Calibrator: Sendable, Codable {
  /// The number of classes it was fitted for.
  var classes: Int { get }
  /// What happened during the fit that its user should know; empty when all is well.
  var warnings: [String] { get }
  /// What no fit gives in a calibrator that was read from a file, such as a map too few or a temperature of
  /// 0; `nil` when it can be used.
  var flaw: CalibratorFlaw? { get }
  /// Whether its answer changes when all logits of a row grow by the same number: then logits and the
  /// logarithms of probabilities are not the same to it.
  var dependsOnOffset: Bool { get }
  /// The temperature that was found; `nil` for a calibrator that has none.
  var fittedTemperature: Double? { get }
  /// What is worth showing of it in a report, the most telling first.
  var facts: [CalibratorFact] { get }
  /// What it let tail classes take over from head classes; `nil` for one that transfers nothing.
  var knowledgeTransfer: KnowledgeTransferCalibrator? { get }
  /// Logits are `[samples, classes]`, as many classes as it was fitted for.
  func callAsFunction(_ logits: Logits) -> Probabilities
}

extension Calibrator {
  public var flaw: CalibratorFlaw? { classFlaw() }

  public var dependsOnOffset: Bool { false }

  public var fittedTemperature: Double? { nil }

  public var knowledgeTransfer: KnowledgeTransferCalibrator? { nil }

  /// For lists that must be as long as there are classes.
  func classFlaw(_ lists: (name: String, count: Int)...) -> CalibratorFlaw? {
    guard classes >= 2 else {
      return CalibratorFlaw("", "\(classes) classes; at least 2 are needed")
    }
    return lists.first { $0.count != classes }.map {
      CalibratorFlaw($0.name, "\($0.count) \($0.name) for \(classes) classes")
    }
  }
}
