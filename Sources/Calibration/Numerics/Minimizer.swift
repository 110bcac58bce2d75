/// Finds the minimum of a smooth convex function of several numbers, each between bounds.
///
/// Limited-memory BFGS on the numbers that are free to move, steps projected onto the bounds.
struct Minimizer {
  /// It stops when the largest component of the projected gradient is this small.
  var tolerance = 1e-9
  var iterations = 2000
  /// How many of the last steps shape the next one.
  var memory = 12

  struct Solution {
    let point: [Double]
    let value: Double
    let isConverged: Bool
  }

  /// - Parameters:
  ///   - start: between the bounds.
  ///   - lower: a bound for each number; `nil` for none.
  ///   - upper: likewise.
  ///   - function: value and gradient at a point.
  /// - Returns: the minimum, or the best point when no step improves on it in `Double`.
  func minimum(
    from start: [Double], lower: [Double]? = nil, upper: [Double]? = nil,
    of function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> Solution {
    let bounds = Bounds(lower: lower, upper: upper)
    var point = start
    var (value, gradient) = function(point)
    var history = History(capacity: memory)
    for _ in 0..<iterations {
      let isFree = bounds.free(at: point, gradient)
      let slope = zip(gradient, isFree).map { $1 ? $0 : 0 }
      guard slope.contains(where: { abs($0) > tolerance }) else {
        return Solution(point: point, value: value, isConverged: true)
      }
      guard
        let step = lineSearch(
          from: point, value, slope, along: history.direction(slope, isFree: isFree), bounds,
          function)
          ?? lineSearch(from: point, value, slope, along: descent(slope), bounds, function)
      else {
        // No downhill step can be seen in Double: this is the minimum as far as it can be known.
        let isClose = slope.allSatisfy { abs($0) <= 1e4 * tolerance }
        return Solution(point: point, value: value, isConverged: isClose)
      }
      history.append(
        step: zip(step.point, point).map(-), change: zip(step.gradient, gradient).map(-))
      point = step.point
      value = step.value
      gradient = step.gradient
    }
    return Solution(point: point, value: value, isConverged: false)
  }

  private typealias Trial = (point: [Double], value: Double, gradient: [Double])

  /// Halves the step until the value falls by a fair part of what the slope promises.
  private func lineSearch(
    from point: [Double], _ value: Double, _ slope: [Double], along direction: [Double],
    _ bounds: Bounds, _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) -> Trial? {
    guard dot(slope, direction) < 0 else { return nil }
    var length = 1.0
    for _ in 0..<40 {
      if FitDeadline.hasPassed { return nil }
      let next = bounds.projected(point.indices.map { point[$0] + length * direction[$0] })
      let promised = point.indices.reduce(0) { $0 + slope[$1] * (next[$1] - point[$1]) }
      if promised < 0 {
        let (trial, gradient) = function(next)
        // The allowance is for rounding in the value: near the minimum only the gradient still moves.
        if trial <= value + 1e-4 * promised + 4 * abs(value) * Double.ulpOfOne,
          trial < value || largest(gradient) < largest(slope)
        {
          return (next, trial, gradient)
        }
      }
      length /= 2
    }
    return nil
  }

  private func largest(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }
}

/// The box that a point must stay in.
private struct Bounds {
  let lower: [Double]?
  let upper: [Double]?

  func projected(_ point: [Double]) -> [Double] {
    guard lower != nil || upper != nil else { return point }
    return point.indices.map {
      min(max(point[$0], lower?[$0] ?? -.infinity), upper?[$0] ?? .infinity)
    }
  }

  /// Which numbers are not held at a bound by the gradient.
  func free(at point: [Double], _ gradient: [Double]) -> [Bool] {
    point.indices.map { index in
      if let lower, point[index] <= lower[index], gradient[index] > 0 { return false }
      if let upper, point[index] >= upper[index], gradient[index] < 0 { return false }
      return true
    }
  }
}

/// The last steps and what they did to the gradient.
private struct History {
  let capacity: Int
  private var pairs: [(step: [Double], change: [Double])] = []

  init(capacity: Int) { self.capacity = capacity }

  mutating func append(step: [Double], change: [Double]) {
    // Only positive curvature keeps the approximation downhill.
    guard dot(step, change) > 1e-12 * dot(change, change) else { return }
    pairs.append((step, change))
    if pairs.count > capacity { pairs.removeFirst() }
  }

  /// The two-loop recursion, on the free numbers.
  func direction(_ slope: [Double], isFree: [Bool]) -> [Double] {
    guard !pairs.isEmpty else { return descent(slope) }
    var direction = slope.map { -$0 }
    var factors: [Double] = []
    let usable = pairs.map { pair in
      (step: masked(pair.step, isFree), change: masked(pair.change, isFree))
    }.filter { dot($0.step, $0.change) > 0 }
    for pair in usable.reversed() {
      let factor = dot(pair.step, direction) / dot(pair.step, pair.change)
      factors.append(factor)
      for index in direction.indices { direction[index] -= factor * pair.change[index] }
    }
    if let last = usable.last {
      let scale = dot(last.step, last.change) / dot(last.change, last.change)
      for index in direction.indices { direction[index] *= scale }
    }
    for (pair, factor) in zip(usable, factors.reversed()) {
      let back = dot(pair.change, direction) / dot(pair.step, pair.change)
      for index in direction.indices { direction[index] += (factor - back) * pair.step[index] }
    }
    return masked(direction, isFree)
  }

  private func masked(_ values: [Double], _ isKept: [Bool]) -> [Double] {
    zip(values, isKept).map { $1 ? $0 : 0 }
  }
}

/// Downhill by no more than one: how far the slope reaches is not known yet, and a long first step may
/// land in another valley.
private func descent(_ slope: [Double]) -> [Double] {
  let length = dot(slope, slope).squareRoot()
  let scale = length > 1 ? 1 / length : 1
  return slope.map { -scale * $0 }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
