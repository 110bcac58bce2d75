import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Calibrating ensembles.
struct ExpertCalibrationTests {
  /// Predictions whose experts are copies of them, each times a factor; their logits are the combination.
  private func predictions(
    factors: [Float], combination: EnsembleCombination = .meanLogits, temperature: Double = 2,
    samples: Int = 200
  ) -> Predictions {
    var random = SeededNumbers(seed: 41)
    var predictions = random.predictions(
      samples: samples, classes: 3, temperature: temperature, featureWidth: 4)
    let values = predictions.logits.values
    predictions.expertLogits = factors.map { factor in
      Logits(values.map { $0 * factor }, classes: 3)
    }
    predictions.logits = combination.logits(predictions.expertLogits)
    predictions.classCounts = predictions.labelCounts
    return predictions
  }

  private func largestDifference(
    of method: some CalibrationMethod, on predictions: Predictions,
    combination: EnsembleCombination
  ) throws -> Double {
    let found = try ExpertCalibration.allCases.map { calibration in
      try method.fitted(
        to: predictions, training: predictions, calibrating: calibration, combination: combination
      ).probabilities(for: predictions).values
    }
    return zip(found[0], found[1]).map { abs($0 - $1) }.max() ?? .nan
  }

  @Test(arguments: [1, 3])
  func `one expert, and identical ones, are calibrated alike before and after combining`(
    count: Int
  ) throws {
    let predictions = predictions(factors: [Float](repeating: 1, count: count))
    for type in Calibrators.all {
      let difference = try largestDifference(
        of: type.init(), on: predictions, combination: .meanLogits)
      #expect(difference < 1e-6, "\(type.name)")
    }
  }

  @Test(arguments: [1, 3])
  func `the same holds for the mean of probabilities where only those are looked at`(
    count: Int
  ) throws {
    let predictions = predictions(
      factors: [Float](repeating: 1, count: count), combination: .meanProbabilities)
    let methods: [any CalibrationMethod] = [
      TemperatureScaling(), EnsembleTemperatureScaling(), IsotonicRegression(),
      HistogramBinning(), BetaCalibration(),
    ]
    for method in methods {
      let difference = try largestDifference(
        of: method, on: predictions, combination: .meanProbabilities)
      #expect(difference < 1e-4, "\(type(of: method).name)")
    }
  }

  /// softmax(mean of (f z) / (f T)) = softmax(z / T), whatever the factors f are.
  @Test func `each expert's own temperature is taken out`() throws {
    let predictions = predictions(factors: [1, 2, 3], temperature: 1.2)
    let each = try TemperatureScaling().fitted(
      to: predictions, training: nil, calibrating: .each, combination: .meanLogits)
    let temperatures = each.calibrators.compactMap(\.fittedTemperature)
    #expect(abs(temperatures[1] / temperatures[0] - 2) < 1e-6)
    #expect(abs(temperatures[2] / temperatures[0] - 3) < 1e-6)
    let combined = try TemperatureScaling().fitted(
      to: predictions, training: nil, calibrating: .combined, combination: .meanLogits)
    #expect(abs((combined.fittedTemperature ?? 0) / temperatures[0] - 2) < 1e-6)
    #expect(each.fittedTemperature == nil)
    let difference = try largestDifference(
      of: TemperatureScaling(), on: predictions, combination: .meanLogits)
    #expect(difference < 1e-6)
  }

  /// Two independent experts, each right four times in five and 80 % sure: each is calibrated (T = 1). Of
  /// 25 samples a class both are right on 16, both wrong on 1, and they differ on 8.
  private func independentExperts() -> Predictions {
    let odds = Float(log(4.0))
    var labels: [Int] = []
    var logits: [[Float]] = [[], []]
    for label in 0..<2 {
      let outcomes =
        [[Bool]](repeating: [true, true], count: 16) + [[false, false]]
        + [[Bool]](repeating: [true, false], count: 4)
        + [[Bool]](repeating: [false, true], count: 4)
      for outcome in outcomes {
        labels.append(label)
        for (expert, isRight) in outcome.enumerated() {
          logits[expert] += (label == 0) == isRight ? [odds, 0] : [0, odds]
        }
      }
    }
    let experts = logits.map { Logits($0, classes: 2) }
    var predictions = Predictions(
      logits: EnsembleCombination.meanLogits.logits(experts), labels: labels)
    predictions.expertLogits = experts
    return predictions
  }

  @Test func `experts that disagree are under-confident if calibrated before combining`() throws {
    let predictions = independentExperts()
    func card(
      _ calibration: ExpertCalibration, _ combination: EnsembleCombination
    ) throws -> FigureTable {
      let fitted = try TemperatureScaling().fitted(
        to: predictions, training: nil, calibrating: calibration, combination: combination)
      return try FigureTable(
        of: Measures.recorded, try fitted.probabilities(for: predictions),
        labels: predictions.labels)
    }
    for combination in EnsembleCombination.allCases {
      // Where they agree they say 0.8 and are right 16 times in 17.
      let each = try card(.each, combination)
      #expect(abs((each["ece"] ?? 0) - (16 - 17 * 0.8) / 25) < 1e-5, "\(combination)")
      #expect(abs((each["signed_gap"] ?? 0) + (16 - 17 * 0.8) / 25) < 1e-5, "\(combination)")
    }
    // odds 4 to 16 is a temperature of a half.
    let combined = try TemperatureScaling().fitted(
      to: predictions, training: nil, calibrating: .combined, combination: .meanLogits)
    #expect(abs((combined.fittedTemperature ?? 0) - 0.5) < 1e-5)
    #expect(abs(try card(.combined, .meanLogits)["ece"] ?? 1) < 1e-5)
  }

