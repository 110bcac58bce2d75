/// One operator of a graph: what it is called in ONNX, what it reads and gives, its constants.
public struct GraphOperation: Sendable, Equatable {
  public enum Attribute: Sendable, Equatable {
    case integer(Int)
    case integers([Int])
    case number(Float)
    case text(String)
  }

  /// ONNX's name of the operator, such as `Conv`.
  public let kind: String
  /// Names of values, in the operator's order.
  public let inputs: [String]
  public let output: String
  public let attributes: [String: Attribute]
}
