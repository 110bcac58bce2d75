import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// What every calibrator in the list promises.
struct CalibratorLawTests {
  private static func predictions() -> Predictions {
    var random = SeededNumbers(seed: 13)
    return random.predictions(samples: 150, classes: 5, featureWidth: 6)
  }

  @Test(arguments: Calibrators.names)
  func `every law of calibrators holds`(_ name: String) throws {
    // The objective of the Gaussian process is not convex.
    let violations = CalibratorLaws.violations(
      of: try Calibrators.type(named: name).init(),
      permutationTolerance: name == "gaussian-process" ? 1e-3 : 1e-4)
    #expect(violations == [])
  }

  @Test(arguments: Calibrators.names)
  func `calibrators are read back from their files exactly`(_ name: String) throws {
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

  @Test(arguments: Calibrators.names)
  func `facts show what was found`(_ name: String) throws {
    let calibrator = try Calibrators.type(named: name).init().fitted(to: Self.predictions())
    let temperature = calibrator.facts.first { $0.name == "temperature" }.map(\.value)
    #expect(
      temperature == calibrator.fittedTemperature.map { String(format: "%.4f", $0) })
    #expect((calibrator.knowledgeTransfer != nil) == name.hasPrefix("knowledge-transfer"))
  }

  @Test func `names are all different`() {
    #expect(Set(Calibrators.names).count == Calibrators.all.count)
  }

  /// Breaks laws: rows that do not sum to one, of the classes' places, and no facts.
  private struct WrongScaling: CalibrationMethod {
    static let name = "wrong"
    static let summary = "breaks laws"
    func fitted(to validation: Predictions, training: Predictions?) throws -> WrongCalibrator {
      WrongCalibrator(classes: validation.logits.classes)
    }
  }

  private struct WrongCalibrator: Calibrator {
    let classes: Int
    var warnings: [String] { [] }
    var facts: [CalibratorFact] { [] }
    func callAsFunction(_ logits: Logits) -> Probabilities {
      Probabilities(
        (0..<logits.samples).flatMap { _ in (0..<classes).map { $0 == 0 ? 0.9 : 0 } },
        classes: classes)
    }
  }

  @Test func `a calibrator that breaks laws is told`() {
    let laws = Set(CalibratorLaws.violations(of: WrongScaling()).map(\.law))
    for word in ["sum 1", "facts", "renaming", "no number"] {
      #expect(laws.contains { $0.contains(word) }, "\(word)")
    }
  }
}
