import Foundation

/// What each range of rows adds.
extension ScaledLoss {
  private typealias Lanes = LaneRow.Lanes

  private func parts<Part>(
    _ body: (Range<Int>, UnsafePointer<Float>) -> Part
  ) -> [Part] {
    samples.inputs.withUnsafeValues { values in
      guard let base = values.baseAddress else { return [] }
      return RowChunks.map(rows: samples.count, columns: classes) { body($0, base) }
    }
  }

  // MARK: In double precision

  func exactParts(_ diagonal: LinearScores.Diagonal) -> [Sums] {
    // The padding has no probability.
    let factors = LaneRow(diagonal.factors)
    let offsets = LaneRow(diagonal.offsets, padding: -1e30)
    let (scale, shift) = (factors.values, offsets.values)
    return parts { exact($0, $1, scale, shift) }
  }

  private func exact(
    _ range: Range<Int>, _ base: UnsafePointer<Float>, _ factors: UnsafePointer<Lanes>,
    _ offsets: UnsafePointer<Lanes>
  ) -> Sums {
    let input = LaneRow(count: classes)
    let row = LaneRow(count: classes)
    let ofFactors = LaneRow(count: classes)
    let ofOffsets = LaneRow(count: classes)
    let bendOfFactors = LaneRow(count: classes)
    let bendOfOffsets = LaneRow(count: classes)
    let bendOfBoth = LaneRow(count: classes)
    var value = 0.0
    for place in range {
      let sample = place * samples.step
      let weight = samples.weights[sample]
      guard weight > 0 else { continue }
      input.load(base + sample * classes)
      for vector in 0..<row.vectors {
        row.values[vector] = factors[vector] * input.values[vector] + offsets[vector]
      }
      let label = samples.labels[sample]
      let ofLabel = row.scalars[label]
      value += weight * (row.becomeSoftmax() - ofLabel)
      let target = probabilities + place * classes
      row.store(to: target)
      tops[place] = Int32(truncatingIfNeeded: RowMaximum.find(target, count: classes).index)
      for vector in 0..<row.vectors {
        let x = input.values[vector]
        let p = row.values[vector]
        let weighted = p * weight
        let bend = weighted * (1 - p)
        let bent = bend * x
        ofFactors.values[vector] += weighted * x
        ofOffsets.values[vector] += weighted
        bendOfFactors.values[vector] += bent * x
        bendOfOffsets.values[vector] += bend
        bendOfBoth.values[vector] += bent
      }
      ofFactors.scalars[label] -= weight * input.scalars[label]
      ofOffsets.scalars[label] -= weight
    }
    var sums = Sums(classes: classes)
    sums.value = value
    sums.slopes = .init(factors: ofFactors.array, offsets: ofOffsets.array)
    sums.ofFactors = bendOfFactors.array
    sums.ofOffsets = bendOfOffsets.array
    sums.ofBoth = bendOfBoth.array
    return sums
  }

  // MARK: In single precision

  /// So many rows are summed in single precision at most.
  private static let rowsOfPart = 128

  func quickParts(_ diagonal: LinearScores.Diagonal) -> [Sums] {
    // Scores in powers of two.
    let unit = 1.442695040888963407
    let factors = FloatRow(diagonal.factors.map { $0 * unit })
    let offsets = FloatRow(diagonal.offsets.map { $0 * unit }, padding: -1e30)
    let (scale, shift) = (factors.values, offsets.values)
    return parts { quick($0, $1, scale, shift) }
  }

