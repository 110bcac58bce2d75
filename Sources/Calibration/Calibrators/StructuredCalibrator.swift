/// softmax(v ⊙ x + W x + b) with x = log((1 − share) · softmax(z / T) + share / classes).
public struct StructuredCalibrator: Calibrator, Equatable {
  /// T, the divisor of the logits before all else.
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

  public var facts: [CalibratorFact] {
    [.temperature(temperature)] + CalibratorFact.range("factors", factors)
      + CalibratorFact.range("couplings", (couplings ?? []).flatMap { $0 })
      + CalibratorFact.range("offsets", offsets)
  }

  public var flaw: CalibratorFlaw? {
    if let flaw = CalibratorCheck.temperature(temperature)
      ?? CalibratorCheck.number(
        uniformShare, Double.leastNormalMagnitude...1, key: "uniformShare")
      ?? classFlaw(("offsets", offsets.count), ("couplings", couplings?.count ?? classes))
      ?? CalibratorCheck.parameters(factors, key: "factors")
      ?? CalibratorCheck.parameters(offsets, key: "offsets")
    {
      return flaw
    }
    for (index, row) in (couplings ?? []).enumerated() {
      let key = "couplings.\(index)"
      guard row.count == classes else {
        return CalibratorFlaw(key, "\(row.count) numbers for \(classes) classes")
      }
      if let flaw = CalibratorCheck.parameters(row, key: key)
        ?? CalibratorCheck.number(row[index], 0...0, key: "\(key).\(index)")
      {
        return flaw
      }
    }
    return nil
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
