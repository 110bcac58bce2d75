import ModelExport
import Torch

extension GraphTensor {
  /// A tensor's numbers as float32, row-major.
  init(_ tensor: Tensor) {
    self.init(tensor.doubles, shape: tensor.shape)
  }
}

extension GraphBuilder {
  /// A convolution with its own bias, or none.
  func convolution(_ x: GraphValue, _ layer: Convolution2D) -> GraphValue {
    let bias = layer.bias?.doubles ?? [Double](repeating: 0, count: layer.weight.shape[0])
    return convolution(
      x, weight: GraphTensor(layer.weight), bias: GraphTensor(bias, shape: [bias.count]),
      stride: layer.stride, padding: layer.padding, groups: layer.groups)
  }

  /// A convolution with the batch norm after it folded into its filters: w γ / √(σ² + ε), and
  /// β + (b − μ) γ / √(σ² + ε), in double precision. The padding is the convolution's own unless `same` asks for
  /// TensorFlow's.
  func convolutionNormalized(
    _ x: GraphValue, _ layer: Convolution2D, _ norm: BatchNorm2D, same: Bool = false
  ) -> GraphValue {
    let variances = norm.runningVariance.doubles
    let factors = zip(norm.weight.doubles, variances)
      .map { $0 / ($1 + norm.epsilon).squareRoot() }
    var weight = layer.weight.doubles
    let size = weight.count / factors.count
    for index in weight.indices { weight[index] *= factors[index / size] }
    let own = layer.bias?.doubles ?? [Double](repeating: 0, count: factors.count)
    let means = norm.runningMean.doubles
    let shifts = norm.bias.doubles
    let bias = factors.indices.map { shifts[$0] + (own[$0] - means[$0]) * factors[$0] }
    return convolution(
      x, weight: GraphTensor(weight, shape: layer.weight.shape),
      bias: GraphTensor(bias, shape: [bias.count]), stride: layer.stride,
      padding: same ? nil : layer.padding, groups: layer.groups)
  }

  /// A batch norm that no convolution takes in: x γ / √(σ² + ε) + β − μ γ / √(σ² + ε), in double precision.
  func normalized(_ x: GraphValue, _ norm: BatchNorm2D) -> GraphValue {
    let factors = zip(norm.weight.doubles, norm.runningVariance.doubles)
      .map { $0 / ($1 + norm.epsilon).squareRoot() }
    let shifts = zip(norm.bias.doubles, zip(norm.runningMean.doubles, factors))
      .map { $0 - $1.0 * $1.1 }
    let shape = [factors.count, 1, 1]
    let scaled = multiply(x, constant(GraphTensor(factors, shape: shape), "scale"))
    return add(scaled, constant(GraphTensor(shifts, shape: shape), "shift"))
  }

  func linear(_ x: GraphValue, _ layer: Linear) -> GraphValue {
    linear(x, weight: layer.weight, bias: layer.bias)
  }

  /// `weight` is `[outputs, inputs]`.
  func linear(_ x: GraphValue, weight: Tensor, bias: Tensor?) -> GraphValue {
    let shifts = bias?.doubles ?? [Double](repeating: 0, count: weight.shape[0])
    return linear(
      x, weight: GraphTensor(weight), bias: GraphTensor(shifts, shape: [shifts.count]))
  }

  /// One number a class, for `[batch, classes]`.
  func row(_ values: [Double], _ name: String) -> GraphValue {
    constant(GraphTensor(values, shape: [1, values.count]), name)
  }

  func scalar(_ value: Double, _ name: String) -> GraphValue {
    constant(GraphTensor([value], shape: []), name)
  }
}