  private func quick(
    _ range: Range<Int>, _ base: UnsafePointer<Float>, _ factors: UnsafePointer<FloatLanes>,
    _ offsets: UnsafePointer<FloatLanes>
  ) -> Sums {
    let row = FloatRow(count: classes)
    let ofFactors = FloatRow(count: classes)
    let ofOffsets = FloatRow(count: classes)
    let bendOfFactors = FloatRow(count: classes)
    let bendOfOffsets = FloatRow(count: classes)
    let bendOfBoth = FloatRow(count: classes)
    let last = row.vectors - 1
    var sums = Sums(classes: classes)
    var rest = Self.rowsOfPart
    func flush() {
      ofFactors.move(to: &sums.slopes.factors)
      ofOffsets.move(to: &sums.slopes.offsets)
      bendOfFactors.move(to: &sums.ofFactors)
      bendOfOffsets.move(to: &sums.ofOffsets)
      bendOfBoth.move(to: &sums.ofBoth)
      rest = Self.rowsOfPart
    }
    for place in range {
      let sample = place * samples.step
      let weight = samples.weights[sample]
      guard weight > 0 else { continue }
      let inputs = base + sample * classes
      @inline(__always)
      func input(_ vector: Int) -> FloatLanes {
        vector < last || classes % 4 == 0
          ? FloatLanes.load(inputs + 4 * vector)
          : FloatLanes.loadTail(of: inputs, count: classes)
      }
      var highest = FloatLanes(repeating: -.infinity)
      for vector in 0...last {
        let score = factors[vector] * input(vector) + offsets[vector]
        row.values[vector] = score
        highest = score.larger(highest)
      }
      let top = highest.largest
      let label = samples.labels[sample]
      let ofLabel = row.scalars[label]
      var sum = FloatLanes.zero
      for vector in 0...last {
        let raised = exponential2(
          (row.values[vector] - top).larger(FloatLanes(repeating: -125)))
        row.values[vector] = raised
        sum += raised
      }
      // The padding is at the lowest exponent.
      let total = Double(sum.total)
      sums.value += weight * 0.693147180559945309 * (log2(total) + Double(top) - Double(ofLabel))
      let inverse = Float(1 / total)
      let single = Float(weight)
      let target = probabilities + place * classes
      var best = -1
      for vector in 0...last {
        let x = input(vector)
        let p = row.values[vector] * inverse
        if best < 0, (row.values[vector] .>= 1).isTrueSomewhere { best = vector }
        row.values[vector] = p
        let weighted = p * single
        let bend = weighted * (1 - p)
        let bent = bend * x
        ofFactors.values[vector] += weighted * x
        ofOffsets.values[vector] += weighted
        bendOfFactors.values[vector] += bent * x
        bendOfOffsets.values[vector] += bend
        bendOfBoth.values[vector] += bent
      }
      row.store(to: target)
      let from = max(best, 0) * 4
      tops[place] = Int32(
        truncatingIfNeeded: from
          + RowMaximum.find(target + from, count: min(4, classes - from)).index)
      ofFactors.scalars[label] -= single * inputs[label]
      ofOffsets.scalars[label] -= single
      rest -= 1
      if rest == 0 { flush() }
    }
    flush()
    return sums
  }

  // MARK: Second derivatives

  func curvatureParts(_ diagonal: LinearScores.Diagonal) -> [LinearScores.Diagonal] {
    let factors = FloatRow(diagonal.factors)
    let offsets = FloatRow(diagonal.offsets)
    let (scale, shift) = (factors.values, offsets.values)
    return parts { curvature($0, $1, scale, shift) }
  }

  private func curvature(
    _ range: Range<Int>, _ base: UnsafePointer<Float>, _ factors: UnsafePointer<FloatLanes>,
    _ offsets: UnsafePointer<FloatLanes>
  ) -> LinearScores.Diagonal {
    let change = FloatRow(count: classes)
    let ofFactors = FloatRow(count: classes)
    let ofOffsets = FloatRow(count: classes)
    let last = change.vectors - 1
    var sums = LinearScores.Diagonal(
      factors: [Double](repeating: 0, count: classes),
      offsets: [Double](repeating: 0, count: classes))
    var rest = Self.rowsOfPart
    for place in range {
      let sample = place * samples.step
      let weight = samples.weights[sample]
      guard weight > 0 else { continue }
      let inputs = base + sample * classes
      let shares = probabilities + place * classes
      @inline(__always)
      func lanes(_ row: UnsafePointer<Float>, _ vector: Int) -> FloatLanes {
        vector < last || classes % 4 == 0
          ? FloatLanes.load(row + 4 * vector) : FloatLanes.loadTail(of: row, count: classes)
      }
      // Relative to the most probable class: where its probability is almost one, the mean is a sum of
      // small terms, not a difference of large ones.
      let top = Int(tops[place])
      let ofTop =
        factors[top / 4][top % 4] * inputs[top] + offsets[top / 4][top % 4]
      var mean = FloatLanes.zero
      for vector in 0...last {
        let moved = factors[vector] * lanes(inputs, vector) + offsets[vector] - ofTop
        change.values[vector] = moved
        mean += lanes(shares, vector) * moved
      }
      let shift = mean.total
      let single = Float(weight)
      for vector in 0...last {
        let slope = lanes(shares, vector) * (change.values[vector] - shift) * single
        ofFactors.values[vector] += slope * lanes(inputs, vector)
        ofOffsets.values[vector] += slope
      }
      rest -= 1
      if rest == 0 {
        ofFactors.move(to: &sums.factors)
        ofOffsets.move(to: &sums.offsets)
        rest = Self.rowsOfPart
      }
    }
    ofFactors.move(to: &sums.factors)
    ofOffsets.move(to: &sums.offsets)
    return sums
  }
}
