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
  /// The same where rows are in single precision.
  var singleTolerance = 1e-6
  /// The same where products with a matrix are in single precision and each step costs seconds: the penalty
  /// that such sizes need leaves parameters within some 10⁻⁴.
  var blockedTolerance = 5e-6

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
    return minimum(
      of: loss, from: start, blockedTolerance, rounding: Self.roundingOfSingle,
      leastShare: loss.isRough ? 0.1 : 1e-3)
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
      singleTolerance, rounding: Self.roundingOfSingle)
    return minimum(
      of: ScaledLoss(samples, scores: scores, penalty: penalty), from: quick.point,
      2 * singleTolerance)
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
    rounding: Double = 4 * Double.ulpOfOne, isBounded: Bool = true,
    leastShare: Double = 1e-3
  ) -> Minimum {
    NewtonMinimizer(tolerance: tolerance, leastShare: leastShare, rounding: rounding).minimum(
      of: loss, from: start, lower: isBounded ? lower : nil, upper: isBounded ? upper : nil)
  }
}
