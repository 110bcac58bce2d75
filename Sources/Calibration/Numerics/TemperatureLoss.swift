import Foundation

/// Weighted cross-entropy of softmax(β z), and its first and second derivative by β = 1/T, summed over
/// samples.
struct TemperatureLoss: Sendable {
  var value = 0.0
  var slope = 0.0
  var curvature = 0.0
  /// Every sample that counts has its label at the top.
  var isSeparated = true
  /// Samples whose label has the logit −∞: no temperature changes their loss.
  var excluded = 0

  static func += (total: inout TemperatureLoss, part: TemperatureLoss) {
    total.value += part.value
    total.slope += part.slope
    total.curvature += part.curvature
    total.isSeparated = total.isSeparated && part.isSeparated
    total.excluded += part.excluded
  }

  /// In double precision; every how manyth sample counts is the stride, weights are 0 or more.
  static func exact(
    at beta: Double, _ predictions: Predictions, weights: [Double], stride step: Int = 1
  ) -> TemperatureLoss {
    sum(predictions, weights, step) { base, classes, rows in
      let buffer = RowBuffer(count: classes)
      return rows.map { row, label, weight in
        buffer.load(base + row * classes)
        let ofLabel = buffer[label]
        guard ofLabel > RowBuffer.excluded else { return nil }
        let sums = buffer.moments(scale: beta)
        let mean = sums.first / sums.zeroth
        return Term(
          value: weight * (log(sums.zeroth) - beta * ofLabel),
          slope: weight * (mean - ofLabel),
          curvature: weight * (sums.second / sums.zeroth - mean * mean), isTop: ofLabel >= 0)
      }
    }
  }

  /// The derivatives alone, in single precision straight from the rows: to within some 10⁻⁶ of their
  /// terms, at a fraction of the time.
  static func derivatives(
    at beta: Double, _ predictions: Predictions, weights: [Double]
  ) -> (slope: Double, curvature: Double) {
    // In powers of two, v = β (z − max) / log 2.
    let unit = beta * 1.442695040888963407
    let scale = Float(unit)
    let loss = sum(predictions, weights, 1) { base, classes, rows in
      rows.map { row, label, weight in
        let values = base + row * classes
        let largest = RowMaximum.value(values, count: classes)
        guard largest > -.infinity else { return Term() }
        guard values[label] > -.infinity else { return nil }
        let sums = FloatMoments.moments(values, count: classes, largest: largest, scale: scale)
        let mean = sums.first / sums.zeroth
        return Term(
          slope: weight * (mean - Double(values[label] - largest) * unit),
          curvature: weight * (sums.second / sums.zeroth - mean * mean))
      }
    }
    return (loss.slope / unit, loss.curvature / (unit * unit))
  }

  /// What one sample adds.
  private struct Term {
    var value = 0.0
    var slope = 0.0
    var curvature = 0.0
    var isTop = true
  }

  /// The rows of a range that count.
  private struct Rows {
    let range: StrideTo<Int>
    let labels: UnsafeBufferPointer<Int>
    let weights: UnsafeBufferPointer<Double>

    /// The sum of the terms of row, label and weight; `nil` where the label is excluded.
    @inline(__always)
    func map(_ term: (Int, Int, Double) -> Term?) -> TemperatureLoss {
      var part = TemperatureLoss()
      for row in range where weights[row] > 0 {
        guard let term = term(row, labels[row], weights[row]) else {
          part.excluded += 1
          continue
        }
        part.value += term.value
        part.slope += term.slope
        part.curvature += term.curvature
        if !term.isTop { part.isSeparated = false }
      }
      return part
    }
  }

  @inline(__always)
  private static func sum(
    _ predictions: Predictions, _ weights: [Double], _ step: Int,
    _ part: (UnsafePointer<Float>, Int, Rows) -> TemperatureLoss
  ) -> TemperatureLoss {
    let classes = predictions.logits.classes
    let parts = predictions.logits.withUnsafeValues { values in
      predictions.labels.withUnsafeBufferPointer { labels in
        weights.withUnsafeBufferPointer { weights in
          RowChunks.map(rows: labels.count, columns: max(classes / step, 1)) { rows in
            guard let base = values.baseAddress else { return TemperatureLoss() }
            // The first multiple of the step in the range.
            let first = (rows.lowerBound + step - 1) / step * step
            return part(
              base, classes,
              Rows(
                range: stride(from: first, to: rows.upperBound, by: step), labels: labels,
                weights: weights))
          }
        }
      }
    }
    return parts.reduce(into: TemperatureLoss()) { $0 += $1 }
  }
}

/// Sums over a row in single precision, without a copy of it.
enum FloatMoments {
  /// Below this power of two a term is lost beside the largest one, which is 1.
  private static let lowest: Float = -125

  /// Sums over classes of 2ᵛ, v·2ᵛ and v²·2ᵛ with v = (z − largest) · scale.
  @inline(__always)
  static func moments(
    _ row: UnsafePointer<Float>, count: Int, largest: Float, scale: Float
  ) -> (zeroth: Double, first: Double, second: Double) {
    var zeroth = FloatLanes.zero
    var first = FloatLanes.zero
    var second = FloatLanes.zero
    var index = 0
    while index + 4 <= count {
      add(FloatLanes.load(row + index), largest, scale, &zeroth, &first, &second)
      index += 4
    }
    if index < count {
      add(
        FloatLanes.loadRest(of: row, count: count, padding: -.infinity), largest, scale, &zeroth,
        &first, &second)
    }
    return (Double(zeroth.total), Double(first.total), Double(second.total))
  }

  @inline(__always)
  private static func add(
    _ values: FloatLanes, _ largest: Float, _ scale: Float, _ zeroth: inout FloatLanes,
    _ first: inout FloatLanes, _ second: inout FloatLanes
  ) {
    let power = ((values - largest) * scale).larger(FloatLanes(repeating: lowest))
    let raised = exponential2(power)
    let product = raised * power
    zeroth += raised
    first += product
    second += product * power
  }
}
