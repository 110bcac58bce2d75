/// Weighted mean cross-entropy of softmax(linear scores), with a quadratic penalty, minimised.
struct LinearFit {
  let predictions: Predictions
  /// `[samples]`, 0 or more.
  let weights: [Double]
  let scores: LinearScores
  let input: LinearInput
  /// Penalty Σ strength · (parameter − identity)², one strength a parameter.
  let strengths: [Double]
  var lower: [Double]?
  var upper: [Double]?
  /// Largest component of the gradient at which the fit is done.
  var tolerance = 1e-8

  /// - Throws: ``CalibrationError/notFitted(_:)`` when no sample counts.
  func solve() throws(CalibrationError) -> Minimizer.Solution {
    let total = weights.reduce(0, +)
    guard total > 0 else { throw .notFitted("every validation sample has weight 0") }
    let centre = scores.identity(classes: predictions.logits.classes)
    return Minimizer(tolerance: tolerance, iterations: 5000)
      .minimum(from: centre, lower: lower, upper: upper) { point in
        var (value, gradient) = loss(at: point)
        value /= total
        for index in gradient.indices {
          let shift = point[index] - centre[index]
          value += strengths[index] * shift * shift
          gradient[index] = gradient[index] / total + 2 * strengths[index] * shift
        }
        return (value, gradient)
      }
  }

  private func loss(at point: [Double]) -> (value: Double, gradient: [Double]) {
    let logits = predictions.logits
    let classes = logits.classes
    let parts = logits.withUnsafeValues { values in
      point.withUnsafeBufferPointer { parameters in
        RowChunks.map(rows: logits.samples, columns: classes * classes) { rows in
          part(rows, values, parameters, classes)
        }
      }
    }
    var value = CompensatedSum()
    var gradient = [Double](repeating: 0, count: point.count)
    for part in parts {
      value += part.value
      for index in gradient.indices { gradient[index] += part.gradient[index] }
    }
    return (value.value, gradient)
  }

  private func part(
    _ rows: Range<Int>, _ values: UnsafeBufferPointer<Float>,
    _ parameters: UnsafeBufferPointer<Double>, _ classes: Int
  ) -> (value: Double, gradient: [Double]) {
    var value = 0.0
    var gradient = [Double](repeating: 0, count: parameters.count)
    var scratch = [Double](repeating: 0, count: 2 * classes)
    gradient.withUnsafeMutableBufferPointer { gradient in
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let base = values.baseAddress, let parameters = parameters.baseAddress,
          let gradient = gradient.baseAddress, let inputs = scratch.baseAddress
        else { return }
        let outputs = inputs + classes
        for row in rows where weights[row] > 0 {
          input.copy(base + row * classes, count: classes, to: inputs)
          scores.apply(parameters, inputs, to: outputs, classes: classes)
          let label = predictions.labels[row]
          let ofLabel = outputs[label]
          value += weights[row] * (FiniteLogits.logSumExp(outputs, count: classes) - ofLabel)
          FiniteLogits.softmax(outputs, count: classes)
          outputs[label] -= 1
          for index in 0..<classes { outputs[index] *= weights[row] }
          scores.addGradient(outputs, inputs, to: gradient, classes: classes)
        }
      }
    }
    return (value, gradient)
  }
}

extension Logits {
  /// softmax of linear scores.
  func linear(_ scores: LinearScores, _ input: LinearInput, parameters: [Double])
    -> Probabilities
  {
    withUnsafeValues { values in
      parameters.withUnsafeBufferPointer { parameters in
        Probabilities.filled(samples: samples, classes: classes) { rows, target in
          var inputs = [Double](repeating: 0, count: classes)
          inputs.withUnsafeMutableBufferPointer { inputs in
            guard let base = values.baseAddress, let inputs = inputs.baseAddress,
              let parameters = parameters.baseAddress
            else { return }
            for row in rows {
              let output = target + (row - rows.lowerBound) * classes
              input.copy(base + row * classes, count: classes, to: inputs)
              scores.apply(parameters, inputs, to: output, classes: classes)
              FiniteLogits.softmax(output, count: classes)
            }
          }
        }
      }
    }
  }
}
