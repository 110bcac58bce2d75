import Testing

@testable import Calibration

struct `A validation set without an error` {
  private func predictions(_ mistakes: Int) -> Predictions {
    var logits: [Float] = []
    for row in 0..<60 {
      for column in 0..<3 {
        logits.append((column == row % 3 ? 2 : 0) + Float(row * column % 7) / 10)
      }
    }
    return Predictions(
      logits: Logits(logits, classes: 3),
      labels: (0..<60).map { $0 < mistakes ? ($0 + 1) % 3 : $0 % 3 },
      features: Logits(logits, classes: 3).centredFeatures)
  }

  @Test(arguments: [
    "temperature", "ensemble-temperature", "temperature-isotonic",
    "temperature-isotonic-one-vs-all", "knowledge-transfer", "knowledge-transfer-auto",
  ])
  func `leaves the temperature at 1 and says so`(name: String) throws {
    func fit(_ method: some CalibrationMethod, _ predictions: Predictions) throws -> any Calibrator
    {
      try method.fitted(to: predictions)
    }
    let method = try Calibrators.type(named: name).init()
    let fitted = try fit(method, predictions(0))
    #expect((fitted.fittedTemperature ?? 1) == 1)
    #expect(fitted.warnings.contains { $0.contains("it stays at 1") })
    let other = try fit(method, predictions(9))
    #expect((other.fittedTemperature ?? 1) != 1)
    #expect(!other.warnings.contains { $0.contains("it stays at 1") })
  }

  @Test func `leaves the temperature of every class at 1`() throws {
    let fitted = try ClassWiseTemperatureScaling().fitted(to: predictions(0))
    #expect(fitted.temperatures == [1, 1, 1])
    #expect(fitted.warnings.contains { $0.contains("it stays at 1") })
    #expect(try ClassWiseTemperatureScaling().fitted(to: predictions(9)).temperatures != [1, 1, 1])
  }

  @Test func `goes to the bound that is nearest to 1`() throws {
    let fitted = try TemperatureScaling(lowerBound: 2, upperBound: 5).fitted(to: predictions(0))
    #expect(fitted.temperature == 2)
  }
}
