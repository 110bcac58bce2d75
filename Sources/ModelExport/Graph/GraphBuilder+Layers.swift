/// The operators that networks for pictures are made of. Maps are `[batch, channels, height, width]`.
extension GraphBuilder {
  /// Square filters with a bias.
  ///
  /// The weight is `[outputs, inputs / groups, kernel, kernel]`, the bias `[outputs]`. Without a `padding` there are as
  /// many zeros as make maps of `⌈side / stride⌉`, the odd one after (TensorFlow's SAME).
  public func convolution(
    _ x: GraphValue, weight: GraphTensor, bias: GraphTensor, stride: Int, padding: Int?,
    groups: Int = 1
  ) -> GraphValue {
    let kernel = weight.shape[2]
    var attributes: [String: GraphOperation.Attribute] = [
      "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
      "group": .integer(groups),
    ]
    if let padding {
      attributes["pads"] = .integers([padding, padding, padding, padding])
    } else {
      attributes["auto_pad"] = .text("SAME_UPPER")
    }
    return operation("Conv", [x, constant(weight, "weight"), constant(bias, "bias")], attributes)
  }

  /// `max(x, 0)`, element by element.
  public func relu(_ x: GraphValue) -> GraphValue { operation("Relu", [x]) }

  /// `min(max(x, 0), 6)`, element by element.
  public func relu6(_ x: GraphValue) -> GraphValue {
    operation("Min", [relu(x), constant(GraphTensor([Float(6)], shape: []), "six")])
  }

  /// The sum, element by element; shapes broadcast as in ONNX.
  public func add(_ a: GraphValue, _ b: GraphValue) -> GraphValue { operation("Add", [a, b]) }

  /// The product, element by element; shapes broadcast as in ONNX.
  public func multiply(_ a: GraphValue, _ b: GraphValue) -> GraphValue { operation("Mul", [a, b]) }

  /// The largest of each `kernel × kernel` places of a map, every `stride` places; padding never wins.
  public func maxPool(_ x: GraphValue, kernel: Int, stride: Int, padding: Int = 0) -> GraphValue {
    operation(
      "MaxPool", [x],
      [
        "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
        "pads": .integers([padding, padding, padding, padding]),
      ])
  }

  /// The mean of each `kernel × kernel` places of a map, every `stride` places.
  public func averagePool(_ x: GraphValue, kernel: Int, stride: Int) -> GraphValue {
    operation(
      "AveragePool", [x],
      [
        "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
      ])
  }

  /// Every `stride`-th place of a map, and channels of zeros before and after.
  public func thinned(
    _ x: GraphValue, stride: Int, channelsBefore: Int, channelsAfter: Int
  ) -> GraphValue {
    var value = x
    if stride > 1 {
      // The end is beyond every map.
      let end = 1 << 62
      value = operation(
        "Slice",
        [
          value, constant(GraphTensor([0, 0]), "starts"),
          constant(GraphTensor([end, end]), "ends"),
          constant(GraphTensor([2, 3]), "axes"), constant(GraphTensor([stride, stride]), "steps"),
        ])
    }
    guard channelsBefore + channelsAfter > 0 else { return value }
    let pads = GraphTensor([0, channelsBefore, 0, 0, 0, channelsAfter, 0, 0])
    return operation(
      "Pad", [value, constant(pads, "pads"), constant(GraphTensor([Float(0)], shape: []), "zero")],
      ["mode": .text("constant")])
  }

  /// The mean over all places: `[batch, channels]`.
  public func globalAveragePool(_ x: GraphValue) -> GraphValue {
    flattened(operation("GlobalAveragePool", [x]))
  }

  /// `[batch, …]` as `[batch, everything else]`.
  public func flattened(_ x: GraphValue) -> GraphValue {
    operation("Flatten", [x], ["axis": .integer(1)])
  }

  /// `x · weightᵀ + bias`, the weight being `[outputs, inputs]`, the bias `[outputs]`.
  public func linear(_ x: GraphValue, weight: GraphTensor, bias: GraphTensor) -> GraphValue {
    operation(
      "Gemm", [x, constant(weight, "weight"), constant(bias, "bias")], ["transB": .integer(1)])
  }

  /// Rows of `[batch, width]` at length one; a length below `floor` counts as that.
  public func normalizedRows(_ x: GraphValue, floor: Float) -> GraphValue {
    let norms = operation(
      "ReduceL2", [x], ["axes": .integers([1]), "keepdims": .integer(1)])
    let floored = operation(
      "Max", [norms, constant(GraphTensor([floor], shape: []), "floor")])
    return operation("Div", [x, floored])
  }

  /// Scores `[batch, classes, …]` as probabilities that sum to 1 along axis 1.
  public func softmax(_ x: GraphValue) -> GraphValue {
    operation("Softmax", [x], ["axis": .integer(1)])
  }

  /// The natural logarithm of each element.
  public func logarithm(_ x: GraphValue) -> GraphValue { operation("Log", [x]) }

  /// The mean of values of one shape.
  public func mean(_ values: [GraphValue]) -> GraphValue {
    values.count == 1 ? values[0] : operation("Mean", values)
  }

  /// Values one after the other along an axis; their other extents are the same.
  public func concatenated(_ values: [GraphValue], axis: Int) -> GraphValue {
    values.count == 1 ? values[0] : operation("Concat", values, ["axis": .integer(axis)])
  }

  /// Values `[batch, …]` side by side along a new second axis.
  public func stacked(_ values: [GraphValue]) -> GraphValue {
    let axes = constant(GraphTensor([1]), "axes")
    return concatenated(values.map { operation("Unsqueeze", [$0, axes]) }, axis: 1)
  }
}
