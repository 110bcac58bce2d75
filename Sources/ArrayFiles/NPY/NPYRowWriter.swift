import Foundation

/// Writes an NPY file piece by piece, for arrays that are too large to hold.
///
/// The file appears under its name at `finish()`; a writer that goes away before leaves nothing.
public final class NPYRowWriter {
  /// The file that `finish()` makes or replaces, as given.
  public let path: String
  /// Extents of the whole array, the rows first.
  public let shape: [Int]
  /// What each element is; appended ones have this type.
  public let elementType: ElementType

  /// Elements that have been appended so far.
  public private(set) var count = 0

  private let total: Int
  private var writer: AtomicFile.Writer

  /// - Parameters:
  ///   - path: the file to make or replace.
  ///   - shape: extents of the whole array, the rows first.
  ///   - elementType: anything but bfloat16.
  /// - Throws: when the file cannot be made.
  public init(path: String, shape: [Int], elementType: ElementType) throws(FileProblem) {
    precondition(
      ArrayExtent.byteCount(shape: shape, elementType: elementType) != nil,
      "shape \(shape) of \(elementType) is not possible")
    self.path = path
    self.shape = shape
    self.elementType = elementType
    total = shape.reduce(1, *)
    let header = try NPYFile.header(shape: shape, elementType: elementType, path: path)
    writer = try AtomicFile.Writer(path: path)
    try writer.write(header)
  }

  /// Appends the next elements, in row-major order: whole rows or parts of them.
  ///
  /// - Precondition: the type is the file's, and no more elements come than the shape has.
  public func append<Element: NumericElement>(_ values: [Element]) throws(FileProblem) {
    precondition(
      Element.elementType == elementType, "\(Element.elementType) appended to \(elementType)")
    try values.withUnsafeBytes { bytes in
      Result { () throws(FileProblem) in try append(bytes) }
    }.get()
  }

  /// Appends the array's elements; their type is the file's.
  public func append(_ array: NumericArray) throws(FileProblem) {
    precondition(
      array.elementType == elementType, "\(array.elementType) appended to \(elementType)")
    try array.bytes.withUnsafeBytes { bytes in
      Result { () throws(FileProblem) in try append(bytes) }
    }.get()
  }

  /// Puts the file in its place.
  ///
  /// - Precondition: all elements of the shape have been appended.
  public func finish() throws(FileProblem) {
    precondition(count == total, "\(count) of \(total) elements were appended to \(path)")
    try writer.commit()
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    count += bytes.count / elementType.byteCount
    precondition(count <= total, "more than \(total) elements were appended to \(path)")
    try writer.write(bytes)
  }
}
