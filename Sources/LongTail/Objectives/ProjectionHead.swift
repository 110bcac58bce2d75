import Torch

/// Linear, ReLU, linear, then onto the unit sphere: what contrasts compare.
struct ProjectionHead {
  private let first: Linear
  private let second: Linear

  init(_ width: Int, _ dimension: Int, at path: ParameterPath) {
    first = Linear(width, width, at: path / "0")
    second = Linear(width, dimension, at: path / "2")
  }

  /// - Parameter features: `[batch, width]`.
  /// - Returns: `[batch, dimension]`, each row of length 1.
  func callAsFunction(_ features: Tensor) -> Tensor {
    second(first(features).relu()).normalized(axis: 1)
  }

  /// Its weights, in the same order for every head of a shape.
  var parameters: [Tensor] {
    [first, second].flatMap { [$0.weight] + ($0.bias.map { [$0] } ?? []) }
  }
}
