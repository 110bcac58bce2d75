/// Weighted mean cross-entropy of softmax(factor ⊙ x + offset), with a penalty: the loss of every linear
/// calibrator without a matrix.
final class ScaledLoss: CurvedFunction {
  /// What of the data counts.
  struct Samples {
    /// Finite, `[samples, classes]`.
    let inputs: Logits
    let labels: [Int]
    /// `[samples]`, 0 or more.
    let weights: [Double]
    /// Every how manyth sample counts; the sum of their weights is above 0.
    var step = 1

    var count: Int { (inputs.samples + step - 1) / step }
  }

  let samples: Samples
  let classes: Int
  /// Whether rows are looked at in double precision, not in single.
  let isExact: Bool
  private let scores: LinearScores
  private let penalty: QuadraticPenalty
  private let total: Double
  /// softmax at the current point, `[samples, classes]`, and the place of the largest of each row.
  let probabilities: UnsafeMutablePointer<Float>
  let tops: UnsafeMutablePointer<Int32>
  private var scaling = Preconditioner.none

  /// - Parameters:
  ///   - samples: what of the data counts.
  ///   - scores: without a matrix.
  ///   - penalty: on the parameters of these scores.
  ///   - isExact: whether rows are looked at in double precision; single precision tells gradients to within
  ///     some 10⁻⁷.
  init(
    _ samples: Samples, scores: LinearScores, penalty: QuadraticPenalty, isExact: Bool = true
  ) {
    self.samples = samples
    self.scores = scores
    self.penalty = penalty
    self.isExact = isExact
    classes = samples.inputs.classes
    total = stride(from: 0, to: samples.inputs.samples, by: samples.step).reduce(0) {
      $0 + samples.weights[$1]
    }
    probabilities = .allocate(capacity: samples.count * classes)
    tops = .allocate(capacity: samples.count)
  }

  deinit {
    probabilities.deallocate()
    tops.deallocate()
  }

  /// Sums over rows, one number a class each.
  struct Sums {
    var value = 0.0
    /// First derivatives by factors and offsets.
    var slopes: LinearScores.Diagonal
    /// Second derivatives by a class's factor, by its offset, and by both.
    var ofFactors: [Double]
    var ofOffsets: [Double]
    var ofBoth: [Double]

    init(classes: Int) {
      ofFactors = [Double](repeating: 0, count: classes)
      ofOffsets = ofFactors
      ofBoth = ofFactors
      slopes = .init(factors: ofFactors, offsets: ofFactors)
    }

    static func += (total: inout Sums, part: Sums) {
      total.value += part.value
      for index in total.ofFactors.indices {
        total.slopes.factors[index] += part.slopes.factors[index]
        total.slopes.offsets[index] += part.slopes.offsets[index]
        total.ofFactors[index] += part.ofFactors[index]
        total.ofOffsets[index] += part.ofOffsets[index]
        total.ofBoth[index] += part.ofBoth[index]
      }
    }
  }

  func move(to point: [Double]) -> (value: Double, gradient: [Double]) {
    let diagonal = scores.diagonal(point, classes: classes)
    let parts = isExact ? exactParts(diagonal) : quickParts(diagonal)
    var sums = Sums(classes: classes)
    for part in parts { sums += part }
    var gradient = scores.derivatives(sums.slopes).map { $0 / total }
    scaling = preconditioner(sums)
    return (sums.value / total + penalty.add(at: point, to: &gradient), gradient)
  }

  func curvature(along direction: [Double]) -> [Double] {
    let parts = curvatureParts(scores.diagonal(direction, classes: classes))
    var sums = LinearScores.Diagonal(
      factors: [Double](repeating: 0, count: classes),
      offsets: [Double](repeating: 0, count: classes))
    for part in parts {
      for index in 0..<classes {
        sums.factors[index] += part.factors[index]
        sums.offsets[index] += part.offsets[index]
      }
    }
    var product = scores.derivatives(sums).map { $0 / total }
    penalty.addCurvature(along: direction, to: &product)
    return product
  }

  // MARK: Preconditioning

  private enum Preconditioner {
    case none
    /// The inverse of the diagonal.
    case diagonal([Double])
    /// The inverse of the 2 × 2 matrix of each class: of its factor, of its offset, and of both.
    case blocks([(Double, Double, Double)])
  }

  private func preconditioner(_ sums: Sums) -> Preconditioner {
    // A class that no sample could be of would have a curvature of 0.
    let least = 1e-12
    func diagonal(_ curvatures: [Double]) -> [Double] {
      curvatures.indices.map {
        1 / max(curvatures[$0] / total + 2 * penalty.strengths[$0], least)
      }
    }
    switch scores {
    case .scaled: return .diagonal(diagonal(sums.ofFactors))
    case .scaledAndShifted:
      return .blocks(
        (0..<classes).map { index in
          let ofFactor = sums.ofFactors[index] / total + 2 * penalty.strengths[index] + least
          let ofOffset =
            sums.ofOffsets[index] / total + 2 * penalty.strengths[classes + index] + least
          let ofBoth = sums.ofBoth[index] / total
          let determinant = ofFactor * ofOffset - ofBoth * ofBoth
          // Positive but for rounding.
          guard determinant > 1e-12 * ofFactor * ofOffset else {
            return (1 / ofFactor, 1 / ofOffset, 0)
          }
          return (ofOffset / determinant, ofFactor / determinant, -ofBoth / determinant)
        })
    case .commonlyScaledAndShifted:
      var inverse = diagonal([0] + sums.ofOffsets)
      // The factor of all classes: not the sum of what each class's own would be.
      var direction = [Double](repeating: 0, count: 1 + classes)
      direction[0] = 1
      inverse[0] = 1 / max(curvature(along: direction)[0], least)
      return .diagonal(inverse)
    case .full: preconditionFailure("a matrix has no diagonal form")
    }
  }

  func preconditioned(_ gradient: [Double]) -> [Double] {
    switch scaling {
    case .none: return gradient
    case .diagonal(let inverse): return gradient.indices.map { gradient[$0] * inverse[$0] }
    case .blocks(let inverses):
      var result = gradient
      for index in 0..<classes {
        let (ofFactor, ofOffset, ofBoth) = inverses[index]
        result[index] = ofFactor * gradient[index] + ofBoth * gradient[classes + index]
        result[classes + index] = ofBoth * gradient[index] + ofOffset * gradient[classes + index]
      }
      return result
    }
  }
}
