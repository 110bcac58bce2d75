import Foundation

/// The temperature at which the mean squared error of the probabilities is smallest: the T of ensemble
/// temperature scaling and of the isotonic compositions (Zhang et al., 2020).
struct SquaredErrorTemperature {
  let predictions: Predictions
  /// `[samples]`, 0 or more.
  let weights: [Double]
  let lowerBound: Double
  let upperBound: Double

  /// From so many logits on the valley is found on a part of the samples.
  private static let large = 1 << 20

  /// The error need not be convex: a coarse grid finds the valley, the root of the derivative its floor.
  func solve() throws(CalibrationError) -> TemperatureSolver.Solution {
    guard lowerBound > 0, lowerBound < upperBound, upperBound.isFinite else {
      throw .invalidSetting(
        "bounds \(lowerBound) and \(upperBound) of the temperature; "
          + "two numbers with 0 < lower < upper are needed")
    }
    guard !predictions.isSeparated(weights: weights) else {
      return TemperatureSolver.Solution(
        temperature: min(max(1, lowerBound), upperBound), warnings: [TemperatureSolver.separated])
    }
    let count = predictions.labels.count * predictions.logits.classes
    if count >= 2 * Self.large {
      let part = 1 / solved(stride: count / Self.large).temperature
      let low = max(part / 1.1, 1 / upperBound)
      let high = min(part * 1.1, 1 / lowerBound)
      let slopes = (error(at: low).slope, error(at: high).slope)
      if slopes.0 < 0, slopes.1 > 0 {
        return root(between: low, high, slopes: slopes.0, slopes.1)
      }
    }
    return solved()
  }

  private func solved(stride step: Int = 1) -> TemperatureSolver.Solution {
    let steps = 16
    let ratio = lowerBound / upperBound
    let grid = (0...steps).map { 1 / upperBound * pow(1 / ratio, Double($0) / Double(steps)) }
    let errors = grid.map { error(at: $0, stride: step).value }
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    let low = grid[max(best - 1, 0)]
    let high = grid[min(best + 1, steps)]
    let slopeLow = error(at: low, stride: step).slope
    let slopeHigh = error(at: high, stride: step).slope
    if slopeLow >= 0, best == 0 { return bound(upperBound, "upper", isFlat: slopeLow == 0) }
    if slopeHigh <= 0, best == steps { return bound(lowerBound, "lower", isFlat: false) }
    return root(between: low, high, slopes: slopeLow, slopeHigh, stride: step)
  }

  /// Where the derivative passes through zero.
  private func root(
    between start: Double, _ end: Double, slopes slopeOfStart: Double, _ slopeOfEnd: Double,
    stride step: Int = 1
  ) -> TemperatureSolver.Solution {
    var (low, high, slopeLow, slopeHigh) = (start, end, slopeOfStart, slopeOfEnd)
    // Regula falsi with the Illinois rule: the end that stays too long counts half.
    var beta = (low * high).squareRoot()
    for _ in 0..<100 {
      var next = (low * slopeHigh - high * slopeLow) / (slopeHigh - slopeLow)
      if !(next > low && next < high) { next = (low * high).squareRoot() }
      let slope = error(at: next, stride: step).slope
      let isDone = slope == 0 || abs(next - beta) <= 1e-13 * beta
      beta = next
      if isDone { break }
      if slope < 0 {
        low = next
        slopeLow = slope
        slopeHigh /= 2
      } else {
        high = next
        slopeHigh = slope
        slopeLow /= 2
      }
    }
    return TemperatureSolver.Solution(temperature: 1 / beta, warnings: [])
  }

  private func bound(_ value: Double, _ which: String, isFlat: Bool)
    -> TemperatureSolver.Solution
  {
    isFlat
      ? TemperatureSolver.Solution(temperature: 1, warnings: [])
      : TemperatureSolver.Solution(
        temperature: value, warnings: ["the temperature reached its \(which) bound \(value)"])
  }

  /// Weighted sum of squared errors at β = 1/T, and its derivative by β.
  private func error(at beta: Double, stride step: Int = 1) -> (value: Double, slope: Double) {
    let logits = predictions.logits
    let classes = logits.classes
    let parts = logits.withUnsafeValues { values in
      RowChunks.map(rows: logits.samples, columns: max(classes / step, 1)) {
        rows -> (Double, Double) in
        guard let base = values.baseAddress else { return (0, 0) }
        let buffer = RowBuffer(count: classes)
        var value = 0.0
        var slope = 0.0
        let first = (rows.lowerBound + step - 1) / step * step
        for row in stride(from: first, to: rows.upperBound, by: step) where weights[row] > 0 {
          buffer.load(base + row * classes)
          let term = buffer.squaredError(scale: beta, label: predictions.labels[row])
          value += weights[row] * term.value
          slope += weights[row] * term.slope
        }
        return (value, slope)
      }
    }
    return parts.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
  }
}

extension Predictions {
  /// Whether every sample that counts has its label at the top: then probabilities cannot be too sure.
  func isSeparated(weights: [Double]) -> Bool {
    let classes = logits.classes
    return logits.withUnsafeValues { values in
      guard let base = values.baseAddress, weights.contains(where: { $0 > 0 }) else { return false }
      return RowChunks.map(rows: logits.samples, columns: classes) { rows in
        rows.allSatisfy { row in
          weights[row] == 0
            || base[row * classes + labels[row]]
              >= RowMaximum.value(base + row * classes, count: classes)
        }
      }.allSatisfy { $0 }
    }
  }
}

extension RowBuffer {
  /// Σ (p − y)² over classes with p = softmax(scale · row), and its derivative by the scale.
  @inline(__always)
  func squaredError(scale: Double, label: Int) -> (value: Double, slope: Double) {
    var sum = Lanes.zero
    var squares = Lanes.zero
    var first = Lanes.zero
    var firstOfSquares = Lanes.zero
    for vector in 0..<vectors {
      let value = values[vector]
      let raised = exponential(value * scale)
      let square = raised * raised
      sum += raised
      squares += square
      first += raised * value
      firstOfSquares += square * value
    }
    let total = sum.sum()
    let mean = first.sum() / total
    let squared = squares.sum() / (total * total)
    let ofLabel = exp(self[label] * scale) / total
    // d p_c / dβ = p_c (v_c − v̄)
    let slope =
      2 * (firstOfSquares.sum() / (total * total) - mean * squared)
      - 2 * ofLabel * (max(self[label], -1e300) - mean)
    return (squared - 2 * ofLabel + 1, slope)
  }
}
