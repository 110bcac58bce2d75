/// Builds a graph operator by operator; each gives a value that later ones can read.
public final class GraphBuilder {
  /// What has been built so far, complete once it has its outputs.
  public private(set) var graph: ModelGraph
  private var numbers: [String: Int] = [:]

  /// A graph with one input, whose first axis is the batch.
  public init(input: ModelGraph.Port) {
    graph = ModelGraph(input: input)
  }

  /// The value that the runtime hands in.
  public var input: GraphValue { GraphValue(name: graph.input.name) }

  /// Makes a value one of those that the runtime gets back, by the port's name.
  public func output(_ value: GraphValue, as port: ModelGraph.Port) {
    graph.operations.append(
      GraphOperation(kind: "Identity", inputs: [value.name], output: port.name, attributes: [:]))
    graph.outputs.append(port)
  }

  /// Any operator of ONNX, by its name there.
  public func operation(
    _ kind: String, _ inputs: [GraphValue], _ attributes: [String: GraphOperation.Attribute] = [:]
  ) -> GraphValue {
    let value = GraphValue(name: unique(kind.lowercased()))
    graph.operations.append(
      GraphOperation(
        kind: kind, inputs: inputs.map(\.name), output: value.name, attributes: attributes))
    return value
  }

  /// Numbers stored in the file; a counter after `name` tells equal names apart.
  public func constant(_ tensor: GraphTensor, _ name: String = "constant") -> GraphValue {
    let value = GraphValue(name: unique(name))
    graph.constants.append((value.name, tensor))
    return value
  }

  private func unique(_ name: String) -> String {
    numbers[name, default: 0] += 1
    return "\(name)_\(numbers[name, default: 0])"
  }
}
