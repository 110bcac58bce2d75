/// softmax(v ⊙ x + W x + b) with x = log((1 − share) · softmax(z / T) + share / classes).
public struct StructuredCalibrator: Calibrator, Equatable {
  public let temperature: Double
  /// Of the uniform distribution before the logarithm; above 0.
  public let uniformShare: Double
  /// v, one a class.
  public let factors: [Double]
  /// W, `[classes, classes]`, its diagonal 0; `nil` for none.
  public let couplings: [[Double]]?
  /// b, one a class.
  public let offsets: [Double]
  public let warnings: [String]
  public var classes: Int { factors.count }

  public var fittedTemperature: Double? { temperature }

  public var flaw: String? {
    guard temperature > 0, temperature.isFinite else {
      return "temperature \(temperature); it must be positive"
    }
    guard uniformShare > 0 else {
      return "uniformShare \(uniformShare); a number above 0 was expected"
    }
    if let row = couplings?.first(where: { $0.count != classes }) {
      return "a row of \(row.count) couplings for \(classes) classes"
    }
    return LaplaceMixture.flaw(uniformShare)
      ?? LinearSettings.flaw(("factors", factors), ("offsets", offsets))
      ?? couplings?.lazy.compactMap { LinearSettings.flaw(("couplings", $0)) }.first
      ?? flaw(("offsets", offsets.count), ("rows of couplings", couplings?.count ?? classes))
  }

  /// The same with one more thing to know about the fit.
  func warning(_ text: String) -> StructuredCalibrator {
    StructuredCalibrator(
      temperature: temperature, uniformShare: uniformShare, factors: factors,
      couplings: couplings, offsets: offsets, warnings: warnings + [text])
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    let inputs = LaplaceMixture.Inputs(temperature: temperature, uniformShare: uniformShare)
    guard let couplings else {
      return logits.scaled(.mixture(inputs), factors: factors, offsets: offsets)
    }
    var matrix = couplings
    for label in matrix.indices { matrix[label][label] += factors[label] }
    return logits.multiplied(.mixture(inputs), matrix: matrix, offsets: offsets)
  }
}
