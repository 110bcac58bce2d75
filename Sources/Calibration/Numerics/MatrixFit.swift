/// The W and b of softmax(W x + b) with the least penalised cross-entropy.
struct MatrixFit {
  /// Finite, `[samples, classes]`.
  let inputs: Logits
  let labels: [Int]
  /// `[samples]`, 0 or more.
  let weights: [Double]
  /// On W, row-major, and b.
  let penalty: QuadraticPenalty

  struct Solution {
    /// W, `[classes, classes]`.
    let matrix: [[Double]]
    /// b, one a class.
    let offsets: [Double]
    let minimum: Minimum
  }

  /// First the diagonal and the offsets alone, which is quick, then everything.
  /// - Throws: ``CalibrationError/notFitted(_:)`` when no sample counts.
  func solve() throws(CalibrationError) -> Solution {
    let classes = inputs.classes
    func isKept(_ index: Int) -> Bool {
      index >= classes * classes || index / classes == index % classes
    }
    let kept = penalty.centre.indices.filter(isKept)
    let diagonal = try LinearFit(
      inputs: inputs, labels: labels, weights: weights, scores: .scaledAndShifted,
      penalty: QuadraticPenalty(
        strengths: kept.map { penalty.strengths[$0] }, centre: kept.map { penalty.centre[$0] })
    ).solve()
    var start = penalty.centre
    for (place, index) in kept.enumerated() { start[index] = diagonal.point[place] }
    let minimum = try LinearFit(
      inputs: inputs, labels: labels, weights: weights, scores: .full, penalty: penalty,
      start: start
    ).solve()
    return Solution(
      matrix: (0..<classes).map { Array(minimum.point[$0 * classes..<($0 + 1) * classes]) },
      offsets: Array(minimum.point.suffix(classes)), minimum: minimum)
  }
}