  @Test func `every calibrator works on the combination and on each expert`() throws {
    let predictions = predictions(factors: [0.5, 1, 2])
    for type in Calibrators.all {
      for calibration in ExpertCalibration.allCases {
        let fitted = try type.init().fitted(
          to: predictions, training: predictions, calibrating: calibration,
          combination: .meanProbabilities)
        let values = try fitted.probabilities(for: predictions).values
        for row in 0..<predictions.labels.count {
          let sum = values[row * 3..<row * 3 + 3].reduce(0, +)
          #expect(abs(sum - 1) < 1e-9, "\(type.name), \(calibration)")
        }
      }
    }
  }

  @Test func `calibrated experts are measured in a comparison like any other`() throws {
    let predictions = independentExperts()
    var comparison = try CalibratorComparison(
      validation: predictions, training: nil, test: predictions)
    comparison.combination = .meanLogits
    comparison.expertCalibration = .each
    let entries = comparison.run([TemperatureScaling(), KnowledgeTransferTemperatureScaling()])
    #expect(abs((entries[1].measurement?.figures["ece"] ?? 0) - 0.096) < 1e-5)
    #expect(entries[1].measurement?.fitted?.calibrators.count == 2)
    #expect(entries[1].measurement?.calibrator == nil)
    #expect(entries[2].skipped?.hasPrefix("expert 1: ") == true)
  }

  @Test func `no experts, no combination and another number of experts are refused`() throws {
    var predictions = predictions(factors: [1, 2])
    let method = TemperatureScaling()
    #expect(throws: CalibrationError.self) {
      try method.fitted(
        to: predictions, training: nil, calibrating: .each, combination: nil)
    }
    let fitted = try method.fitted(
      to: predictions, training: nil, calibrating: .each, combination: .meanLogits)
    #expect(throws: CalibrationError.onePerExpert) { try fitted.single }
    var training = predictions
    training.expertLogits.removeLast()
    #expect(throws: CalibrationError.self) {
      try method.fitted(
        to: predictions, training: training, calibrating: .each, combination: .meanLogits)
    }
    predictions.expertLogits.append(predictions.logits)
    #expect(throws: CalibrationError.expertsDiffer(calibrator: 2, data: 3)) {
      try fitted.probabilities(for: predictions)
    }
    predictions.expertLogits = []
    #expect(throws: CalibrationError.onePerExpert) { try fitted.probabilities(for: predictions) }
    #expect(throws: CalibrationError.needsExperts(role: "validation")) {
      try method.fitted(
        to: predictions, training: nil, calibrating: .each, combination: .meanLogits)
    }
  }

  @Test func `calibrated experts are written and read back exactly`() throws {
    let predictions = predictions(factors: [1, 2])
    let method = VectorScaling()
    for calibration in ExpertCalibration.allCases {
      let fitted = try method.fitted(
        to: predictions, training: nil, calibrating: calibration, combination: .meanProbabilities)
      let data = try CalibratorFile.data(fitted, method: method)
      let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(object["version"] as? Int == (calibration == .each ? 2 : 1))
      #expect(object["combination"] as? String == "mean-probabilities")
      let content = try CalibratorFile.read(data, from: "c.json")
      #expect(content.fitted.combination == .meanProbabilities)
      #expect(
        try content.fitted.probabilities(for: predictions) == fitted.probabilities(for: predictions)
      )
    }
  }

  private static func file(_ rest: String) -> String {
    #"{"format":"longtail calibrator","version":2,"method":"temperature","classes":2,"#
      + #""settings":{"lowerBound":0.05,"upperBound":5,"weighting":"samples"},"# + rest + "}"
  }

  @Test(arguments: [
    (#""combination":"mean-logits""#, "calibrator is missing"),
    (#""combination":"mean-logits","experts":[]"#, "calibrator is missing"),
    (#""experts":[{"temperature":1,"classes":2,"warnings":[]}]"#, "combination is missing"),
    (
      #""combination":"median","experts":[{"temperature":1,"classes":2,"warnings":[]}]"#,
      "combination"
    ),
    (
      #""combination":"mean-logits","experts":[{"temperature":1,"classes":2,"warnings":[]},"#
        + #"{"temperature":1,"classes":3,"warnings":[]}]"#, "they differ in their classes"
    ),
    (
      #""combination":"mean-logits","experts":[{"temperature":1,"classes":2,"warnings":[]},"#
        + #"{"temperature":-1,"classes":2,"warnings":[]}]"#, "experts.1.temperature: -1.0"
    ),
  ])
  func `files of experts that do not fit together are refused`(rest: String, message: String) {
    #expect {
      try CalibratorFile.read(Data(Self.file(rest).utf8), from: "c.json")
    } throws: {
      $0 is FileProblem && "\($0)".contains(message)
    }
  }
}
