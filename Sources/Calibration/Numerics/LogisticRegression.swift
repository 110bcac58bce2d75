import Foundation

/// Binary logistic regression on a few features, with a penalty that makes its optimum unique.
struct LogisticRegression {
  /// One array a feature, each `[samples]`.
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
    var point = centre
    var state = loss(at: point)
    for _ in 0..<200 {
      let isFree = point.indices.map { index in
        guard let lower else { return true }
        return point[index] > lower[index] || state.gradient[index] < 0
      }
      let free = point.indices.filter { isFree[$0] }
      guard
        free.contains(where: { abs(state.gradient[$0]) > 1e-12 * (1 + state.weight) }),
        let step = SmallSystem.solve(
          free.map { row in free.map { state.curvature[row][$0] } },
          free.map { -state.gradient[$0] })
      else { break }
      var length = 1.0
      var didImprove = false
      while length > 1e-8, !didImprove {
        var next = point
        for (place, index) in free.enumerated() {
          next[index] = max(point[index] + length * step[place], lower?[index] ?? -.infinity)
        }
        let trial = loss(at: next)
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
    var weight = 0.0
    var gradient: [Double]
    var curvature: [[Double]]
  }

  private func loss(at point: [Double]) -> Loss {
    let intercept = features.count
    var loss = Loss(
      gradient: [Double](repeating: 0, count: point.count),
      curvature: [[Double]](
        repeating: [Double](repeating: 0, count: point.count), count: point.count))
    var row = [Double](repeating: 1, count: point.count)
    for sample in isPositive.indices where weights[sample] > 0 {
      var score = point[intercept]
      for index in features.indices {
        row[index] = features[index][sample]
        score += point[index] * row[index]
      }
      // log(1 + e^(−margin)) without overflow.
      let margin = isPositive[sample] ? score : -score
      let small = exp(-abs(margin))
      let weight = weights[sample]
      loss.value += weight * (log1p(small) + max(-margin, 0))
      loss.weight += weight
      let miss = margin > 0 ? small / (1 + small) : 1 / (1 + small)
      let slope = weight * (isPositive[sample] ? -miss : miss)
      let bend = weight * small / ((1 + small) * (1 + small))
      for i in row.indices {
        loss.gradient[i] += slope * row[i]
        for j in 0...i { loss.curvature[i][j] += bend * row[i] * row[j] }
      }
    }
    for i in point.indices {
      let shift = point[i] - centre[i]
      loss.value += 0.5 * strengths[i] * shift * shift
      loss.gradient[i] += strengths[i] * shift
      loss.curvature[i][i] += strengths[i]
      for j in 0..<i { loss.curvature[j][i] = loss.curvature[i][j] }
    }
    return loss
  }
}

/// 1 / (1 + e⁻ˣ)
func sigmoid(_ x: Double) -> Double {
  let small = exp(-abs(x))
  return x > 0 ? 1 / (1 + small) : small / (1 + small)
}
