import Foundation

/// How a parameter's elements are drawn before training.
///
/// Weights are `[outputs, inputs]` or `[outputs, inputs, height, width]`; the fan-in is
/// `inputs × height × width`, the fan-out `outputs × height × width`.
public enum Initialization: Sendable, Equatable {
  case zeros
  case ones
  case constant(Double)
  /// Uniform in `[−bound, bound)`.
  case uniform(bound: Double)
  /// Normal with that mean and standard deviation.
  case normal(mean: Double = 0, deviation: Double)
  /// `[inputs, inputs]`: the identity and normal deviates with that standard deviation.
  case nearIdentity(deviation: Double)
  /// Normal with standard deviation `√(2 / fan-in)` (He et al., 2015).
  case kaimingNormalFanIn
  /// Normal with standard deviation `√(2 / fan-out)`.
  case kaimingNormalFanOut
  /// Uniform within `1 / √fanIn`: what PyTorch's layers start from, weight and bias alike.
  case frameworkDefault(fanIn: Int)
  /// `[inputs, outputs]`: uniform in [−1, 1), then each column scaled to unit length.
  case unitNormColumns

  /// Row-major elements for a parameter of the given shape.
  func elements(
    _ shape: [Int], using generator: inout CounterBasedGenerator
  ) -> [Double] {
    let count = shape.reduce(1, *)
    switch self {
    case .zeros: return [Double](repeating: 0, count: count)
    case .ones: return [Double](repeating: 1, count: count)
    case .constant(let value): return [Double](repeating: value, count: count)
    case .uniform(let bound):
      return (0..<count).map { _ in generator.uniform(in: -bound..<bound) }
    case .frameworkDefault(let fanIn):
      let bound = 1 / Double(fanIn).squareRoot()
      return (0..<count).map { _ in generator.uniform(in: -bound..<bound) }
    case .normal(let mean, let deviation):
      return (0..<count).map { _ in mean + deviation * generator.normal() }
    case .nearIdentity(let deviation):
      precondition(shape.count == 2 && shape[0] == shape[1], "\(shape) has no identity")
      return (0..<count).map { place in
        (place % (shape[0] + 1) == 0 ? 1 : 0) + deviation * generator.normal()
      }
    case .kaimingNormalFanIn:
      precondition(shape.count >= 2, "\(shape) has no fan-in")
      let deviation = (2 / Double(shape.dropFirst().reduce(1, *))).squareRoot()
      return (0..<count).map { _ in deviation * generator.normal() }
    case .kaimingNormalFanOut:
      precondition(shape.count >= 2, "\(shape) has no fan-out")
      let deviation = (2 / Double(shape[0] * shape.dropFirst(2).reduce(1, *))).squareRoot()
      return (0..<count).map { _ in deviation * generator.normal() }
    case .unitNormColumns:
      precondition(shape.count == 2, "\(shape) has no columns")
      return unitColumns(shape[0], shape[1], using: &generator)
    }
  }
}

private func unitColumns(
  _ rows: Int, _ columns: Int, using generator: inout CounterBasedGenerator
) -> [Double] {
  var elements = (0..<rows * columns).map { _ in generator.uniform(in: -1..<1) }
  for column in 0..<columns {
    let places = stride(from: column, to: elements.count, by: columns)
    let norm = places.reduce(0) { $0 + elements[$1] * elements[$1] }.squareRoot()
    for place in places { elements[place] /= norm }
  }
  return elements
}
