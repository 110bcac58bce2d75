import Torch

/// Linear layers with ReLU between them, and batch norm before each ReLU where asked for, then onto the unit sphere.
///
/// It learns from the batch alone, so its batch norm keeps no running statistics.
struct PerceptronHead {
  private struct Layer {
    let weight: Tensor
    let bias: Tensor
    /// Batch norm's scale and shift.
    let norm: (scale: Tensor, shift: Tensor)?

    var tensors: [Tensor] { [weight, bias] + (norm.map { [$0.scale, $0.shift] } ?? []) }
  }

  private let layers: [Layer]

  /// - Parameters:
  ///   - widths: of the input, of what is between layers, and of the answer; at least two.
  ///   - normalizes: whether batch norm stands before each ReLU.
  ///   - path: where the parameters are born, under the names of PyTorch's `Sequential`.
  init(_ widths: [Int], normalizes: Bool, at path: ParameterPath) {
    precondition(widths.count >= 2, "\(widths) make no layer")
    let step = normalizes ? 3 : 2
    layers = widths.indices.dropLast().map { index in
      let linear = Linear(widths[index], widths[index + 1], at: path / "\(step * index)")
      guard let bias = linear.bias else { preconditionFailure("a layer without its bias") }
      let own = path / "\(step * index + 1)"
      let isLast = index == widths.count - 2
      return Layer(
        weight: linear.weight, bias: bias,
        norm: normalizes && !isLast
          ? (
            own.parameter("weight", [widths[index + 1]], .ones),
            own.parameter("bias", [widths[index + 1]], .zeros)
          ) : nil)
    }
  }

  /// A copy that does not train, in buffers: saved, and moved by ``follow(_:momentum:)``.
  init(copyOf head: PerceptronHead, at path: ParameterPath) {
    var count = 0
    func copy(_ tensor: Tensor) -> Tensor {
      let own = path.buffer("\(count)", tensor.shape, fill: 0)
      own.assignInPlace(tensor.detached())
      count += 1
      return own
    }
    layers = head.layers.map { layer in
      Layer(
        weight: copy(layer.weight), bias: copy(layer.bias),
        norm: layer.norm.map { (copy($0.scale), copy($0.shift)) })
    }
  }

  /// - Parameter features: `[batch, width]`.
  /// - Returns: `[batch, dimension]`, each row of length 1.
  func callAsFunction(_ features: Tensor) -> Tensor {
    var x = features.to(layers[0].weight.dtype)
    for (index, layer) in layers.enumerated() {
      x = x.linear(weight: layer.weight, bias: layer.bias)
      if let norm = layer.norm {
        x = x.batchNorm(
          weight: norm.scale, bias: norm.shift, runningMean: nil, runningVariance: nil,
          training: true)
      }
      if index < layers.count - 1 { x = x.relu() }
    }
    return x.normalized(axis: 1)
  }

  /// `own ← m · own + (1 − m) · head`, of a copy.
  func follow(_ head: PerceptronHead, momentum: Double) {
    for (own, other) in zip(tensors, head.tensors) {
      own.multiplyInPlace(momentum)
      own.addInPlace(other.detached(), factor: 1 - momentum)
    }
  }

  private var tensors: [Tensor] { layers.flatMap(\.tensors) }
}
