import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Settings that no calibrator or estimator takes, by their keys.
struct `A setting out of its range` {
  private func changed<Method: Codable>(
    _ method: Method, _ key: String, _ value: String
  ) throws -> Method {
    let encoder = JSONEncoder()
    var object = try #require(
      JSONSerialization.jsonObject(with: encoder.encode(method)) as? [String: Any])
    #expect(object.keys.contains(key))
    object[key] = try JSONSerialization.jsonObject(
      with: Data(value.utf8), options: .fragmentsAllowed)
    return try JSONDecoder().decode(
      Method.self, from: JSONSerialization.data(withJSONObject: object))
  }

  private func refusal(_ body: () throws(CalibrationError) -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      guard case .invalidSetting(let what) = error else { return "\(error)" }
      return what
    }
  }

  @Test(arguments: [
    ("bcts", "lowerBound", "0"), ("bcts", "upperBound", "1e300"), ("bcts", "penalty", "-1"),
    ("svs", "lowerBound", "9"), ("svs", "penalty", "1e300"), ("sms", "penalty", "-1"),
    ("sms", "offDiagonal", "-1"), ("sms", "upperBound", "0"),
    ("group-temperature", "enoughSamples", "-1"), ("group-temperature", "lowerBound", "-1"),
    ("top-label-spline", "knots", "1"), ("top-label-spline", "knots", "101"),
    ("top-label-spline", "upperBound", "-2"),
    ("matrix", "penalty", #"{"offDiagonal": -1, "offset": 1, "isNormalized": true}"#),
    ("dirichlet", "penalty", #"{"offDiagonal": 1, "offset": 1e300, "isNormalized": true}"#),
  ])
  func `of a calibrator is named`(name: String, key: String, value: String) throws {
    let method = try changed(Calibrators.type(named: name).init(), key, value)
    let found = try #require(refusal { () throws(CalibrationError) in try method.validate() })
    #expect(found.hasPrefix(key), "\(found)")
    var random = SeededNumbers(seed: 71)
    let predictions = random.predictions(samples: 60, classes: 3)
    #expect(throws: CalibrationError.invalidSetting(found)) { try method.fitted(to: predictions) }
  }

  @Test(arguments: [
    ("em", "tolerance", "0"), ("em", "steps", "0"), ("em-map", "pseudoSamples", "-1"),
    ("em-map", "tolerance", "2"), ("em-map", "steps", "-5"), ("rlls", "strength", "-1"),
    ("rlls", "failureRate", "1"),
  ])
  func `of a prior estimator is named`(name: String, key: String, value: String) throws {
    var estimation = PriorEstimation()
    estimation.estimator = try changed(PriorEstimators.type(named: name).init(), key, value)
    let found = try #require(refusal(estimation.validate))
    #expect(found.hasPrefix(key), "\(found)")
    var random = SeededNumbers(seed: 72)
    let predictions = random.predictions(samples: 60, classes: 3)
    let evidence = try PriorEvidence(uncalibrated: predictions, rows: predictions.logits)
    #expect(throws: CalibrationError.invalidSetting(found)) { try estimation.estimate(evidence) }
  }

  @Test func `of an estimation is named`() {
    var few = PriorEstimation()
    few.resamples = 19
    #expect(refusal(few.validate)?.hasPrefix("resamples") == true)
    var negative = PriorEstimation()
    negative.refits = -1
    #expect(refusal(negative.validate)?.hasPrefix("refits") == true)
    var wide = PriorEstimation()
    wide.level = 1.5
    #expect(refusal(wide.validate)?.hasPrefix("level") == true)
    #expect(refusal(PriorEstimation().validate) == nil)
  }

  @Test(arguments: Calibrators.names) func `is none of those that it begins with`(name: String)
    throws
  {
    try Calibrators.type(named: name).init().validate()
  }
}
