import ArrayFiles

extension StaticGraph {
  /// - Parameters:
  ///   - graph: with a free batch.
  ///   - path: names the file in messages.
  /// - Throws: `FileProblem` for an operator that has no counterpart here, naming it, and for two values of one name.
  init(_ graph: ModelGraph, path: String) throws(FileProblem) {
    var maker = StaticGraphMaker(graph, path: path)
    for operation in graph.operations { try maker.add(operation) }
    input = maker.input
    outputs = try graph.outputs.map { port throws(FileProblem) in
      try maker.value(port.name, of: port.name)
    }
    steps = maker.steps
  }
}

/// Turns operators with a free batch into those for one sample.
struct StaticGraphMaker {
  typealias Value = StaticGraph.Value

  let input: Value
  private(set) var steps: [StaticGraph.Step] = []
  private var values: [String: Value] = [:]
  private let path: String

  init(_ graph: ModelGraph, path: String) {
    self.path = path
    input = Value(name: graph.input.name, shape: [1] + graph.input.extents, element: .float)
    values[input.name] = input
    for (name, tensor) in graph.constants {
      values[name] = Value(
        name: name, shape: tensor.shape, element: tensor.isInteger ? .integer : .float,
        constant: tensor.elements)
    }
  }

  func value(_ name: String, of operation: String) throws(FileProblem) -> Value {
    guard let value = values[name] else {
      throw FileProblem(path, at: operation, "nothing gives its input \(name)")
    }
    return value
  }

  mutating func add(_ operation: GraphOperation) throws(FileProblem) {
    guard values[operation.output] == nil else {
      throw FileProblem(
        path, at: operation.output,
        "two values have this name; leave away the output that is called like the input")
    }
    let x = try operation.inputs.map { name throws(FileProblem) in
      try value(name, of: operation.output)
    }
    if let known = try known(operation, x) {
      values[operation.output] = known
    } else if let map = Self.elementwise(operation.kind) {
      give(operation, map.operation, x, try broadcast(x, operation), map.element ?? x[0].element)
    } else if try !addReduction(operation, x), try !addLayer(operation, x),
      try !addArrangement(operation, x)
    {
      throw FileProblem(
        path, at: operation.output, "the operator \(operation.kind) is not known for one sample")
    }
  }

  mutating func give(
    _ operation: GraphOperation, _ kind: StaticOperation, _ inputs: [Value], _ shape: [Int],
    _ element: Value.Element = .float
  ) {
    give(operation.output, kind, inputs, shape, element)
  }

  private mutating func give(
    _ name: String, _ kind: StaticOperation, _ inputs: [Value], _ shape: [Int],
    _ element: Value.Element
  ) {
    let output = Value(name: name, shape: shape, element: element)
    steps.append(StaticGraph.Step(operation: kind, inputs: inputs, output: output))
    values[name] = output
  }

  /// An intermediate result, named after the one that it is for.
  mutating func part(
    _ operation: GraphOperation, _ suffix: String, _ kind: StaticOperation, _ inputs: [Value],
    _ shape: [Int]
  ) -> Value {
    let name = "\(operation.output)_\(suffix)"
    give(name, kind, inputs, shape, .float)
    return Value(name: name, shape: shape, element: .float)
  }

  func problem(_ operation: GraphOperation, _ words: String) -> FileProblem {
    FileProblem(path, at: operation.output, words)
  }

  private static func elementwise(
    _ kind: String
  ) -> (operation: StaticOperation, element: Value.Element?)? {
    switch kind {
    // What the runtime gets back is numbers.
    case "Identity": (.identity, .float)
    case "Relu": (.unary(.relu), nil)
    case "Sigmoid": (.unary(.sigmoid), nil)
    case "Tanh": (.unary(.tanh), nil)
    case "Erf": (.unary(.erf), nil)
    case "Log": (.unary(.logarithm), nil)
    case "Add": (.binary(.add), nil)
    case "Sub": (.binary(.subtract), nil)
    case "Mul": (.binary(.multiply), nil)
    case "Div": (.binary(.divide), nil)
    case "Min": (.binary(.minimum), nil)
    case "Max": (.binary(.maximum), nil)
    case "Greater": (.binary(.greater), .boolean)
    case "GreaterOrEqual": (.binary(.greaterOrEqual), .boolean)
    case "Equal": (.binary(.equal), .boolean)
    case "And": (.binary(.and), .boolean)
    case "Or": (.binary(.or), .boolean)
    default: nil
    }
  }

  /// The shape of values side by side, as NumPy has it.
  func broadcast(_ x: [Value], _ operation: GraphOperation) throws(FileProblem) -> [Int] {
    let rank = x.map(\.shape.count).max() ?? 0
    var shape = [Int](repeating: 1, count: rank)
    for value in x {
      for (axis, extent) in value.shape.enumerated() where extent != 1 {
        let place = axis + rank - value.shape.count
        guard shape[place] == 1 || shape[place] == extent else {
          throw problem(operation, "the shapes \(x.map(\.shape)) do not go together")
        }
        shape[place] = extent
      }
    }
    return shape
  }
}

extension GraphOperation {
  func integers(_ name: String) -> [Int]? {
    if case .integers(let values)? = attributes[name] { values } else { nil }
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let value)? = attributes[name] { value } else { nil }
  }

  func number(_ name: String) -> Float? {
    if case .number(let value)? = attributes[name] { value } else { nil }
  }
}

extension GraphTensor {
  fileprivate var isInteger: Bool {
    if case .integer = elements { true } else { false }
  }
}
