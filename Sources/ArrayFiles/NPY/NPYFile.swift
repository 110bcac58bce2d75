public import Foundation

/// NumPy's format for one array.
///
/// Versions 1 to 3, either axis order and byte order are read; arrays of Python objects, strings,
/// dates, complex numbers and named fields are not. Files are written as NumPy writes them.
public enum NPYFile {
  /// Maps the file and reads its header; elements stay in the file until they are touched, unless
  /// their order must be changed.
  public static func read(_ path: String) throws(FileProblem) -> NumericArray {
    try parse(try MappedFile(path: path).bytes, path: path)
  }

  /// The array in the bytes of a whole NPY file; `path` names it in messages.
  public static func parse(_ bytes: Data, path: String) throws(FileProblem) -> NumericArray {
    let header = try NPYHeader(bytes, path: path)
    let present = bytes.count - header.byteCount
    let shape = "shape \(header.shape) of \(header.elementType)"
    guard present >= header.dataByteCount else {
      throw FileProblem(
        path,
        "the file is truncated: \(shape) needs \(header.dataByteCount) bytes, it has \(present)")
    }
    guard present == header.dataByteCount else {
      throw FileProblem(
        path,
        "\(present - header.dataByteCount) bytes follow the array of \(shape);"
          + " a file holds one array")
    }
    var elements = bytes.dropFirst(header.byteCount)
      .inNativeOrder(from: header.byteOrder, width: header.elementType.byteCount)
    if header.fortranOrder {
      elements = FortranOrder.rowMajor(
        elements, shape: header.shape, elementType: header.elementType)
    }
    return NumericArray(shape: header.shape, elementType: header.elementType, bytes: elements)
  }

  /// Writes the file atomically, the same bytes as `numpy.save` in version 1.0.
  ///
  /// - Throws: `FileProblem` when the file cannot be written, or the elements are bfloat16, which
  ///   NumPy does not know.
  public static func write(_ array: NumericArray, to path: String) throws(FileProblem) {
    var writer = try AtomicFile.Writer(path: path)
    try writer.write(try header(shape: array.shape, elementType: array.elementType, path: path))
    try writer.write(array.bytes)
    try writer.commit()
  }

  static func header(
    shape: [Int], elementType: ElementType, path: String
  ) throws(FileProblem) -> Data {
    guard let header = NPYHeader.bytes(shape: shape, elementType: elementType) else {
      throw FileProblem(path, "NPY files cannot hold \(elementType); convert the array to float32")
    }
    return header
  }
}
