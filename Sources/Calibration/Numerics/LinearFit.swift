/// Weighted mean cross-entropy of softmax(linear scores), with a quadratic penalty, minimised.
struct LinearFit {
  /// Finite, `[samples, classes]`.
  let inputs: Logits
  let labels: [Int]
  /// `[samples]`, 0 or more.
  let weights: [Double]
  let scores: LinearScores
  let penalty: QuadraticPenalty
  var lower: [Double]?
  var upper: [Double]?
  /// Where the search begins; `nil` for the centre of the penalty.
  var start: [Double]?
  /// Largest component of the gradient at which the fit is done.
  var tolerance = 1e-8
  /// The same where products are in single precision, which cannot tell less.
  var blockedTolerance = 1e-6

  /// From so many inputs on, the minimum is approached on a part of the samples.
  private static let large = 1 << 22
  /// Every how manyth sample that part has.
  private static let step = 8
  /// Rounding of single-precision scores shows in the seventh digit of a value.
  private static let roundingOfSingle = 1e-7

  /// - Throws: ``CalibrationError/notFitted(_:)`` when no sample counts.
  func solve() throws(CalibrationError) -> Minimum {
    guard weights.contains(where: { $0 > 0 }) else {
      throw .notFitted("every validation sample has weight 0")
    }
    let start = start ?? penalty.centre
    guard case .full = scores else { return scaledMinimum(from: start) }
    let loss = MatrixLoss(inputs: inputs, labels: labels, weights: weights, penalty: penalty)
    guard !loss.isExact else { return minimum(of: loss, from: start, tolerance) }
    return minimum(of: loss, from: start, blockedTolerance, rounding: Self.roundingOfSingle)
  }

  /// Large sets are approached in single precision; the last step is always one in double precision.
  private func scaledMinimum(from start: [Double]) -> Minimum {
    var samples = ScaledLoss.Samples(inputs: inputs, labels: labels, weights: weights)
    guard inputs.samples * inputs.classes >= Self.large else {
      return minimum(
        of: ScaledLoss(samples, scores: scores, penalty: penalty), from: start, tolerance)
    }
    samples.step = Self.step
    let isPartOfUse = stride(from: 0, to: inputs.samples, by: Self.step).contains {
      weights[$0] > 0
    }
    let near = isPartOfUse && self.start == nil ? approach(samples) : start
    samples.step = 1
    let quick = minimum(
      of: ScaledLoss(samples, scores: scores, penalty: penalty, isExact: false), from: near,
      blockedTolerance, rounding: Self.roundingOfSingle)
    return minimum(
      of: ScaledLoss(samples, scores: scores, penalty: penalty), from: quick.point,
      2 * blockedTolerance)
  }

  /// Near the minimum, from a part of the samples: one factor for all, and what they tell of each class
  /// beside a penalty so strong that they tell nothing of those that they lack.
  private func approach(_ part: ScaledLoss.Samples) -> [Double] {
    let classes = inputs.classes
    let common = LinearScores.commonlyScaledAndShifted
    let factor = minimum(
      of: ScaledLoss(
        part, scores: common,
        penalty: QuadraticPenalty(
          strengths: [0] + [Double](repeating: 1e6, count: classes),
          centre: common.identity(classes: classes)), isExact: false),
      from: common.identity(classes: classes), 1e-4, rounding: Self.roundingOfSingle,
      isBounded: false
    ).point[0]
    let strength = Double(classes) / Double(part.count)
    let careful = QuadraticPenalty(
      strengths: penalty.strengths.map { max($0, strength) },
      centre: scores.uniform(factor, classes: classes))
    return minimum(
      of: ScaledLoss(part, scores: scores, penalty: careful, isExact: false),
      from: careful.centre, 1e-4, rounding: Self.roundingOfSingle
    ).point
  }

  private func minimum(
    of loss: some CurvedFunction, from start: [Double], _ tolerance: Double,
    rounding: Double = 4 * Double.ulpOfOne, isBounded: Bool = true
  ) -> Minimum {
    NewtonMinimizer(tolerance: tolerance, rounding: rounding).minimum(
      of: loss, from: start, lower: isBounded ? lower : nil, upper: isBounded ? upper : nil)
  }
}

extension Logits {
  /// softmax(factor ⊙ x + offset).
  func scaled(
    _ input: LinearInput, factors: [Double], offsets: [Double]
  ) -> Probabilities {
    let scales = LaneRow(factors)
    let shifts = LaneRow(offsets, padding: -1e30)
    let (scale, shift) = (scales.values, shifts.values)
    return softmax(input) { inputs, output in
      for vector in 0..<output.vectors {
        output.values[vector] = inputs.values[vector] * scale[vector] + shift[vector]
      }
    }
  }

  /// softmax(W x + b), the matrix row-major.
  func multiplied(
    _ input: LinearInput, matrix: [[Double]], offsets: [Double]
  ) -> Probabilities {
    let flat = matrix.flatMap { $0 }
    return flat.withUnsafeBufferPointer { flat in
      softmax(input) { inputs, output in
        guard let base = flat.baseAddress else { return }
        for index in 0..<classes {
          output.scalars[index] =
            offsets[index]
            + DenseRow.dot(base + index * classes, inputs.scalars, count: classes)
        }
        for index in classes..<output.vectors * 4 { output.scalars[index] = -1e30 }
      }
    }
  }

  /// softmax of what `body` makes of each row of inputs; the padding of its output must be very low.
  private func softmax(
    _ input: LinearInput, _ body: (borrowing LaneRow, borrowing LaneRow) -> Void
  ) -> Probabilities {
    withUnsafeValues { values in
      Probabilities.filled(samples: samples, classes: classes) { rows, target in
        guard let base = values.baseAddress else { return }
        let inputs = LaneRow(count: classes)
        let output = LaneRow(count: classes)
        for row in rows {
          input.copy(base + row * classes, count: classes, to: inputs.scalars)
          body(inputs, output)
          _ = output.becomeSoftmax()
          (target + (row - rows.lowerBound) * classes).update(
            from: output.scalars, count: classes)
        }
      }
    }
  }
}
