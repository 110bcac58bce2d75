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
    let points = Self.merged(inputs, outputs, weights, resolution: resolution)
    // Each block: weighted mean, weight, index of its first point. Blocks are kept rising.
    var means: [Double] = []
    var masses: [Double] = []
    var firsts: [Int] = []
    for (index, point) in points.enumerated() {
      var mean = point.output
      var mass = point.weight
      var first = index
      while let last = means.last, last >= mean {
        mean = (last * masses[masses.count - 1] + mean * mass) / (masses[masses.count - 1] + mass)
        mass += masses.removeLast()
        first = firsts.removeLast()
        means.removeLast()
      }
      means.append(mean)
      masses.append(mass)
      firsts.append(first)
    }
    var knots: [Double] = []
    var heights: [Double] = []
    for block in means.indices {
      let end = block + 1 < firsts.count ? firsts[block + 1] : points.count
      knots.append(points[firsts[block]].input)
      heights.append(means[block])
      if end - 1 > firsts[block] {
        knots.append(points[end - 1].input)
        heights.append(means[block])
      }
    }
    self.init(inputs: knots, outputs: heights)
  }

  private typealias Point = (input: Double, output: Double, weight: Double)

  private static func merged(
    _ inputs: [Double], _ outputs: [Double], _ weights: [Double], resolution: Double
  ) -> [Point] {
    var points: [Point] = []
    for place in RadixOrder.ascending(inputs) {
      let index = Int(place)
      guard weights[index] > 0 else { continue }
      if let last = points.last,
        inputs[index] - last.input < resolution
          || inputs[index] == last.input
      {
        points[points.count - 1].output += outputs[index] * weights[index]
        points[points.count - 1].weight += weights[index]
      } else {
        points.append((inputs[index], outputs[index] * weights[index], weights[index]))
      }
    }
    return points.map { ($0.input, $0.output / $0.weight, $0.weight) }
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
