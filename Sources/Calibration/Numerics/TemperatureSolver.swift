import Foundation

/// The temperature at which weighted cross-entropy is smallest.
///
/// Solves for β = 1/T, not T: the loss is convex in β, so that one bracket holds one minimum. Newton's
/// steps on the derivative; where one would leave the bracket, its middle is taken.
struct TemperatureSolver {
  let predictions: Predictions
  /// `[samples]`, 0 or more.
  let weights: [Double]
  let lowerBound: Double
  let upperBound: Double

  struct Solution {
    let temperature: Double
    let warnings: [String]
  }

  /// Loss, and its first and second derivative by β, summed over samples.
  private struct Loss {
    var value = 0.0
    var slope = 0.0
    var curvature = 0.0
    /// Every sample that counts has its label at the top.
    var isSeparated = true
    /// Samples whose label has the logit −∞: no temperature changes their loss.
    var excluded = 0
  }

  /// - Throws: ``CalibrationError`` when the bounds are no interval of positive numbers.
  func solve() throws(CalibrationError) -> Solution {
    guard lowerBound > 0, lowerBound < upperBound, upperBound.isFinite else {
      throw .invalidSetting(
        "bounds \(lowerBound) and \(upperBound) of the temperature; "
          + "two numbers with 0 < lower < upper are needed")
    }
    var low = 1 / upperBound
    var high = 1 / lowerBound
    var beta = min(max(1, low), high)
    var loss = loss(at: beta)
    var warnings: [String] = []
    if loss.excluded > 0 {
      warnings.append(
        "\(loss.excluded) validation samples have the logit -inf for their own label; "
          + "they do not affect the temperature")
    }
    if loss.isSeparated, loss.slope < 0 || loss.value == 0 {
      warnings.append(
        "every validation sample is classified correctly, so that no finite temperature is best; "
          + "it was set to its lower bound \(lowerBound)")
      return Solution(temperature: lowerBound, warnings: warnings)
    }
    for _ in 0..<200 where loss.slope != 0 {
      if loss.slope > 0 { high = beta } else { low = beta }
      var next = beta - loss.slope / loss.curvature
      if !(next > low && next < high) {
        let isOutside = loss.slope > 0 ? low == 1 / upperBound : high == 1 / lowerBound
        // A bound that was not looked at yet may be the answer; else halve the bracket.
        next = isOutside ? (loss.slope > 0 ? low : high) : (low * high).squareRoot()
      }
      if abs(next - beta) <= 1e-13 * beta { break }
      beta = next
      loss = self.loss(at: beta)
      if beta == 1 / upperBound, loss.slope >= 0 {
        warnings.append("the temperature reached its upper bound \(upperBound)")
        return Solution(temperature: upperBound, warnings: warnings)
      }
      if beta == 1 / lowerBound, loss.slope <= 0 {
        warnings.append("the temperature reached its lower bound \(lowerBound)")
        return Solution(temperature: lowerBound, warnings: warnings)
      }
    }
    return Solution(temperature: 1 / beta, warnings: warnings)
  }

  private func loss(at beta: Double) -> Loss {
    let logits = predictions.logits
    let classes = logits.classes
    let parts = logits.withUnsafeValues { values in
      RowChunks.map(rows: logits.samples, columns: classes) { rows -> Loss in
        var part = Loss()
        guard let base = values.baseAddress else { return part }
        let buffer = RowBuffer(count: classes)
        for row in rows where weights[row] > 0 {
          buffer.load(base + row * classes)
          let ofLabel = buffer[predictions.labels[row]]
          guard ofLabel > RowBuffer.excluded else {
            part.excluded += 1
            continue
          }
          let sums = buffer.moments(scale: beta)
          let mean = sums.first / sums.zeroth
          part.value += weights[row] * (log(sums.zeroth) - beta * ofLabel)
          part.slope += weights[row] * (mean - ofLabel)
          part.curvature += weights[row] * (sums.second / sums.zeroth - mean * mean)
          if ofLabel < 0 { part.isSeparated = false }
        }
        return part
      }
    }
    return parts.reduce(into: Loss()) { total, part in
      total.value += part.value
      total.slope += part.slope
      total.curvature += part.curvature
      total.isSeparated = total.isSeparated && part.isSeparated
      total.excluded += part.excluded
    }
  }
}
