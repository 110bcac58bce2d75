/// A smooth convex function of several numbers that knows its second derivatives at the point where it was
/// last asked for its value.
protocol CurvedFunction: AnyObject {
  /// Value and gradient at a point, which becomes the current one.
  func move(to point: [Double]) -> (value: Double, gradient: [Double])
  /// The second derivatives at the current point times a direction. Those of a part of the samples will do:
  /// they shape the steps, not the minimum.
  func curvature(along direction: [Double]) -> [Double]
  /// A gradient times what is roughly the inverse of the second derivatives at the current point: a positive
  /// definite matrix.
  func preconditioned(_ gradient: [Double]) -> [Double]
}

/// Where a function is smallest.
struct Minimum {
  let point: [Double]
  let value: Double
  let isConverged: Bool
}

/// Finds the minimum of a smooth convex function of many numbers, each between bounds.
///
/// Newton's method without its matrix: each step is solved for by preconditioned conjugate gradients, as far as the gradient is worth it (Nocedal & Wright, 2006, algorithm 7.1), on the numbers that
/// no bound holds; steps are projected onto the bounds (Bertsekas, 1982).
struct NewtonMinimizer {
  /// It stops when the largest component of the projected gradient is this small.
  var tolerance = 1e-8
  var iterations = 500
  /// Products with the second derivatives for one step, at most.
  var products = 250
  /// To what share of itself the rest of a step's equations is reduced at least; those of a part of the
  /// samples are not worth more.
  var leastShare = 1e-3
  /// By how much of itself rounding may change a value of the function.
  var rounding = 4 * Double.ulpOfOne

  /// - Parameters:
  ///   - function: convex between the bounds.
  ///   - start: moved between the bounds.
  ///   - lower: a bound for each number; `nil` for none.
  ///   - upper: likewise.
  /// - Returns: the minimum, or the best point when no step improves on it in `Double`, or the deadline of
  ///   ``FitDeadline`` has passed.
  func minimum(
    of function: some CurvedFunction, from start: [Double], lower: [Double]? = nil,
    upper: [Double]? = nil
  ) -> Minimum {
    let bounds = Bounds(lower: lower, upper: upper)
    var point = start
    bounds.project(&point)
    var (value, gradient) = function.move(to: point)
    for _ in 0..<iterations {
      let slope = bounds.projected(gradient, at: point)
      let largest = Self.largest(slope)
      guard largest > tolerance else {
        return Minimum(point: point, value: value, isConverged: true)
      }
      let newton = direction(slope, largest, function)
      guard
        let step = step(from: point, value, slope, along: newton, bounds, function)
          ?? step(
            from: point, value, slope, along: Self.descent(slope, function), bounds, function)
      else {
        // No downhill step can be seen in Double: this is the minimum as far as it can be known.
        let isClose = largest <= 1e4 * tolerance && !FitDeadline.hasPassed
        return Minimum(point: point, value: value, isConverged: isClose)
      }
      (point, value, gradient) = step
    }
    return Minimum(point: point, value: value, isConverged: false)
  }

  private typealias Trial = (point: [Double], value: Double, gradient: [Double])

  /// Conjugate gradients on the numbers whose slope is not 0.
  private func direction(
    _ slope: [Double], _ largest: Double, _ function: some CurvedFunction
  ) -> [Double] {
    var direction = [Double](repeating: 0, count: slope.count)
    var residual = slope.map { -$0 }
    let descent = Self.descent(slope, function)
    var search = descent
    var reduction = dot(residual, search)
    // The closer the minimum, the more exactly the step is worth solving for.
    let share = max(min(0.1, largest.squareRoot()), leastShare)
    let enough = reduction * share * share
    for _ in 0..<products {
      if FitDeadline.hasPassed { break }
      let image = Self.masked(function.curvature(along: search), by: slope)
      let curvature = dot(search, image)
      guard curvature > 0 else { break }
      let length = reduction / curvature
      add(length, search, to: &direction)
      add(-length, image, to: &residual)
      let preconditioned = Self.masked(function.preconditioned(residual), by: slope)
      let next = dot(residual, preconditioned)
      guard next > enough else { break }
      let turn = next / reduction
      for index in search.indices { search[index] = preconditioned[index] + turn * search[index] }
      reduction = next
    }
    return direction.contains { $0 != 0 } ? direction : descent
  }

  /// Halves the step until the value falls by a fair part of what the slope promises.
  private func step(
    from point: [Double], _ value: Double, _ slope: [Double], along direction: [Double],
    _ bounds: Bounds, _ function: some CurvedFunction
  ) -> Trial? {
    var length = 1.0
    for _ in 0..<40 {
      if FitDeadline.hasPassed { return nil }
      var next = point
      add(length, direction, to: &next)
      bounds.project(&next)
      var promised = 0.0
      for index in next.indices { promised += slope[index] * (next[index] - point[index]) }
      guard promised < 0 else {
        length /= 2
        continue
      }
      let (trial, gradient) = function.move(to: next)
      // The allowance is for rounding in the value: near the minimum only the gradient still moves.
      if trial <= value + 1e-4 * promised + abs(value) * rounding,
        trial < value || Self.largest(bounds.projected(gradient, at: next)) < Self.largest(slope)
      {
        return (next, trial, gradient)
      }
      length /= 2
    }
    return nil
  }

  private static func descent(_ slope: [Double], _ function: some CurvedFunction) -> [Double] {
    masked(function.preconditioned(slope.map { -$0 }), by: slope)
  }

  /// The numbers whose slope is not 0.
  private static func masked(_ values: [Double], by slope: [Double]) -> [Double] {
    var values = values
    for index in values.indices where slope[index] == 0 { values[index] = 0 }
    return values
  }

  private static func largest(_ values: [Double]) -> Double {
    values.reduce(0) { max($0, abs($1)) }
  }
}

/// The box that a point must stay in.
private struct Bounds {
  let lower: [Double]?
  let upper: [Double]?

  func project(_ point: inout [Double]) {
    guard lower != nil || upper != nil else { return }
    for index in point.indices {
      point[index] = min(
        max(point[index], lower?[index] ?? -.infinity), upper?[index] ?? .infinity)
    }
  }

  /// The gradient without the numbers that it holds at a bound.
  func projected(_ gradient: [Double], at point: [Double]) -> [Double] {
    guard lower != nil || upper != nil else { return gradient }
    return gradient.indices.map { index in
      if let lower, point[index] <= lower[index], gradient[index] > 0 { return 0 }
      if let upper, point[index] >= upper[index], gradient[index] < 0 { return 0 }
      return gradient[index]
    }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}

private func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
  for index in b.indices { b[index] += factor * a[index] }
}
