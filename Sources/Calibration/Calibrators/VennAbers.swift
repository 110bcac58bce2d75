/// Each class's probability between what isotonic regression would say if the sample were of that class and if
/// it were not, rows renormalised (inductive Venn–Abers, one against all; Vovk, Petej & Fedorova, 2015).
///
/// Unlike isotonic regression it never says 0 or 1. For some ten classes: with more of them, maps of single
/// classes lose what the others say. Values are exact to 10⁻⁴ of themselves.
public struct VennAbers: CalibrationMethod, Equatable {
  public static let name = "venn-abers"
  public static let summary =
    "isotonic regression a class that is never certain (inductive Venn-Abers)"

  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> VennAbersCalibrator
  {
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    guard weights.contains(where: { $0 > 0 }) else {
      throw CalibrationError.notFitted("every validation sample has weight 0")
    }
    let maps = ProbabilityColumns(validation.logits).map { label, scores in
      VennAbersMap(Self.points(scores, validation.labels, label, weights))
    }
    return VennAbersCalibrator(
      maps: maps,
      warnings: validation.emptyClassWarnings("its map knows only that it is rare"))
  }

  /// Samples by score; equal scores are one point.
  static func points(
    _ scores: [Double], _ labels: [Int], _ label: Int, _ weights: [Double]
  ) -> [VennAbersMap.Point] {
    var points: [VennAbersMap.Point] = []
    points.reserveCapacity(scores.count)
    for place in RadixOrder.ascending(scores) {
      let index = Int(place)
      guard weights[index] > 0 else { continue }
      let positive = labels[index] == label ? weights[index] : 0
      if let last = points.last, last.score == scores[index] {
        points[points.count - 1].weight += weights[index]
        points[points.count - 1].positive += positive
      } else {
        points.append(.init(score: scores[index], weight: weights[index], positive: positive))
      }
    }
    return points
  }
}

/// Each probability of softmax(z) through its class's map, rows renormalised.
public struct VennAbersCalibrator: Calibrator, Equatable {
  /// One a class.
  public let maps: [VennAbersMap]
  public let warnings: [String]
  public var classes: Int { maps.count }

  public var facts: [CalibratorFact] {
    let steps = maps.reduce(0) { $0 + $1.lower.count + $1.upper.count }
    return [CalibratorFact("maps", "\(maps.count) with \(steps) steps")]
  }

  public var flaw: CalibratorFlaw? {
    maps.enumerated().lazy.compactMap { $1.flaw(key: "maps.\($0)") }.first ?? classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return softmax(logits).mappedEntries { column, value in maps[column](value) }
  }
}
