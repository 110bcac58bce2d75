import Foundation

/// The shares q of a mixture whose components are known up to the source prior π: largest
/// Σ_i log Σ_c q_c p_ic / π_c + A Σ_c π_c log q_c, which is concave.
///
/// Steps of EM, extrapolated by their last two differences (SQUAREM; Varadhan & Roland, 2008): the same
/// limit as plain EM in a fraction of its steps.
struct ExpectationMaximization {
  let rows: UnlabelledRows
  /// One share a class; a class with share 0 is left out.
  let source: [Double]
  /// A
  let pseudoSamples: Double
  /// Above 0.
  let tolerance: Double
  /// 1 or more.
  let steps: Int

  struct Solution {
    let shares: [Double]
    let notes: [String]
  }

  private typealias Step = (shares: [Double], value: Double, reached: Int)

  /// - Throws: ``CalibrationError/notFitted(_:)`` when no row has probability for a class that the source has.
  func solve() throws(CalibrationError) -> Solution {
    var shares = source
    var used = 0
    var isConverged = false
    var reached = rows.samples
    while used < steps, !isConverged {
      let first = step(from: shares)
      let second = step(from: first.shares)
      used += 2
      reached = second.reached
      guard reached > 0 else {
        throw .notFitted("no row has a probability above 0 for a class that the source prior has")
      }
      isConverged = change(first.shares, second.shares) < tolerance
      guard !isConverged else {
        shares = second.shares
        break
      }
      let next = extrapolated(shares, first.shares, second.shares)
      let third = step(from: next)
      used += 1
      // The value is that before the step: an extrapolation that lost ground is dropped.
      shares = third.value >= second.value ? third.shares : second.shares
    }
    return Solution(shares: shares, notes: notes(isConverged: isConverged, reached: reached))
  }

  private func notes(isConverged: Bool, reached: Int) -> [String] {
    var notes: [String] = []
    let excluded = source.indices.filter { source[$0] == 0 }
    if !excluded.isEmpty {
      notes.append(
        "left out, as the labelled rows give them no probability at all: \(ClassList.words(excluded))"
      )
    }
    if reached < rows.samples {
      notes.append(
        "\(rows.samples - reached) rows have probability for classes without a share only; they say "
          + "nothing")
    }
    if !isConverged {
      notes.append("EM stopped after \(steps) steps before its tolerance was reached")
    }
    return notes
  }

  private func change(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  private func extrapolated(_ start: [Double], _ first: [Double], _ second: [Double]) -> [Double] {
    var moved = 0.0
    var bent = 0.0
    for index in start.indices {
      let move = first[index] - start[index]
      let bend = second[index] - first[index] - move
      moved += move * move
      bent += bend * bend
    }
    guard bent > 0 else { return second }
    let length = -max((moved / bent).squareRoot(), 1)
    var next = start.indices.map { index -> Double in
      let move = first[index] - start[index]
      let bend = second[index] - first[index] - move
      let value = start[index] - 2 * length * move + length * length * bend
      // EM never leaves 0: a share may shrink, not vanish.
      return max(value, 0.01 * second[index])
    }
    let total = next.compensatedSum()
    for index in next.indices { next[index] /= total }
    return next
  }

  /// One step of EM, with the value of what is maximised before it.
  private func step(from shares: [Double]) -> Step {
    let classes = rows.classes
    let weights = shares.indices.map { source[$0] > 0 ? shares[$0] / source[$0] : 0 }
    let parts = rows.values.withUnsafeBufferPointer { values in
      RowChunks.map(rows: rows.samples, columns: classes) { range in
        values.baseAddress.map { Self.part(range, $0, weights) }
          ?? Part(sums: [], value: 0, reached: 0)
      }
    }
    var value = CompensatedSum()
    var reached = 0
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: classes)
    for part in parts {
      value += part.value
      reached += part.reached
      for index in 0..<classes { sums[index] += part.sums[index] }
    }
    let total = Double(reached) + pseudoSamples
    let next = shares.indices.map {
      (sums[$0].value * weights[$0] + pseudoSamples * source[$0]) / max(total, 1)
    }
    if pseudoSamples > 0 {
      for index in shares.indices where source[index] > 0 {
        value += pseudoSamples * source[index] * log(shares[index])
      }
    }
    return (next, value.value, reached)
  }

  private struct Part {
    /// Σ over rows of p / density, by classes.
    var sums: [Double]
    var value: Double
    /// Rows with a density.
    var reached: Int
  }

  private static func part(
    _ range: Range<Int>, _ base: UnsafePointer<Float>, _ weights: [Double]
  ) -> Part {
    let classes = weights.count
    var part = Part(sums: [Double](repeating: 0, count: classes), value: 0, reached: 0)
    part.sums.withUnsafeMutableBufferPointer { sums in
      weights.withUnsafeBufferPointer { weights in
        guard let sums = sums.baseAddress, let weights = weights.baseAddress else { return }
        // Logarithms of products: one of some rows instead of one a row.
        var product = 1.0
        for row in range {
          let own = base + row * classes
          let density = FloatRow.dot(own, weights, count: classes)
          guard density > 0 else { continue }
          part.reached += 1
          product *= density
          if !(product > 1e-200 && product < 1e200) {
            part.value += log(product)
            product = 1
          }
          FloatRow.add(own, times: 1 / density, to: sums, count: classes)
        }
        part.value += log(product)
      }
    }
    return part
  }
}

extension FloatRow {
  /// Σ row · weights, in `Double`.
  @inline(__always)
  static func dot(
    _ row: UnsafePointer<Float>, _ weights: UnsafePointer<Double>, count: Int
  ) -> Double {
    let right = UnsafeRawPointer(weights)
    var first = SIMD4<Double>.zero
    var second = SIMD4<Double>.zero
    var index = 0
    while index + 8 <= count {
      first +=
        SIMD4<Double>(FloatLanes.load(row + index))
        * right.loadUnaligned(fromByteOffset: 8 * index, as: SIMD4<Double>.self)
      second +=
        SIMD4<Double>(FloatLanes.load(row + index + 4))
        * right.loadUnaligned(fromByteOffset: 8 * index + 32, as: SIMD4<Double>.self)
      index += 8
    }
    var sum = (first + second).sum()
    while index < count {
      sum += Double(row[index]) * weights[index]
      index += 1
    }
    return sum
  }

  /// sums += row · factor, in `Double`.
  @inline(__always)
  static func add(
    _ row: UnsafePointer<Float>, times factor: Double, to sums: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    let target = UnsafeMutableRawPointer(sums)
    var index = 0
    while index + 4 <= count {
      let next =
        target.loadUnaligned(fromByteOffset: 8 * index, as: SIMD4<Double>.self)
        + SIMD4<Double>(FloatLanes.load(row + index)) * factor
      target.storeBytes(of: next, toByteOffset: 8 * index, as: SIMD4<Double>.self)
      index += 4
    }
    while index < count {
      sums[index] += Double(row[index]) * factor
      index += 1
    }
  }
}
