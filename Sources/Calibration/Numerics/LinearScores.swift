/// What a linear calibrator does to a row of inputs before softmax.
enum LinearScores: Sendable {
  /// One factor a class: `classes` parameters.
  case scaled
  /// One factor and one offset a class: `classes` + `classes` parameters.
  case scaledAndShifted
  /// One factor for all and one offset a class: 1 + `classes` parameters.
  case commonlyScaledAndShifted
  /// A matrix, row-major, and an offset a class: `classes²` + `classes` parameters.
  case full

  func parameterCount(classes: Int) -> Int {
    switch self {
    case .scaled: classes
    case .scaledAndShifted: 2 * classes
    case .commonlyScaledAndShifted: 1 + classes
    case .full: classes * classes + classes
    }
  }

  /// Parameters that multiply every input by the same factor.
  func uniform(_ factor: Double, classes: Int) -> [Double] {
    switch self {
    case .scaled: return [Double](repeating: factor, count: classes)
    case .scaledAndShifted:
      return [Double](repeating: factor, count: classes) + [Double](repeating: 0, count: classes)
    case .commonlyScaledAndShifted: return [factor] + [Double](repeating: 0, count: classes)
    case .full:
      var parameters = [Double](repeating: 0, count: classes * classes + classes)
      for index in 0..<classes { parameters[index * classes + index] = factor }
      return parameters
    }
  }

  /// Parameters that change nothing.
  func identity(classes: Int) -> [Double] { uniform(1, classes: classes) }

  /// One factor and one offset a class.
  struct Diagonal {
    var factors: [Double]
    var offsets: [Double]
  }

  /// What the parameters of a kind without a matrix are to each class.
  func diagonal(_ parameters: [Double], classes: Int) -> Diagonal {
    let zeros = [Double](repeating: 0, count: classes)
    return switch self {
    case .scaled: Diagonal(factors: parameters, offsets: zeros)
    case .scaledAndShifted:
      Diagonal(
        factors: Array(parameters.prefix(classes)), offsets: Array(parameters.suffix(classes)))
    case .commonlyScaledAndShifted:
      Diagonal(
        factors: [Double](repeating: parameters[0], count: classes),
        offsets: Array(parameters.suffix(classes)))
    case .full: preconditionFailure("a matrix has no diagonal form")
    }
  }

  /// Derivatives by the parameters, from those by each class's factor and offset.
  func derivatives(_ diagonal: Diagonal) -> [Double] {
    switch self {
    case .scaled: diagonal.factors
    case .scaledAndShifted: diagonal.factors + diagonal.offsets
    case .commonlyScaledAndShifted: [diagonal.factors.reduce(0, +)] + diagonal.offsets
    case .full: preconditionFailure("a matrix has no diagonal form")
    }
  }
}

/// What a linear calibrator looks at.
public enum LinearInput: String, Sendable, Codable {
  case logits
  case logProbabilities = "log-probabilities"

  @inline(__always)
  func copy(
    _ row: UnsafePointer<Float>, count: Int, to target: UnsafeMutablePointer<Double>
  ) {
    switch self {
    case .logits: FiniteLogits.copy(row, count: count, to: target)
    case .logProbabilities: FiniteLogits.copyLogProbabilities(row, count: count, to: target)
    }
  }

  /// All inputs, finite; logits without −∞ are not copied.
  func inputs(_ logits: Logits) -> Logits {
    if self == .logits, !logits.hasExcluded { return logits }
    return logits.mappedRows { row, target in
      copy(row, count: logits.classes, to: target)
    }
  }
}

extension Logits {
  /// Whether one of them is −∞.
  var hasExcluded: Bool {
    withUnsafeValues { values in
      RowChunks.map(rows: samples, columns: classes) { rows in
        guard let base = values.baseAddress else { return false }
        var lowest = FloatLanes(repeating: 0)
        let end = rows.upperBound * classes
        var index = rows.lowerBound * classes
        while index + FloatLanes.scalarCount <= end {
          let lanes = FloatLanes.load(base + index)
          lowest = lowest.replacing(with: lanes, where: lanes .< lowest)
          index += FloatLanes.scalarCount
        }
        return (lowest .== -.infinity).isTrueSomewhere
          || (index..<end).contains { base[$0] == -.infinity }
      }.contains(true)
    }
  }

  /// New rows in single precision, from what `body` writes in double precision for each row.
  func mappedRows(_ body: (UnsafePointer<Float>, UnsafeMutablePointer<Double>) -> Void) -> Logits {
    let values = [Float](unsafeUninitializedCapacity: samples * classes) { target, count in
      withUnsafeValues { source in
        _ = RowChunks.map(rows: samples, columns: classes) { rows in
          guard let base = source.baseAddress else { return }
          withUnsafeTemporaryAllocation(of: Double.self, capacity: classes) { scratch in
            guard let row = scratch.baseAddress else { return }
            for index in rows {
              body(base + index * classes, row)
              for column in 0..<classes { target[index * classes + column] = Float(row[column]) }
            }
          }
        }
      }
      count = samples * classes
    }
    return Logits(values, classes: classes)
  }
}
