/// The operators that networks on sequences of tokens, `[batch, tokens, width]`, need beside those for pictures.
extension GraphBuilder {
  /// The same elements in another shape; −1 stands for what is left, as in the batch.
  public func reshaped(_ x: GraphValue, _ shape: [Int]) -> GraphValue {
    operation("Reshape", [x, constant(GraphTensor(shape), "shape")])
  }

  /// Axis `i` of the result is axis `axes[i]` of the value.
  public func transposed(_ x: GraphValue, _ axes: [Int]) -> GraphValue {
    operation("Transpose", [x], ["perm": .integers(axes)])
  }

  /// Positions `from ..< to` of an axis; an end beyond it is its own.
  public func sliced(_ x: GraphValue, axis: Int, from start: Int, to end: Int) -> GraphValue {
    operation(
      "Slice",
      [
        x, constant(GraphTensor([start]), "starts"), constant(GraphTensor([end]), "ends"),
        constant(GraphTensor([axis]), "axes"), constant(GraphTensor([1]), "steps"),
      ])
  }

  /// Zeros before an axis of a value with `rank` axes.
  public func padded(_ x: GraphValue, axis: Int, before: Int, rank: Int) -> GraphValue {
    var pads = [Int](repeating: 0, count: 2 * rank)
    pads[axis] = before
    return operation(
      "Pad",
      [
        x, constant(GraphTensor(pads), "pads"),
        constant(GraphTensor([Float(0)], shape: []), "zero"),
      ],
      ["mode": .text("constant")])
  }

  /// `[1, …]` numbers of three axes, once for each sample of a batch.
  public func repeated(
    _ tensor: GraphTensor, asOftenAs x: GraphValue, _ name: String
  ) -> GraphValue {
    let batch = sliced(operation("Shape", [x]), axis: 0, from: 0, to: 1)
    let others = constant(GraphTensor(Array(tensor.shape.dropFirst())), "extents")
    return operation(
      "Expand", [constant(tensor, name), concatenated([batch, others], axis: 0)])
  }

  /// The mean along an axis, which goes.
  public func mean(_ x: GraphValue, axis: Int) -> GraphValue {
    operation("ReduceMean", [x], ["axes": .integers([axis]), "keepdims": .integer(0)])
  }

  /// The product of the last two axes.
  public func product(_ a: GraphValue, _ b: GraphValue) -> GraphValue {
    operation("MatMul", [a, b])
  }

  /// Layer normalisation over the last axis; weight and bias are as long as that.
  public func layerNorm(
    _ x: GraphValue, weight: GraphTensor, bias: GraphTensor, epsilon: Double
  ) -> GraphValue {
    operation(
      "LayerNormalization", [x, constant(weight, "weight"), constant(bias, "bias")],
      ["axis": .integer(-1), "epsilon": .number(Float(epsilon))])
  }

  /// Multiplied with one number.
  public func scaled(_ x: GraphValue, _ factor: Double) -> GraphValue {
    multiply(x, constant(GraphTensor([factor], shape: []), "factor"))
  }

  /// `½ x (1 + erf(x / √2))`.
  public func gelu(_ x: GraphValue) -> GraphValue {
    let error = operation("Erf", [scaled(x, 0.5.squareRoot())])
    return scaled(multiply(x, add(error, one)), 0.5)
  }

  /// `½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
  public func approximatedGELU(_ x: GraphValue) -> GraphValue {
    let cube = multiply(x, multiply(x, x))
    let inner = scaled(add(x, scaled(cube, 0.044715)), (2 / Double.pi).squareRoot())
    return scaled(multiply(x, add(operation("Tanh", [inner]), one)), 0.5)
  }

  /// `x σ(factor · x)`.
  public func gated(_ x: GraphValue, factor: Double) -> GraphValue {
    multiply(x, operation("Sigmoid", [scaled(x, factor)]))
  }

  private var one: GraphValue { constant(GraphTensor([Float(1)], shape: []), "one") }
}
