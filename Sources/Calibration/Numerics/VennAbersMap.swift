/// What isotonic regression would say of a score if it were one more calibration sample, once with the label
/// false and once with true (inductive Venn–Abers prediction; Vovk, Petej & Fedorova, 2015).
public struct VennAbersMap: Sendable, Codable, Equatable {
  /// Scores at and above which the next of ``lower`` holds, ascending.
  public let lowerEdges: [Double]
  /// With the label false; one more than edges, never falling.
  public let lower: [Double]
  /// Scores above which the next of ``upper`` holds, ascending.
  public let upperEdges: [Double]
  /// With the label true; one more than edges, never falling.
  public let upper: [Double]

  /// A score of calibration samples.
  struct Point {
    let score: Double
    /// Above 0.
    var weight: Double
    /// Of the samples that are true.
    var positive: Double
  }

  /// - Parameter points: scores ascending, all different.
  init(_ points: [Point]) {
    let hulls = Hulls(points)
    var lower = Steps()
    var upper = Steps()
    for gap in 0...points.count {
      let edge = gap == 0 ? -Double.infinity : points[gap - 1].score
      lower.append(hulls.value(at: gap, label: 0), from: edge)
      upper.append(hulls.value(at: gap, label: 1), from: edge)
    }
    lowerEdges = lower.edges
    self.lower = lower.values
    upperEdges = upper.edges
    self.upper = upper.values
  }

  /// What no fit gives; `nil` when it can be used.
  func flaw(key: String) -> CalibratorFlaw? {
    for (name, edges, values) in [("lower", lowerEdges, lower), ("upper", upperEdges, upper)] {
      let place = "\(key).\(name)"
      guard values.count == edges.count + 1 else {
        return CalibratorFlaw(
          place, "\(values.count) values for \(edges.count) edges; one more was expected")
      }
      if let flaw = CalibratorCheck.shares(edges, key: place + "Edges")
        ?? CalibratorCheck.ascending(edges, isStrict: true, key: place + "Edges")
        ?? CalibratorCheck.range(values, 0...1, key: place)
        ?? CalibratorCheck.ascending(values, key: place)
      {
        return flaw
      }
    }
    // One sample more of the other label keeps the one below 1 and the other above 0.
    if let index = lower.firstIndex(of: 1) {
      return CalibratorFlaw("\(key).lower.\(index)", "1.0; a number below 1 was expected")
    }
    return upper.firstIndex(of: 0).map {
      CalibratorFlaw("\(key).upper.\($0)", "0.0; a number above 0 was expected")
    }
  }

  /// The probability that is least wrong by the logarithmic loss: p₁ / (1 − p₀ + p₁).
  func callAsFunction(_ score: Double) -> Double {
    let (false0, true1) = (
      lower[Self.count(of: lowerEdges) { $0 <= score }],
      upper[Self.count(of: upperEdges) { $0 < score }]
    )
    return true1 / (1 - false0 + true1)
  }

  /// How many of the first elements satisfy a condition.
  private static func count(of edges: [Double], where isBefore: (Double) -> Bool) -> Int {
    var low = 0
    var high = edges.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(edges[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Values with where they begin; neighbours that are equal, or differ by less than ``Steps/resolution``, are one.
  private struct Steps {
    /// Of a value and of what it lacks to 1. A score of a rare class has nearly as many values as there are samples: where
    /// ten thousand of them stand for a value, nobody can tell it from the next one, and the maps of a thousand classes
    /// would take a gigabyte.
    private static let resolution = 1e-4

    var edges: [Double] = []
    var values: [Double] = []

    mutating func append(_ value: Double, from edge: Double) {
      guard let last = values.last else {
        values = [value]
        return
      }
      guard value != last, value - last >= Self.resolution * min(last, 1 - value) else { return }
      edges.append(edge)
      values.append(value)
    }
  }

  /// The cumulated sums of the points, and the lower hull of those before and of those after each: isotonic
  /// values are slopes of such hulls.
  private struct Hulls {
    private var weights: [Double]
    private var positives: [Double]
    /// The corner before each one, in the hull of all up to it; −1 for none.
    private var before: [Int32]
    /// The corner after each one, in the hull of all from it on; −1 for none.
    private var after: [Int32]

    init(_ points: [Point]) {
      let count = points.count + 1
      weights = [Double](repeating: 0, count: count)
      positives = weights
      for (index, point) in points.enumerated() {
        weights[index + 1] = weights[index] + point.weight
        positives[index + 1] = positives[index] + point.positive
      }
      before = [Int32](repeating: -1, count: count)
      after = before
      for index in stride(from: 1, to: count, by: 1) {
        var corner = index - 1
        while before[corner] >= 0, slope(Int(before[corner]), corner) >= slope(corner, index) {
          corner = Int(before[corner])
        }
        before[index] = Int32(truncatingIfNeeded: corner)
      }
      for index in stride(from: count - 2, through: 0, by: -1) {
        var corner = index + 1
        while after[corner] >= 0, slope(index, corner) >= slope(corner, Int(after[corner])) {
          corner = Int(after[corner])
        }
        after[index] = Int32(truncatingIfNeeded: corner)
      }
    }

    @inline(__always)
    private func slope(_ from: Int, _ to: Int) -> Double {
      (positives[to] - positives[from]) / (weights[to] - weights[from])
    }

    /// The isotonic value of one more sample of weight 1 between two points: pooled with neighbours as long as
    /// they are in the wrong order.
    func value(at gap: Int, label: Double) -> Double {
      var left = gap
      var right = gap
      var value = label
      var isPooling = true
      while isPooling {
        isPooling = false
        while after[right] >= 0, slope(right, Int(after[right])) <= value {
          right = Int(after[right])
          value = pooled(left, right, label)
          isPooling = true
        }
        while before[left] >= 0, slope(Int(before[left]), left) >= value {
          left = Int(before[left])
          value = pooled(left, right, label)
          isPooling = true
        }
      }
      return value
    }

    private func pooled(_ left: Int, _ right: Int, _ label: Double) -> Double {
      (positives[right] - positives[left] + label) / (weights[right] - weights[left] + 1)
    }
  }
}
