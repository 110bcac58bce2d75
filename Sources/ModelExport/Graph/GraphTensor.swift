/// A constant of a graph: row-major numbers with their shape. No extent at all makes it a scalar.
public struct GraphTensor: Sendable, Equatable {
  /// The numbers, of one of the types that the exported networks need.
  public enum Elements: Sendable, Equatable {
    case float([Float])
    case integer([Int64])
  }

  /// Extents of the axes; empty for a scalar.
  public let shape: [Int]
  /// The numbers, row by row: as many as the shape has places.
  public let elements: Elements

  /// - Precondition: as many numbers as the shape has places.
  public init(_ values: [Float], shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) numbers for \(shape)")
    self.shape = shape
    elements = .float(values)
  }

  /// - Precondition: as many numbers as the shape has places.
  public init(_ values: [Double], shape: [Int]) {
    self.init(values.map(Float.init), shape: shape)
  }

  /// One axis of whole numbers, as axes and shapes are given to operators.
  public init(_ values: [Int]) {
    shape = [values.count]
    elements = .integer(values.map(Int64.init))
  }
}
