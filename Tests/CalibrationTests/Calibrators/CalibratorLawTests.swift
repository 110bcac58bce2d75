import Foundation
import Testing

@testable import Calibration

/// What every calibrator in the list promises.
@Suite("Laws of calibrators")
struct CalibratorLawTests {
  private static func predictions(classes: Int = 5) -> Predictions {
    var random = SeededNumbers(seed: 13)
    return random.predictions(samples: 150, classes: classes, featureWidth: 6)
  }

  @Test(
    "give rows that are finite and sum to one, for huge and excluded logits too",
    arguments: Calibrators.names)
  func rowsSumToOne(name: String) throws {
    let calibrator = try Calibrators.type(named: name).init().fitted(to: Self.predictions())
    var random = SeededNumbers(seed: 14)
    var values = random.predictions(samples: 50, classes: 5).logits.values
    values += [1e4, -1e4, 0, 1, 2, -1e4, -1e4, -1e4, -1e4, -1e4, 1e4, 1e4, 1e4, 1e4, -1e4]
    values += [-.infinity, 1, 2, 3, 4, -.infinity, -.infinity, -.infinity, -.infinity, 2]
    let probabilities = calibrator(Logits(values, classes: 5))
    for row in 0..<probabilities.samples {
      let values = probabilities.values[row * 5..<(row + 1) * 5]
      #expect(values.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-12 })
      #expect(abs(values.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test("are read back from JSON exactly", arguments: Calibrators.names)
  func codable(name: String) throws {
    try checkRoundTrip(Calibrators.type(named: name))
  }

  private func checkRoundTrip<Method: CalibrationMethod>(_ type: Method.Type) throws {
    let method = Method()
    let calibrator = try method.fitted(to: Self.predictions())
    let data = try CalibratorFile.data(calibrator, method: method)
    let content = try CalibratorFile.read(data, from: "calibrator.json")
    let restored = try #require(try content.calibrator as? Method.Fitted)
    let again = try #require(content.method as? Method)
    #expect(try CalibratorFile.data(restored, method: again) == data)
    let logits = Self.predictions().logits
    #expect(restored(logits) == calibrator(logits))
  }

  @Test("permuting the classes permutes the probabilities", arguments: Calibrators.names)
  func permutation(name: String) throws {
    let predictions = Self.predictions()
    let order = [3, 0, 4, 1, 2]
    var permuted = predictions
    permuted.logits = permute(predictions.logits, order)
    permuted.labels = try predictions.labels.map { try #require(order.firstIndex(of: $0)) }
    let type = try Calibrators.type(named: name)
    let plain = try type.init().fitted(to: predictions)(predictions.logits)
    let other = try type.init().fitted(to: permuted)(permuted.logits)
    var worst = 0.0
    for row in 0..<plain.samples {
      for (place, label) in order.enumerated() {
        worst = max(
          worst, abs(other.values[row * 5 + place] - plain.values[row * 5 + label]))
      }
    }
    // Fits stop within their tolerance; that of the Gaussian process, whose objective is not convex, is
    // the widest.
    #expect(worst < (name == "gaussian-process" ? 1e-3 : 1e-4))
  }

  private func permute(_ logits: Logits, _ order: [Int]) -> Logits {
    let values = logits.values
    return Logits(
      (0..<logits.samples).flatMap { row in order.map { values[row * 5 + $0] } }, classes: 5)
  }

  @Test("say for how many classes they are, and refuse NaN", arguments: Calibrators.names)
  func classesAndChecks(name: String) throws {
    let type = try Calibrators.type(named: name)
    #expect(try type.init().fitted(to: Self.predictions(classes: 4)).classes == 4)
    var broken = Self.predictions()
    var values = broken.logits.values
    values[7] = .nan
    broken.logits = Logits(values, classes: 5)
    #expect(throws: CalibrationError.self) { try type.init().fitted(to: broken) }
  }

  @Test("have facts to show, each under a name of its own", arguments: Calibrators.names)
  func facts(name: String) throws {
    let calibrator = try Calibrators.type(named: name).init().fitted(to: Self.predictions())
    let names = calibrator.facts.map(\.name)
    #expect(!names.isEmpty)
    #expect(Set(names).count == names.count)
    #expect(calibrator.facts.allSatisfy { !$0.value.isEmpty })
    let temperature = calibrator.facts.first { $0.name == "temperature" }.map(\.value)
    #expect(
      temperature == calibrator.fittedTemperature.map { String(format: "%.4f", $0) })
    #expect((calibrator.knowledgeTransfer != nil) == name.hasPrefix("knowledge-transfer"))
  }

  @Test("have names that are all different")
  func names() {
    #expect(Set(Calibrators.names).count == Calibrators.all.count)
  }
}
