import Foundation

/// Platt scaling, then binning of what it gives (SBC; Kumar et al., 2019).
///
/// The marginal variant does this for each class, with bins of equal mass whose value is the mean scaled
/// probability. The validation samples are used for both steps, as the authors' library does.
public struct ScalingBinning: BinnedMethod, Equatable {
  public static let name = "scaling-binning"
  public static let summary = "a scaling map whose outputs are averaged in bins (SBC)"

  /// What is calibrated.
  public enum Target: String, Sendable, Codable {
    /// The probability of each class.
    case marginal
    /// Only the highest probability of each sample; the other classes share the rest as before.
    case topLabel = "top-label"
  }

  /// Bins of each map; the authors' library has 10.
  public var bins = 10
  /// What is calibrated; the probability of each class by default.
  public var target = Target.marginal
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(bins: Int, target: Target = .marginal) {
    self.bins = bins
    self.target = target
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> ScalingBinningCalibrator
  {
    let weights = try checkedWeights(validation, equalMass: true)
    let classes = validation.logits.classes
    if target == .topLabel {
      let top = TopLabels(softmax(validation.logits))
      return ScalingBinningCalibrator(
        target: target, maps: [map(top.confidences, top.correct(validation.labels), weights)],
        classes: classes, warnings: [])
    }
    let counts = validation.labelCounts
    let maps = ProbabilityColumns(validation.logits).map { label, values in
      counts[label] == 0
        ? nil : map(values, validation.labels.map { $0 == label }, weights)
    }
    return ScalingBinningCalibrator(
      target: target, maps: maps, classes: classes,
      warnings: validation.emptyClassWarnings(
        "its probabilities are kept before rows are scaled"))
  }

  private func map(
    _ values: [Double], _ isPositive: [Bool], _ weights: [Double]
  ) -> ScalingBinningMap {
    // The library's scikit-learn with C = 1e10: a penalty on the slope only. The intercept's is there so
    // that separable data has an optimum.
    let solution = LogisticRegression(
      features: [values.map(ScalingBinningMap.logOdds)], isPositive: isPositive,
      weights: weights, centre: [0, 0], strengths: [1e-10, 1e-10]
    ).solve()
    let slope = solution[0]
    let intercept = solution[1]
    let scaled = values.map { sigmoid(slope * ScalingBinningMap.logOdds($0) + intercept) }
    let edges = StepMap.equalMassEdges(scaled, bins: bins)
    var sums = [Double](repeating: 0, count: edges.count)
    var masses = sums
    for (row, value) in scaled.enumerated() {
      let bin = StepMap.bin(of: value, edges)
      sums[bin] += weights[row] * value
      masses[bin] += weights[row]
    }
    let means = edges.indices.map { bin in
      masses[bin] > 0
        ? sums[bin] / masses[bin] : ((bin > 0 ? edges[bin - 1] : 0) + edges[bin]) / 2
    }
    return ScalingBinningMap(
      slope: slope, intercept: intercept, steps: StepMap(upperEdges: edges, values: means))
  }
}

/// A sigmoid of the log-odds, then steps.
public struct ScalingBinningMap: Sendable, Codable, Equatable {
  /// Factor of the log-odds.
  public let slope: Double
  /// What is added to the scaled log-odds.
  public let intercept: Double
  /// From the sigmoid's value to the mean of its bin.
  public let steps: StepMap

  /// log(p / (1 − p)), with p kept 10⁻¹² away from 0 and 1.
  static func logOdds(_ probability: Double) -> Double {
    let clipped = min(max(probability, 1e-12), 1 - 1e-12)
    return log(clipped / (1 - clipped))
  }

  /// The value at a probability.
  func callAsFunction(_ probability: Double) -> Double {
    steps(sigmoid(slope * Self.logOdds(probability) + intercept))
  }
}

/// Each probability of softmax(z) through its map, rows renormalised.
public struct ScalingBinningCalibrator: Calibrator, Equatable {
  /// Whether each class's probability goes through a map, or only the highest of each sample.
  public let target: ScalingBinning.Target
  /// One a class (`nil` for a class that had no validation sample); a single one for the top label.
  public let maps: [ScalingBinningMap?]
  public let classes: Int
  public let warnings: [String]

  public var facts: [CalibratorFact] {
    let bins = maps.reduce(0) { $0 + ($1?.steps.values.count ?? 0) }
    return [CalibratorFact("maps", "\(maps.count) with \(bins) bins")]
  }

  public var flaw: CalibratorFlaw? {
    for case (let index, let map?) in maps.enumerated() {
      let key = "maps.\(index)"
      let range = -CalibratorCheck.largest...CalibratorCheck.largest
      if let flaw = CalibratorCheck.number(map.slope, range, key: key + ".slope")
        ?? CalibratorCheck.number(map.intercept, range, key: key + ".intercept")
        ?? map.steps.flaw(key: key + ".steps")
      {
        return flaw
      }
    }
    return target == .topLabel && maps.count == 1 ? classFlaw() : classFlaw(("maps", maps.count))
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    let probabilities = softmax(logits)
    guard target == .topLabel else {
      return probabilities.mappedEntries { column, value in maps[column]?(value) ?? value }
    }
    return topLabel(probabilities)
  }

  /// The confidence is replaced; the other classes share the rest as before, but none gets more than the
  /// predicted one, where that is possible.
  private func topLabel(_ probabilities: Probabilities) -> Probabilities {
    guard let map = maps.first ?? nil else { return probabilities }
    let top = TopLabels(probabilities)
    var values = probabilities.values
    for (row, predicted) in top.predicted.enumerated() {
      let own = row * classes + predicted
      let confidence = min(max(map(values[own]), 0), 1)
      let others = (row * classes..<(row + 1) * classes).filter { $0 != own }
      let cap = max(confidence * (1 - 1e-12), (1 - confidence) / Double(classes - 1))
      var rest = 1 - confidence
      var mass = others.reduce(0) { $0 + values[$1] }
      var open = others.count
      // From the largest down: what exceeds the cap is left to the smaller ones.
      for index in others.sorted(by: { values[$0] > values[$1] }) {
        let old = values[index]
        let fair = mass > 0 ? old / mass * rest : rest / Double(open)
        values[index] = min(fair, cap)
        rest -= values[index]
        mass -= old
        open -= 1
      }
      values[own] = confidence
    }
    return Probabilities(values, classes: classes)
  }
}
