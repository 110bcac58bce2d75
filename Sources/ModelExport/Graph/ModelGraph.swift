/// A network as operators on named values, in the order in which they can be carried out: what files in the
/// formats of other runtimes are made from. It holds plain numbers and knows no framework.
public struct ModelGraph: Sendable, Equatable {
  /// What the runtime hands in or gets back.
  public struct Port: Sendable, Equatable {
    /// The type of a port's numbers: float32, uint8 or Boolean.
    public enum Element: Sendable, Equatable {
      case float, byte, boolean
    }

    /// What the runtime calls it by.
    public let name: String
    /// The type of its numbers.
    public let element: Element
    /// The extents after the batch's.
    public let extents: [Int]

    public init(_ name: String, _ element: Element = .float, extents: [Int]) {
      self.name = name
      self.element = element
      self.extents = extents
    }
  }

  /// The only value that the runtime hands in.
  public let input: Port
  /// The values that the runtime gets back, in the order in which they were declared.
  public internal(set) var outputs: [Port] = []
  /// The operators, each after those whose values it reads.
  public internal(set) var operations: [GraphOperation] = []
  /// By name, in the order in which they were made.
  public internal(set) var constants: [(name: String, tensor: GraphTensor)] = []

  init(input: Port) {
    self.input = input
  }

  /// Whether names, operators and numbers are equal, in the same order.
  public static func == (a: ModelGraph, b: ModelGraph) -> Bool {
    a.input == b.input && a.outputs == b.outputs && a.operations == b.operations
      && a.constants.map(\.name) == b.constants.map(\.name)
      && a.constants.map(\.tensor) == b.constants.map(\.tensor)
  }
}

/// A value in a graph that is being built.
public struct GraphValue: Sendable, Equatable {
  /// Unique in its graph; operators read the value by it.
  public let name: String
}
