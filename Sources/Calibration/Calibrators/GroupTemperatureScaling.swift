import Foundation

/// softmax(z / T) with a temperature for each group of the predicted class: classes with many, with a middling
/// number of and with few training samples.
///
/// The answer stays the same, as every class of a sample has the same temperature.
public struct GroupTemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "group-temperature"
  public static let summary = "a temperature for each group of predicted classes, by their counts"

  /// How classes are grouped by their training counts; without counts, by the labels.
  public enum Grouping: String, Sendable, Codable {
    /// Into three groups of as many classes.
    case thirds
    /// Into many, medium and few, as reports have them.
    case shots
  }

  /// Each T is searched in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// How classes are grouped; into thirds by default.
  public var grouping = Grouping.thirds
  /// With fewer samples n than this, a group's temperature is n / (n + this) of its own, and of that of all
  /// samples for the rest. 0 to 10¹².
  public var enoughSamples = 200.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(enoughSamples: Double) { self.enoughSamples = enoughSamples }

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
    try SettingRange.require("enoughSamples", enoughSamples, in: 0...1e12)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> GroupTemperatureCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    try training?.check(as: "training")
    let weights = try validation.weights(weighting)
    func solution(_ weights: [Double]) throws -> TemperatureSolver.Solution {
      try TemperatureSolver(
        predictions: validation, weights: weights, lowerBound: lowerBound, upperBound: upperBound
      ).solve()
    }
    let all = try solution(weights)
    let groups = try groups(validation, training)
    let predicted = TopConfidences(validation.logits, temperature: 1).predicted
    var warnings = all.warnings
    var temperatures: [Double] = []
    for group in 0..<3 {
      let own = weights.indices.map { groups[predicted[$0]] == group ? weights[$0] : 0 }
      let count = Double(own.count { $0 > 0 })
      guard count > 0 else {
        temperatures.append(all.temperature)
        if groups.contains(group) {
          warnings.append(
            "no validation sample is predicted as a class of group \(group): "
              + "it has the temperature of all samples")
        }
        continue
      }
      let found = try solution(own)
      let share = count < enoughSamples ? count / (count + enoughSamples) : 1
      temperatures.append(share * found.temperature + (1 - share) * all.temperature)
      warnings += found.warnings.map { "group \(group): \($0)" }
    }
    return GroupTemperatureCalibrator(
      temperatures: temperatures, groups: groups, warnings: warnings)
  }

  /// The group of each class, 0 for those with the most samples.
  private func groups(_ validation: Predictions, _ training: Predictions?) throws -> [Int] {
    if let training, training.logits.classes != validation.logits.classes {
      throw CalibrationError.classesDiffer(
        calibrator: training.logits.classes, data: validation.logits.classes)
    }
    let counts =
      training?.classCounts ?? validation.classCounts ?? training?.labelCounts
      ?? validation.labelCounts
    switch grouping {
    case .thirds:
      let ranked = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
      var groups = [Int](repeating: 0, count: counts.count)
      for (rank, label) in ranked.enumerated() { groups[label] = 3 * rank / counts.count }
      return groups
    case .shots:
      return ShotGroups(counts: counts).ofClass.map {
        switch $0 {
        case .many: 0
        case .medium: 1
        case .few: 2
        }
      }
    }
  }
}

/// softmax(z / T), T being that of the predicted class's group.
public struct GroupTemperatureCalibrator: Calibrator, Equatable {
  /// One a group, the first for the classes with the most samples.
  public let temperatures: [Double]
  /// The group of each class.
  public let groups: [Int]
  public let warnings: [String]
  public var classes: Int { groups.count }

  public var facts: [CalibratorFact] {
    [
      CalibratorFact(
        "temperatures of groups, the first with the most samples",
        temperatures.map { String(format: "%.4f", $0) }.joined(separator: " / "))
    ]
  }

  public var flaw: CalibratorFlaw? {
    if let flaw = temperatures.enumerated().lazy.compactMap({
      CalibratorCheck.temperature($1, key: "temperatures.\($0)")
    }).first {
      return flaw
    }
    if let label = groups.firstIndex(where: { !temperatures.indices.contains($0) }) {
      return CalibratorFlaw(
        "groups.\(label)",
        "\(groups[label]); the number of one of \(temperatures.count) groups, counted from 0, was expected"
      )
    }
    return classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return Probabilities.filled(samples: logits.samples, classes: classes) { rows, target in
      logits.withUnsafeValues { values in
        guard let base = values.baseAddress else { return }
        let buffer = RowBuffer(count: classes)
        for row in rows {
          let top = RowMaximum.find(base + row * classes, count: classes).index
          buffer.load(base + row * classes)
          buffer.softmax(
            scale: 1 / temperatures[groups[top]],
            into: target + (row - rows.lowerBound) * classes)
        }
      }
    }
  }
}
