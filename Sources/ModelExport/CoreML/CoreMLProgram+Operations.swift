extension CoreMLProgramBlock {
  mutating func add(_ step: StaticGraph.Step) {
    let (x, output) = (step.inputs, step.output)
    switch step.operation {
    case .identity:
      if x[0].element == output.element {
        append("identity", [("x", x)], [], to: output)
      } else {
        append("cast", [("x", x)], [("dtype", .text("fp32"))], to: output)
      }
    case .convolution(let weight, let bias, let stride, let padding, let groups):
      let pad = padding.map {
        [("pad", CoreMLValue.integers(repeating: $0, count: 4))]
      }
      append(
        "conv", [("x", x)],
        [
          ("weight", stored(weight)), ("bias", stored(bias)),
          ("strides", .integers(repeating: stride, count: 2)),
          ("pad_type", .text(padding == nil ? "same" : "custom")),
          ("dilations", .integers(repeating: 1, count: 2)), ("groups", .integer(groups)),
        ] + (pad ?? []), to: output)
    case .pooling(let kind, let kernel, let stride, let padding):
      let averaging = [("exclude_padding_from_average", CoreMLValue.truth(true))]
      append(
        kind == .largest ? "max_pool" : "avg_pool", [("x", x)],
        [
          ("kernel_sizes", .integers(repeating: kernel, count: 2)),
          ("strides", .integers(repeating: stride, count: 2)), ("pad_type", .text("custom")),
          ("pad", .integers(repeating: padding, count: 4)), ("ceil_mode", .truth(false)),
        ] + (kind == .mean ? averaging : []), to: output)
    case .linear(let weight, let bias):
      append(
        "linear", [("x", x)], [("weight", stored(weight)), ("bias", stored(bias))], to: output)
    case .unary(let unary):
      let (name, parameters) = Self.operation(unary)
      append(name, [("x", x)], parameters, to: output)
    case .binary(let binary):
      append(Self.operation(binary), [("x", [x[0]]), ("y", [x[1]])], [], to: output)
    case .choice:
      append("select", [("cond", [x[0]]), ("a", [x[1]]), ("b", [x[2]])], [], to: output)
    case .softmax(let axis):
      append("softmax", [("x", x)], [("axis", .integer(axis))], to: output)
    case .reduction(let reduction, let axes, let keeps):
      append(
        Self.operation(reduction), [("x", x)],
        [("axes", .integers(axes)), ("keep_dims", .truth(keeps))], to: output)
    case .largestPlace(let axis):
      append(
        "reduce_argmax", [("x", x)], [("axis", .integer(axis)), ("keep_dims", .truth(true))],
        to: output)
    case .layerNorm(let weight, let bias, let epsilon):
      append(
        "layer_norm", [("x", x)],
        [
          ("axes", .integers([-1])), ("gamma", stored(weight)), ("beta", stored(bias)),
          ("epsilon", .number(epsilon)),
        ], to: output)
    case .product:
      append(
        "matmul", [("x", [x[0]]), ("y", [x[1]])],
        [("transpose_x", .truth(false)), ("transpose_y", .truth(false))], to: output)
    case .lookup:
      append("gather", [("x", [x[0]]), ("indices", [x[1]])], [("axis", .integer(0))], to: output)
    case .concatenation, .transposition, .reshape, .slice, .padding: arrange(step)
    }
  }

  private mutating func arrange(_ step: StaticGraph.Step) {
    let (x, output) = (step.inputs, step.output)
    switch step.operation {
    case .concatenation(let axis):
      append(
        "concat", [("values", x)], [("axis", .integer(axis)), ("interleave", .truth(false))],
        to: output)
    case .transposition(let axes):
      append("transpose", [("x", x)], [("perm", .integers(axes))], to: output)
    case .slice(let starts, let ends, let steps):
      append(
        "slice_by_index", [("x", x)],
        [("begin", .integers(starts)), ("end", .integers(ends)), ("stride", .integers(steps))],
        to: output)
    case .padding(let before, let after):
      append(
        "pad", [("x", x)],
        [
          ("pad", .integers(zip(before, after).flatMap { [$0, $1] })),
          ("mode", .text("constant")), ("constant_val", .number(0)),
        ], to: output)
    default: append("reshape", [("x", x)], [("shape", .integers(output.shape))], to: output)
    }
  }

  private static func operation(
    _ unary: StaticOperation.Unary
  ) -> (name: String, parameters: [(name: String, value: CoreMLValue)]) {
    switch unary {
    case .relu: ("relu", [])
    case .sigmoid: ("sigmoid", [])
    case .tanh: ("tanh", [])
    case .erf: ("erf", [])
    case .logarithm: ("log", [("epsilon", .number(.leastNonzeroMagnitude))])
    }
  }

  private static func operation(_ binary: StaticOperation.Binary) -> String {
    switch binary {
    case .add: "add"
    case .subtract: "sub"
    case .multiply: "mul"
    case .divide: "real_div"
    case .minimum: "minimum"
    case .maximum: "maximum"
    case .greater: "greater"
    case .greaterOrEqual: "greater_equal"
    case .equal: "equal"
    case .and: "logical_and"
    case .or: "logical_or"
    }
  }

  private static func operation(_ reduction: StaticOperation.Reduction) -> String {
    switch reduction {
    case .sum: "reduce_sum"
    case .mean: "reduce_mean"
    case .largest: "reduce_max"
    case .euclideanNorm: "reduce_l2_norm"
    case .logSumExp: "reduce_log_sum_exp"
    }
  }
}
