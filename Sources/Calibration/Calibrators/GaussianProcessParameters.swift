import Foundation

/// The numbers that the fit of a Gaussian process moves, free of constraints.
///
/// Order: inducing inputs, m, log s, lengthscale, variance, noise.
enum GaussianProcessParameters {
  static func start(
    input: GaussianProcessCalibration.Input, inducingInputs: [Double], noise: Double = 0.01
  ) -> [Double] {
    let zeros = [Double](repeating: 0, count: inducingInputs.count)
    let constraints = constraints(input)
    return inducingInputs + zeros + zeros + [
      constraints.lengthscale.free(input == .probabilities ? 0.5 : 10),
      constraints.variance.free(1), Constraint.positive.free(noise),
    ]
  }

  static func process(
    _ point: [Double], input: GaussianProcessCalibration.Input
  ) -> SparseGaussianProcess {
    let count = (point.count - 3) / 3
    let constraints = constraints(input)
    return SparseGaussianProcess(
      inducingInputs: Array(point[0..<count]),
      lengthscale: constraints.lengthscale.value(point[3 * count]),
      variance: constraints.variance.value(point[3 * count + 1]),
      noise: Constraint.positive.value(point[3 * count + 2]),
      means: Array(point[count..<2 * count]),
      deviations: point[2 * count..<3 * count].map { exp($0) })
  }

  static func constraints(
    _ input: GaussianProcessCalibration.Input
  ) -> (lengthscale: Constraint, variance: Constraint) {
    input == .probabilities
      ? (.between(0.001, 10), .between(0, 5)) : (.positive, .positive)
  }

  /// A free number for a constrained one.
  enum Constraint {
    case positive
    case between(Double, Double)

    func value(_ free: Double) -> Double {
      switch self {
      case .positive: exp(free)
      case .between(let low, let high): low + (high - low) * sigmoid(free)
      }
    }

    func free(_ value: Double) -> Double {
      switch self {
      case .positive: log(value)
      case .between(let low, let high): log((value - low) / (high - value))
      }
    }

    /// Derivative of the value by the free number, from the value.
    func slope(_ value: Double) -> Double {
      switch self {
      case .positive: value
      case .between(let low, let high): (value - low) * (high - value) / (high - low)
      }
    }
  }
}
