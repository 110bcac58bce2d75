/// A function that never falls, piecewise linear between knots and constant outside them.
public struct IsotonicMap: Sendable, Codable, Equatable {
  /// Ascending.
  public let inputs: [Double]
  /// Never falling, one for each input.
  public let outputs: [Double]

  init(inputs: [Double], outputs: [Double]) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The least-squares fit of a function that never falls, by pooling adjacent violators.
  ///
  /// Inputs closer than `resolution` become one point. Of every constant stretch the first and the last
  /// input are kept as knots.
  /// - Precondition: as many inputs, outputs and weights, at least one weight above 0; inputs ≥ 0.
  init(
    fitting inputs: [Double], to outputs: [Double], weights: [Double], resolution: Double
  ) {
    var violators = AdjacentViolators(resolution: resolution)
    for place in RadixOrder.ascending(inputs) {
      let index = Int(place)
      guard weights[index] > 0 else { continue }
      violators.add(
        inputs[index], output: outputs[index] * weights[index], weight: weights[index])
    }
    self = violators.map()
  }

  /// The value at a point.
  func callAsFunction(_ input: Double) -> Double {
    var low = 0
    var high = inputs.count
    while low < high {
      let middle = (low + high) / 2
      if inputs[middle] < input { low = middle + 1 } else { high = middle }
    }
    // `low` is the first knot at or above the input.
    guard low < inputs.count else { return outputs[inputs.count - 1] }
    guard low > 0 else { return outputs[0] }
    let slope =
      (outputs[low] - outputs[low - 1]) / (inputs[low] - inputs[low - 1])
    return outputs[low - 1] + slope * (input - inputs[low - 1])
  }
}
