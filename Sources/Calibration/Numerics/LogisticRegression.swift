import Foundation

/// Binary logistic regression on one or two features, with a penalty that makes its optimum unique.
struct LogisticRegression {
  /// One or two arrays, each `[samples]`.
  let features: [[Double]]
  let isPositive: [Bool]
  /// `[samples]`, 0 or more.
  let weights: [Double]
  /// Where the penalty is smallest: one number a feature, then the intercept.
  let centre: [Double]
  /// Penalty ½ Σ strength · (parameter − centre)², in the same order; compared with the summed loss.
  let strengths: [Double]
  /// Lower bounds in the same order.
  var lower: [Double]?

  /// Newton's method on the parameters that no bound holds, with halved steps where one goes too far.
  /// - Returns: one coefficient a feature, then the intercept.
  func solve() -> [Double] {
    let rows = Rows(self)
    var point = centre
    var state = loss(at: point, rows)
    for _ in 0..<200 {
      let isFree = point.indices.map { index in
        guard let lower else { return true }
        return point[index] > lower[index] || state.gradient[index] < 0
      }
      let free = point.indices.filter { isFree[$0] }
      guard
        free.contains(where: { abs(state.gradient[$0]) > 1e-12 * (1 + rows.weight) }),
        let step = SmallSystem.solve(
          free.map { row in free.map { state.curvature[row][$0] } },
          free.map { -state.gradient[$0] })
      else { break }
      let promised = -free.indices.reduce(0) { $0 + step[$1] * state.gradient[free[$1]] }
      func moved(_ length: Double) -> [Double] {
        var next = point
        for (place, index) in free.enumerated() {
          next[index] = max(point[index] + length * step[place], lower?[index] ?? -.infinity)
        }
        return next
      }
      // So close that no fall of the value can be seen: the step is the last one.
      if abs(promised) < 4 * Double.ulpOfOne * abs(state.value) { return moved(1) }
      var length = 1.0
      var didImprove = false
      while length > 1e-8, !didImprove {
        let next = moved(length)
        let trial = loss(at: next, rows)
        if trial.value < state.value {
          point = next
          state = trial
          didImprove = true
        }
        length /= 2
      }
      if !didImprove { break }
    }
    return point
  }

  private struct Loss {
    var value = 0.0
    var gradient: [Double]
    var curvature: [[Double]]
  }

  /// The samples in whole vectors. Those that are positive lower the loss by their score, whatever the
  /// parameters are: only its sums are needed.
  private struct Rows: ~Copyable {
    typealias Lanes = LaneRow.Lanes

    let first: LaneRow
    /// Zeros where there is one feature.
    let second: LaneRow
    /// Padded with 0.
    let weights: LaneRow
    /// Σ weight · feature of those that are positive, then Σ weight.
    let ofPositive: (Double, Double, Double)
    let weight: Double

    init(_ problem: LogisticRegression) {
      first = LaneRow(problem.features[0])
      second =
        problem.features.count > 1
        ? LaneRow(problem.features[1]) : LaneRow(count: problem.weights.count)
      weights = LaneRow(problem.weights)
      weight = problem.weights.reduce(0, +)
      var sums = (0.0, 0.0, 0.0)
      for sample in problem.isPositive.indices where problem.isPositive[sample] {
        let weight = problem.weights[sample]
        sums.0 += weight * first.scalars[sample]
        sums.1 += weight * second.scalars[sample]
        sums.2 += weight
      }
      ofPositive = sums
    }

    /// Sums over samples at coefficients a and b and the intercept c.
    func sums(_ a: Double, _ b: Double, _ c: Double) -> Sums {
      var value = Lanes.zero
      var (slopeOfFirst, slopeOfSecond, slope) = (Lanes.zero, Lanes.zero, Lanes.zero)
      var (bendOfFirst, bendOfBoth, bendOfSecond) = (Lanes.zero, Lanes.zero, Lanes.zero)
      var (bentFirst, bentSecond, bend) = (Lanes.zero, Lanes.zero, Lanes.zero)
      for vector in 0..<weights.vectors {
        let x = first.values[vector]
        let y = second.values[vector]
        let weight = weights.values[vector]
        let score = x * a + y * b + c
        let isAbove = score .> 0
        let size = score.replacing(with: -score, where: isAbove)
        // log(1 + eˢ) and its derivatives without overflow.
        let small = exponential(size)
        let inverse = 1 / (small + 1)
        let above = score.replacing(with: 0, where: score .< 0)
        value += weight * (logarithm(small + 1) + above)
        let share = (small * inverse).replacing(with: inverse, where: isAbove)
        let change = weight * share
        slopeOfFirst += change * x
        slopeOfSecond += change * y
        slope += change
        let curve = weight * small * inverse * inverse
        let ofFirst = curve * x
        let ofSecond = curve * y
        bendOfFirst += ofFirst * x
        bendOfBoth += ofFirst * y
        bendOfSecond += ofSecond * y
        bentFirst += ofFirst
        bentSecond += ofSecond
        bend += curve
      }
      return Sums(
        value: value.sum() - a * ofPositive.0 - b * ofPositive.1 - c * ofPositive.2,
        gradient: [
          slopeOfFirst.sum() - ofPositive.0, slopeOfSecond.sum() - ofPositive.1,
          slope.sum() - ofPositive.2,
        ],
        curvature: [
          [bendOfFirst.sum(), bendOfBoth.sum(), bentFirst.sum()],
          [bendOfBoth.sum(), bendOfSecond.sum(), bentSecond.sum()],
          [bentFirst.sum(), bentSecond.sum(), bend.sum()],
        ])
    }
  }

  /// By both coefficients and the intercept.
  private struct Sums {
    let value: Double
    let gradient: [Double]
    let curvature: [[Double]]
  }

  private func loss(at point: [Double], _ rows: borrowing Rows) -> Loss {
    let hasSecond = features.count > 1
    let sums = rows.sums(point[0], hasSecond ? point[1] : 0, point[point.count - 1])
    let kept = hasSecond ? [0, 1, 2] : [0, 2]
    var loss = Loss(
      value: sums.value, gradient: kept.map { sums.gradient[$0] },
      curvature: kept.map { row in kept.map { sums.curvature[row][$0] } })
    for index in point.indices {
      let shift = point[index] - centre[index]
      loss.value += 0.5 * strengths[index] * shift * shift
      loss.gradient[index] += strengths[index] * shift
      loss.curvature[index][index] += strengths[index]
    }
    return loss
  }
}

/// 1 / (1 + e⁻ˣ)
func sigmoid(_ x: Double) -> Double {
  let small = exp(-abs(x))
  return x > 0 ? 1 / (1 + small) : small / (1 + small)
}
