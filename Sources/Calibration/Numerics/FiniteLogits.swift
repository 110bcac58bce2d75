import Foundation

/// Rows of logits as finite `Double`s, for calibrators that multiply them.
enum FiniteLogits {
  /// How far below its row's highest logit an excluded class (−∞) is put: log 10⁻²⁰, rounded.
  static let excludedDepth = 46.0

  /// Copies a row of logits. A row in which all are −∞ becomes zeros.
  @inline(__always)
  static func copy(
    _ row: UnsafePointer<Float>, count: Int, to target: UnsafeMutablePointer<Double>
  ) {
    let highest = RowMaximum.value(row, count: count)
    let floor = highest > -.infinity ? Double(highest) - excludedDepth : 0
    for index in 0..<count {
      target[index] = row[index] > -.infinity ? Double(row[index]) : floor
    }
  }

  /// Copies a row of logits as log-probabilities, none below the logarithm of the smallest normal number.
  @inline(__always)
  static func copyLogProbabilities(
    _ row: UnsafePointer<Float>, count: Int, to target: UnsafeMutablePointer<Double>
  ) {
    copy(row, count: count, to: target)
    let normalizer = logSumExp(target, count: count)
    for index in 0..<count {
      target[index] = row[index] > -.infinity ? max(target[index] - normalizer, -708) : -708
    }
  }

  /// log Σ eᶻ, relative to the largest.
  @inline(__always)
  static func logSumExp(_ row: UnsafePointer<Double>, count: Int) -> Double {
    var highest = row[0]
    for index in 1..<count { highest = row[index] > highest ? row[index] : highest }
    var sum = SIMD4<Double>.zero
    var index = 0
    while index + 4 <= count {
      sum += exponential(
        UnsafeRawPointer(row + index).loadUnaligned(as: SIMD4<Double>.self) - highest)
      index += 4
    }
    var total = sum.sum()
    while index < count {
      total += exp(row[index] - highest)
      index += 1
    }
    return highest + log(total)
  }

  /// Replaces scores by their softmax.
  @inline(__always)
  static func softmax(_ row: UnsafeMutablePointer<Double>, count: Int) {
    let normalizer = logSumExp(row, count: count)
    var sum = SIMD4<Double>.zero
    var index = 0
    while index + 4 <= count {
      let raised = exponential(
        UnsafeRawPointer(row + index).loadUnaligned(as: SIMD4<Double>.self) - normalizer)
      UnsafeMutableRawPointer(row + index).storeBytes(of: raised, as: SIMD4<Double>.self)
      sum += raised
      index += 4
    }
    var total = sum.sum()
    while index < count {
      row[index] = exp(row[index] - normalizer)
      total += row[index]
      index += 1
    }
    let inverse = 1 / total
    for index in 0..<count { row[index] *= inverse }
  }
}
