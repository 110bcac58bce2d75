import ArrayFiles

/// Layers with parameters, pools, and what works along an axis.
extension StaticGraphMaker {
  /// - Returns: whether it is such a layer.
  mutating func addLayer(
    _ operation: GraphOperation, _ x: [Value]
  ) throws(FileProblem) -> Bool {
    switch operation.kind {
    case "Conv":
      let (weight, bias) = (try tensor(x, 1, operation), try tensor(x, 2, operation))
      let stride = operation.integers("strides")?.first ?? 1
      let padding = operation.integers("pads")?.first
      let isSame = operation.attributes["auto_pad"] == .text("SAME_UPPER")
      guard isSame == (padding == nil) else {
        throw problem(operation, "a convolution has either amounts of padding or TensorFlow's")
      }
      let sides = try sides(
        x[0], operation, kernel: weight.shape[2], stride: stride, padding: padding)
      give(
        operation,
        .convolution(
          weight: weight, bias: bias, stride: stride, padding: padding,
          groups: operation.integer("group") ?? 1), [x[0]], [1, weight.shape[0]] + sides)
    case "MaxPool", "AveragePool":
      let kernel = operation.integers("kernel_shape")?.first ?? 1
      let stride = operation.integers("strides")?.first ?? 1
      let padding = operation.integers("pads")?.first ?? 0
      let sides = try sides(x[0], operation, kernel: kernel, stride: stride, padding: padding)
      give(
        operation,
        .pooling(
          operation.kind == "MaxPool" ? .largest : .mean, kernel: kernel, stride: stride,
          padding: padding), [x[0]], Array(x[0].shape.prefix(2)) + sides)
    case "Gemm":
      let (weight, bias) = (try tensor(x, 1, operation), try tensor(x, 2, operation))
      give(operation, .linear(weight: weight, bias: bias), [x[0]], [1, weight.shape[0]])
    case "LayerNormalization":
      give(
        operation,
        .layerNorm(
          weight: try tensor(x, 1, operation), bias: try tensor(x, 2, operation),
          epsilon: operation.number("epsilon") ?? 1e-5), [x[0]], x[0].shape)
    case "MatMul":
      let batch = try broadcast(x.map(\.withoutMatrix), operation)
      give(
        operation, .product, x,
        batch + [x[0].shape[x[0].shape.count - 2], x[1].shape[x[1].shape.count - 1]])
    default: return false
    }
    return true
  }

  /// - Returns: whether it goes along axes.
  mutating func addReduction(
    _ operation: GraphOperation, _ x: [Value]
  ) throws(FileProblem) -> Bool {
    let keeps = operation.integer("keepdims") ?? 1 == 1
    switch operation.kind {
    case "Softmax": give(operation, .softmax(axis: try axis(operation, x[0])), x, x[0].shape)
    case "LogSoftmax":
      let axis = try axis(operation, x[0])
      let total = part(
        operation, "total", .reduction(.logSumExp, axes: [axis], keepsAxes: true), x,
        x[0].reduced([axis], keeps: true))
      give(operation, .binary(.subtract), [x[0], total], x[0].shape)
    case "Mean":
      var sum = x[0]
      let shape = try broadcast(x, operation)
      for (place, value) in x.enumerated().dropFirst() {
        sum = part(operation, "sum_\(place)", .binary(.add), [sum, value], shape)
      }
      let count = Value(
        name: "\(operation.output)_count", shape: [], element: .float,
        constant: .float([Float(x.count)]))
      give(operation, .binary(.divide), [sum, count], shape)
    case "ArgMax":
      guard keeps else { throw problem(operation, "the axis of a largest place stays here") }
      let axis = try axis(operation, x[0])
      give(
        operation, .largestPlace(axis: axis), x, x[0].reduced([axis], keeps: true), .integer)
    case "GlobalAveragePool":
      give(
        operation, .reduction(.mean, axes: [2, 3], keepsAxes: true), x,
        x[0].reduced([2, 3], keeps: true))
    case "ReduceSum": try reduce(operation, .sum, x[0], try integers(x, 1, operation), keeps)
    case "ReduceMean": try reduce(operation, .mean, x[0], operation.integers("axes"), keeps)
    case "ReduceMax": try reduce(operation, .largest, x[0], operation.integers("axes"), keeps)
    case "ReduceL2":
      try reduce(operation, .euclideanNorm, x[0], operation.integers("axes"), keeps)
    default: return false
    }
    return true
  }

  private mutating func reduce(
    _ operation: GraphOperation, _ kind: StaticOperation.Reduction, _ x: Value, _ axes: [Int]?,
    _ keeps: Bool
  ) throws(FileProblem) {
    guard let axes else { throw problem(operation, "it names no axes") }
    give(
      operation, .reduction(kind, axes: axes, keepsAxes: keeps), [x],
      x.reduced(axes, keeps: keeps))
  }

  private func axis(_ operation: GraphOperation, _ x: Value) throws(FileProblem) -> Int {
    guard let axis = operation.integer("axis"), x.shape.indices.contains(axis) else {
      throw problem(operation, "it names no axis of a value with extents \(x.shape)")
    }
    return axis
  }

  /// Height and width of what windows over a map give.
  private func sides(
    _ x: Value, _ operation: GraphOperation, kernel: Int, stride: Int, padding: Int?
  ) throws(FileProblem) -> [Int] {
    guard x.shape.count == 4 else { throw problem(operation, "\(x.shape) is no map") }
    return x.shape.suffix(2).map { side in
      guard let padding else { return (side + stride - 1) / stride }
      return (side + 2 * padding - kernel) / stride + 1
    }
  }

  /// The numbers of an input that the file has.
  func tensor(
    _ x: [Value], _ place: Int, _ operation: GraphOperation
  ) throws(FileProblem) -> GraphTensor {
    guard x.indices.contains(place), case .float(let values)? = x[place].constant else {
      throw problem(operation, "its input \(place) is not stored")
    }
    return GraphTensor(values, shape: x[place].shape)
  }

  /// The whole numbers of an input that the file has, or that follow from extents.
  func integers(
    _ x: [Value], _ place: Int, _ operation: GraphOperation
  ) throws(FileProblem) -> [Int] {
    guard x.indices.contains(place), case .integer(let values)? = x[place].constant else {
      throw problem(operation, "its input \(place) is not known before it runs")
    }
    return values.map(Int.init)
  }
}

extension StaticGraph.Value {
  fileprivate func reduced(_ axes: [Int], keeps: Bool) -> [Int] {
    shape.enumerated().compactMap { axis, extent in
      axes.contains(axis) ? (keeps ? 1 : nil) : extent
    }
  }

  /// The axes before the last two.
  fileprivate var withoutMatrix: Self {
    Self(name: name, shape: Array(shape.dropLast(2)), element: element)
  }
}
