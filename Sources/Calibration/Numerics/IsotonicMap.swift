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
    PiecewiseLinear.value(at: input, inputs, outputs)
  }
}

/// Functions that are linear between knots and constant outside them.
enum PiecewiseLinear {
  /// - Parameters:
  ///   - input: where.
  ///   - knots: ascending, at least one.
  ///   - heights: one a knot.
  /// - Returns: the height there.
  static func value(at input: Double, _ knots: [Double], _ heights: [Double]) -> Double {
    var low = 0
    var high = knots.count
    while low < high {
      let middle = (low + high) / 2
      if knots[middle] < input { low = middle + 1 } else { high = middle }
    }
    // `low` is the first knot at or above the input.
    guard low < knots.count else { return heights[knots.count - 1] }
    guard low > 0 else { return heights[0] }
    let slope = (heights[low] - heights[low - 1]) / (knots[low] - knots[low - 1])
    return heights[low - 1] + slope * (input - knots[low - 1])
  }
}
