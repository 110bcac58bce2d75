/// The confidence of the answer through a spline, after temperature scaling; the other classes share the rest
/// as before (Gupta et al., 2021).
///
/// Sorted by confidence, a natural cubic spline is fitted to the cumulated difference of hits and confidences;
/// its slope is what the confidences lack.
public struct TopLabelSpline: CalibrationMethod, Equatable {
  public static let name = "top-label-spline"
  public static let summary = "the answer's confidence through a spline, after a temperature"

  /// The temperature is searched in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// Of the spline, 2 to 100; the authors' code has 6.
  public var knots = 6
  /// Whether no other class may become more probable than the answer. The published form lets it.
  public var keepsAnswer = false
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(keepsAnswer: Bool) { self.keepsAnswer = keepsAnswer }

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
    try SettingRange.require("knots", knots, in: 2...100)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> TopLabelCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    let solution = try TemperatureSolver(
      predictions: validation, weights: weights, lowerBound: lowerBound, upperBound: upperBound
    ).solve()
    let top = TopConfidences(validation.logits, temperature: solution.temperature)
    let hits = zip(top.predicted, validation.labels).map { $0 == $1 }
    let order = RadixOrder.ascending(top.confidences).map { Int($0) }.filter { weights[$0] > 0 }
    guard order.count >= knots else {
      throw CalibrationError.notFitted(
        "\(order.count) validation samples for a spline with \(knots) knots; "
          + "at least as many are needed")
    }
    let map = Self.map(
      order.map { top.confidences[$0] }, hits: order.map { hits[$0] },
      weights: order.map { weights[$0] }, knots: knots)
    guard let map else {
      throw CalibrationError.notFitted("the samples do not determine a spline with \(knots) knots")
    }
    return TopLabelCalibrator(
      temperature: solution.temperature, confidences: map.confidences, values: map.values,
      keepsAnswer: keepsAnswer, classes: validation.logits.classes, warnings: solution.warnings)
  }

  /// - Parameters:
  ///   - confidences: ascending.
  ///   - hits: whether each answer was right.
  ///   - weights: above 0.
  ///   - knots: 2 or more.
  /// - Returns: each confidence once, and what becomes of it.
  static func map(
    _ confidences: [Double], hits: [Bool], weights: [Double], knots: Int
  ) -> (confidences: [Double], values: [Double])? {
    let total = weights.compensatedSum()
    var places: [Double] = []
    var heights: [Double] = []
    var mass = 0.0
    var height = 0.0
    for index in confidences.indices {
      // From 0 for the first to 1 for the last one.
      places.append(index == 0 ? 0 : mass / (total - weights[0]))
      mass += index + 1 < weights.count ? weights[index + 1] : 0
      height += weights[index] * ((hits[index] ? 1 : 0) - confidences[index]) / total
      heights.append(height)
    }
    places = places.map { min($0, 1) }
    guard let spline = NaturalSpline(fitting: places, to: heights, weights: weights, knots: knots)
    else { return nil }
    var inputs: [Double] = []
    var values: [Double] = []
    var index = 0
    while index < confidences.count {
      // Equal confidences become one number.
      var (sum, weight, next) = (0.0, 0.0, index)
      while next < confidences.count, confidences[next] == confidences[index] {
        let value = confidences[next] + spline.slope(at: places[next])
        sum += weights[next] * min(max(value, 1e-12), 1 - 1e-12)
        weight += weights[next]
        next += 1
      }
      inputs.append(confidences[index])
      values.append(sum / weight)
      index = next
    }
    return (inputs, values)
  }
}

/// Answers and their probabilities under softmax(z / T).
struct TopConfidences {
  let predicted: [Int]
  let confidences: [Double]

  init(_ logits: Logits, temperature: Double) {
    let classes = logits.classes
    let tops = logits.withUnsafeValues { values in
      RowChunks.map(rows: logits.samples, columns: classes) { rows in
        let buffer = RowBuffer(count: classes)
        return rows.map { row -> (Int, Double) in
          guard let base = values.baseAddress else { return (0, 0) }
          buffer.load(base + row * classes)
          let top = RowMaximum.find(base + row * classes, count: classes).index
          // The largest logit is 0 in the buffer.
          return (top, 1 / buffer.total(scale: 1 / temperature))
        }
      }
    }.flatMap { $0 }
    predicted = tops.map(\.0)
    confidences = tops.map(\.1)
  }
}

/// softmax(z / T) with the answer's probability through a piecewise linear map.
public struct TopLabelCalibrator: Calibrator, Equatable {
  /// T, the divisor of the logits before the answer's confidence is looked up.
  public let temperature: Double
  /// Knots of the map, ascending.
  public let confidences: [Double]
  /// One a knot, in (0, 1).
  public let values: [Double]
  /// Whether no other class may become more probable than the answer.
  public let keepsAnswer: Bool
  public let classes: Int
  public let warnings: [String]

  public var fittedTemperature: Double? { temperature }

  public var facts: [CalibratorFact] {
    [
      .temperature(temperature),
      CalibratorFact("map of the answer's confidence", "\(confidences.count) points"),
    ]
  }

  public var flaw: CalibratorFlaw? {
    guard !confidences.isEmpty, confidences.count == values.count else {
      return CalibratorFlaw(
        confidences.isEmpty ? "confidences" : "values",
        "\(confidences.count) confidences and \(values.count) values; as many of both were expected"
      )
    }
    return CalibratorCheck.temperature(temperature)
      ?? CalibratorCheck.shares(confidences, key: "confidences")
      ?? CalibratorCheck.ascending(confidences, isStrict: true, key: "confidences")
      ?? CalibratorCheck.range(values, 0...1, key: "values") ?? classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return Probabilities.filled(samples: logits.samples, classes: classes) { rows, target in
      logits.withUnsafeValues { values in
        guard let base = values.baseAddress else { return }
        let buffer = RowBuffer(count: classes)
        for row in rows {
          let output = target + (row - rows.lowerBound) * classes
          buffer.load(base + row * classes)
          buffer.softmax(scale: 1 / temperature, into: output)
          replaceConfidence(
            output, top: RowMaximum.find(base + row * classes, count: classes).index)
        }
      }
    }
  }

  private func replaceConfidence(_ row: UnsafeMutablePointer<Double>, top: Int) {
    let old = row[top]
    // What the others have, without the rounding of 1 − old.
    var rest = 0.0
    var second = 0.0
    for index in 0..<classes where index != top {
      rest += row[index]
      second = row[index] > second ? row[index] : second
    }
    var new = PiecewiseLinear.value(at: old, confidences, self.values)
    if rest <= 0 {
      rest = Double(classes - 1)
      second = 1
      for index in 0..<classes { row[index] = 1 }
    }
    if keepsAnswer {
      let share = second / rest
      new = max(new, min(share / (1 + share) * (1 + 1e-12), 1))
    }
    let scale = (1 - new) / rest
    for index in 0..<classes { row[index] *= scale }
    row[top] = new
  }
}
