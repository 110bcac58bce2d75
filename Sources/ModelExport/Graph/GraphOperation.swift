/// One operator of a graph: what it is called in ONNX, what it reads and gives, its constants.
public struct GraphOperation: Sendable, Equatable {
  /// A constant that is part of the operator rather than one of its inputs.
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
  /// Name of the only value that it gives.
  public let output: String
  /// The operator's constants by ONNX's names; what is missing takes ONNX's default.
  public let attributes: [String: Attribute]
}
