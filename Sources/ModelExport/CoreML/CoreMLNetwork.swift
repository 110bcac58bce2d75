import ArrayFiles
import SwiftProtobuf

/// A graph as layers of a Core ML neural network, of specification version 4 (iOS 13, macOS 10.15).
struct CoreMLNetwork {
  private(set) var layers: [CoreMLNeuralNetworkLayer] = []
  private var loaded: Set<String> = []

  /// - Parameters:
  ///   - graph: for one sample.
  ///   - probabilities: the output that becomes one axis, as classifiers have it.
  ///   - path: names the file in messages.
  /// - Throws: `FileProblem` for an operator that such a network has not, naming it and why.
  init(_ graph: StaticGraph, probabilities: String, path: String) throws(FileProblem) {
    for step in graph.steps {
      guard let parameters = Self.parameters(of: step, isFlat: step.output.name == probabilities)
      else {
        throw FileProblem(
          path, at: step.output.name,
          "a neural network cannot look up places in a table: it may hold them as float16, which tells apart "
            + "no more than 2048; write a program (.mlpackage), or choose another calibrator")
      }
      let inputs = parameters.takesWeights ? [step.inputs[0]] : step.inputs
      for input in inputs { load(input) }
      append(step.output.name, inputs.map(\.name), parameters.layer)
    }
  }

  private mutating func append(
    _ name: String, _ inputs: [String], _ layer: CoreMLNeuralNetworkLayer.OneOf_Layer
  ) {
    layers.append(
      .with {
        $0.name = name
        $0.input = inputs
        $0.output = [name]
        $0.layer = layer
      })
  }

  /// A layer that gives stored numbers, once for each of them.
  private mutating func load(_ value: StaticGraph.Value) {
    guard let constant = value.constant, loaded.insert(value.name).inserted else { return }
    let numbers: [Float] =
      switch constant {
      case .float(let values): values
      case .integer(let values): values.map { Float($0) }
      }
    append(
      value.name, [],
      .loadConstantNd(
        .with {
          // Such a layer has an axis at least.
          $0.shape = value.shape.isEmpty ? [1] : value.shape.map(UInt64.init)
          $0.data = .holding(numbers)
        }))
  }

  /// - Returns: the layer, and whether it has its second input inside; `nil` for what no layer does.
  private static func parameters(
    of step: StaticGraph.Step, isFlat: Bool
  ) -> (layer: CoreMLNeuralNetworkLayer.OneOf_Layer, takesWeights: Bool)? {
    let extents = step.output.shape.map(Int64.init)
    if isFlat {
      return (.reshapeStatic(.with { $0.targetShape = [extents.reduce(1, *)] }), false)
    }
    switch step.operation {
    case .reshape: return (.reshapeStatic(.with { $0.targetShape = extents }), false)
    case .product:
      guard case .float(let numbers)? = step.inputs[1].constant, step.inputs[1].shape.count == 2
      else { return (.batchedMatmul(.init()), false) }
      let (rows, columns) = (step.inputs[1].shape[0], step.inputs[1].shape[1])
      return (
        .batchedMatmul(
          .with {
            $0.weightMatrixFirstDimension = UInt64(rows)
            $0.weightMatrixSecondDimension = UInt64(columns)
            // Column by column.
            $0.weights = .holding(
              (0..<columns).flatMap { column in
                (0..<rows).map { numbers[$0 * columns + column] }
              })
          }), true
      )
    default: return layer(step.operation).map { ($0, false) }
    }
  }
}

extension CoreMLWeightParams {
  static func holding(_ values: [Float]) -> Self { .with { $0.floatValue = values } }
}
