import LongTailTesting
import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

/// Elements and shape are as given.
func expect(
  _ tensor: Tensor, _ values: [Double], _ shape: [Int]? = nil, within tolerance: Double = 1e-6,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(tensor.shape == shape ?? [values.count], sourceLocation: location)
  #expect(
    relativeDistance(tensor.doubles, values) <= tolerance, "\(tensor.doubles) for \(values)",
    sourceLocation: location)
}

/// Float64 numbers without ties or special places: standard normal, moved by `offset`.
func sample(_ shape: [Int], offset: Double = 0, stream: UInt64 = 0) -> Tensor {
  var generator = CounterBasedGenerator(seed: 17, stream: stream)
  let values = (0..<shape.reduce(1, *)).map { _ in generator.normal() + offset }
  return Tensor(values, shape: shape)
}

/// The gradient of `body`, weighted at random and summed, agrees with central differences.
func expectGradient(
  at point: Tensor, _ body: (Tensor) -> Tensor, within tolerance: Double = 1e-7,
  location: SourceLocation = #_sourceLocation
) throws {
  let x = point.cloned().requiringGradient()
  let y = body(x)
  let weights = sample(y.shape, stream: 99)
  (y * weights).sum().backward()
  let gradient = try #require(x.gradient, sourceLocation: location)
  let shape = point.shape
  let error = gradientError(
    gradient.doubles,
    of: { values in withoutGradients { (body(Tensor(values, shape: shape)) * weights).sum().item() }
    },
    at: point.doubles)
  #expect(error <= tolerance, sourceLocation: location)
}

/// An array in `torch_fixtures.json`.
struct FixtureArray: Decodable {
  let shape: [Int]
  let values: [Double]

  var tensor: Tensor { Tensor(values, shape: shape) }

  var numericArray: NumericArray { tensor.numericArray() }
}

/// Twenty steps of a small net in `torch_fixtures.json`.
struct FixtureTrajectory: Decodable {
  let x: FixtureArray
  let labels: [Int]
  let initial: [String: FixtureArray]
  let losses: [Double]
  let final: [String: FixtureArray]
}

/// `torch_fixtures.json`: what PyTorch 2.13.0 computes (Tests/Fixtures/torch_fixtures.py).
struct TorchFixtures: Decodable {
  let sgd_float64: FixtureTrajectory
  let sgd_float32: FixtureTrajectory
  let sgd_nesterov: FixtureTrajectory
  let sgd_plain: FixtureTrajectory
  let adamw: FixtureTrajectory
  let convolution: [String: FixtureArray]
  let batch_norm: [String: FixtureArray]
  let interpolation: [String: FixtureArray]

  static func read() throws -> TorchFixtures {
    try fixture("torch_fixtures", as: TorchFixtures.self)
  }
}
