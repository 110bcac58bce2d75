/// What a linear calibrator does to a row of inputs before softmax.
enum LinearScores: Sendable {
  /// One factor a class: `classes` parameters.
  case scaled
  /// One factor and one offset a class: `classes` + `classes` parameters.
  case scaledAndShifted
  /// A matrix, row-major, and an offset a class: `classes²` + `classes` parameters.
  case full

  func parameterCount(classes: Int) -> Int {
    switch self {
    case .scaled: classes
    case .scaledAndShifted: 2 * classes
    case .full: classes * classes + classes
    }
  }

  /// Parameters that change nothing.
  func identity(classes: Int) -> [Double] {
    switch self {
    case .scaled: return [Double](repeating: 1, count: classes)
    case .scaledAndShifted:
      return [Double](repeating: 1, count: classes) + [Double](repeating: 0, count: classes)
    case .full:
      var parameters = [Double](repeating: 0, count: classes * classes + classes)
      for index in 0..<classes { parameters[index * classes + index] = 1 }
      return parameters
    }
  }

  @inline(__always)
  func apply(
    _ parameters: UnsafePointer<Double>, _ input: UnsafePointer<Double>,
    to output: UnsafeMutablePointer<Double>, classes: Int
  ) {
    switch self {
    case .scaled:
      for index in 0..<classes { output[index] = parameters[index] * input[index] }
    case .scaledAndShifted:
      for index in 0..<classes {
        output[index] = parameters[index] * input[index] + parameters[classes + index]
      }
    case .full:
      for index in 0..<classes {
        let row = parameters + index * classes
        var sum = parameters[classes * classes + index]
        for column in 0..<classes { sum += row[column] * input[column] }
        output[index] = sum
      }
    }
  }

  /// Adds the derivative by the parameters, from that by the scores.
  @inline(__always)
  func addGradient(
    _ slope: UnsafePointer<Double>, _ input: UnsafePointer<Double>,
    to gradient: UnsafeMutablePointer<Double>, classes: Int
  ) {
    switch self {
    case .scaled:
      for index in 0..<classes { gradient[index] += slope[index] * input[index] }
    case .scaledAndShifted:
      for index in 0..<classes {
        gradient[index] += slope[index] * input[index]
        gradient[classes + index] += slope[index]
      }
    case .full:
      for index in 0..<classes {
        let row = gradient + index * classes
        let factor = slope[index]
        for column in 0..<classes { row[column] += factor * input[column] }
        gradient[classes * classes + index] += factor
      }
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
}
