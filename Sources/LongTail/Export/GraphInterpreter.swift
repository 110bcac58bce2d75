import ArrayFiles
import ModelExport
import Torch

/// Carries out a graph on LibTorch, operator by operator, in float32: how an exported file is compared with
/// the network that it was made from.
struct GraphInterpreter {
  private let graph: ModelGraph
  private let path: String
  private let constants: [String: Tensor]

  /// - Parameters:
  ///   - graph: what is carried out.
  ///   - path: names the file in messages.
  init(_ graph: ModelGraph, path: String) {
    self.graph = graph
    self.path = path
    constants = Dictionary(
      uniqueKeysWithValues: graph.constants.map { ($0.name, $0.tensor.tensor) })
  }

  /// The graph's outputs for one batch, by their names.
  /// - Throws: `FileProblem` that names an operator which is not known, or a value that nothing gives.
  func outputs(for input: Tensor) throws -> [String: Tensor] {
    var values = constants
    values[graph.input.name] = input
    try withoutGradients {
      for operation in graph.operations {
        let inputs = try operation.inputs.map { name in
          guard let value = values[name] else {
            throw FileProblem(path, at: operation.output, "nothing gives its input \(name)")
          }
          return value
        }
        values[operation.output] = try result(of: operation, inputs)
      }
    }
    return Dictionary(
      uniqueKeysWithValues: graph.outputs.compactMap { port in
        values[port.name].map { (port.name, $0) }
      })
  }

  private func result(of operation: GraphOperation, _ x: [Tensor]) throws -> Tensor {
    func integers(_ name: String, _ standard: [Int] = []) -> [Int] {
      if case .integers(let values)? = operation.attributes[name] { values } else { standard }
    }
    func integer(_ name: String, _ standard: Int = 0) -> Int {
      if case .integer(let value)? = operation.attributes[name] { value } else { standard }
    }
    func number(_ name: String, _ standard: Double) -> Double {
      if case .number(let value)? = operation.attributes[name] { Double(value) } else { standard }
    }
    switch operation.kind {
    case "Identity": return x[0]
    case "Conv":
      let (kernel, stride) = (integers("kernel_shape")[0], integers("strides")[0])
      // Without amounts of padding it is TensorFlow's.
      let pads = integers("pads")
      let input = pads.isEmpty ? SamePadding(kernel: kernel, stride: stride)(x[0]) : x[0]
      return input.convolution(
        weight: x[1], bias: x[2], stride: stride, padding: pads.first ?? 0,
        groups: integer("group", 1))
    case "Relu": return x[0].relu()
    case "Sigmoid": return x[0].sigmoid()
    case "Tanh": return x[0].tanh()
    case "Erf": return x[0].erf()
    case "LayerNormalization":
      return x[0].layerNorm(weight: x[1], bias: x[2], epsilon: number("epsilon", 1e-5))
    case "ReduceMean":
      return x[0].mean(axes: integers("axes"), keepingAxes: integer("keepdims", 1) == 1)
    case "Log": return x[0].log()
    case "Add": return x[0] + x[1]
    case "Sub": return x[0] - x[1]
    case "Mul": return x[0] * x[1]
    case "Div": return x[0] / x[1]
    case "Max": return x[0].maximum(x[1])
    case "Min": return x[0].minimum(x[1])
    case "Greater": return x[0].greater(than: x[1])
    case "GreaterOrEqual": return x[0].greaterOrEqual(to: x[1])
    case "Equal": return x[0].equal(to: x[1])
    case "And": return x[0].logicalAnd(x[1])
    case "Or": return x[0].logicalOr(x[1])
    case "ArgMax":
      return x[0].argMax(axis: integer("axis"), keepingAxis: integer("keepdims", 1) == 1)
    case "Where": return Tensor.where(x[0], x[1], x[2])
    case "Mean": return x.dropFirst().reduce(x[0], +) / Double(x.count)
    case "Softmax": return x[0].softmax(axis: integer("axis", 1))
    case "LogSoftmax": return x[0].logSoftmax(axis: integer("axis", 1))
    case "MaxPool":
      return x[0].maxPool(
        kernel: integers("kernel_shape")[0], stride: integers("strides")[0],
        padding: integers("pads")[0])
    case "AveragePool":
      return x[0].averagePool(
        kernel: integers("kernel_shape")[0], stride: integers("strides")[0])
    case "GlobalAveragePool": return x[0].mean(axes: [2, 3], keepingAxes: true)
    case "Flatten": return x[0].contiguous().flattened(from: integer("axis", 1))
    case "Gemm": return x[0].linear(weight: x[1], bias: x[2])
    case "MatMul": return x[0].matmul(x[1])
    case "ReduceL2": return x[0].norm(axis: integers("axes")[0], keepingAxis: true)
    case "ReduceMax": return x[0].max(axis: integers("axes")[0], keepingAxis: true).values
    case "ReduceSum": return x[0].sum(axes: x[1].ints, keepingAxes: true)
    case "Concat": return Tensor.concatenated(x, axis: integer("axis", 1))
    case "Unsqueeze": return x[0].unsqueezed(axis: x[1].ints[0])
    case "Transpose": return x[0].permuted(integers("perm"))
    case "Cast": return x[0].to(.float32)
    case "Shape": return Tensor(x[0].shape)
    case "Reshape":
      // In ONNX, 0 keeps the extent of the axis.
      let shape = x[0].shape
      return x[0].reshaped(x[1].ints.enumerated().map { $1 == 0 ? shape[$0] : $1 })
    case "Expand": return x[0].expanded(to: x[1].ints)
    case "Gather":
      return x[0].indexSelected(axis: 0, x[1].contiguous().flattened()).reshaped(x[1].shape)
    case "Slice":
      let (starts, ends, steps) = (x[1].ints, x[2].ints, x[4].ints)
      return x[3].ints.enumerated().reduce(x[0]) { value, axis in
        value.sliced(
          axis: axis.element, from: starts[axis.offset], to: ends[axis.offset],
          step: steps[axis.offset])
      }
    case "Pad":
      let pads = x[1].ints
      return (0..<pads.count / 2).reduce(x[0]) { value, axis in
        let (before, after) = (pads[axis], pads[axis + pads.count / 2])
        return before + after == 0
          ? value : value.padded(axis: axis, before: before, after: after)
      }
    default:
      throw FileProblem(path, at: operation.output, "the operator \(operation.kind) is not known")
    }
  }
}

extension GraphTensor {
  fileprivate var tensor: Tensor {
    switch elements {
    case .float(let values): Tensor(values.map(Double.init), shape: shape).to(.float32)
    case .integer(let values): Tensor(values.map(Int.init))
    }
  }
}
