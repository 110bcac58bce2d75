import Foundation

/// The header of an NPY file: element type, byte order, axis order and shape.
///
/// Source: NumPy Enhancement Proposal 1 and `numpy.lib.format`, versions 1.0, 2.0 and 3.0.
struct NPYHeader {
  let elementType: ElementType
  let byteOrder: ByteOrder
  let fortranOrder: Bool
  let shape: [Int]
  /// Bytes before the first element.
  let byteCount: Int
  /// Bytes of the elements.
  let dataByteCount: Int

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// Headers of numeric arrays are short; a longer one is no numeric array.
  private static let maximumByteCount = 1 << 16

  init(_ bytes: Data, path: String) throws(FileProblem) {
    let fields: NPYHeaderFields
    (fields, byteCount) = try Self.fields(bytes, path: path)
    (elementType, byteOrder) = try Self.elementType(fields.typeDescription, path: path)
    fortranOrder = fields.fortranOrder
    shape = fields.shape
    guard let size = ArrayExtent.byteCount(shape: shape, elementType: elementType) else {
      throw FileProblem(path, at: "header", "the shape \(shape) is too large for any file")
    }
    dataByteCount = size
  }

  /// What a header says, of whatever elements.
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: names it in messages.
  /// - Returns: the entries, and how many bytes lie before the first element.
  /// - Throws: `FileProblem` for what is no header.
  static func fields(
    _ bytes: Data, path: String
  ) throws(FileProblem) -> (fields: NPYHeaderFields, byteCount: Int) {
    let start = Array(bytes.prefix(12))
    guard start.starts(with: Self.magic) else {
      throw FileProblem(
        path,
        "it is not an NPY file: "
          + (bytes.isEmpty ? "it is empty" : "it does not begin with \\x93NUMPY"))
    }
    guard start.count >= 10 else {
      throw FileProblem(path, "the file ends after \(bytes.count) bytes, inside its header")
    }
    let length: Int
    let prefix: Int
    switch start[6] {
    case 1:
      length = Int(start[8]) | Int(start[9]) << 8
      prefix = 10
    case 2, 3:
      guard start.count == 12 else {
        throw FileProblem(path, "the file ends after \(bytes.count) bytes, inside its header")
      }
      length = (0..<4).reduce(0) { $0 | Int(start[8 + $1]) << (8 * $1) }
      prefix = 12
    default:
      throw FileProblem(
        path, at: "byte 6",
        "the NPY version is \(start[6]).\(start[7]), versions 1.0 to 3.0 are read")
    }
    guard length <= Self.maximumByteCount else {
      throw FileProblem(path, at: "byte 8", "the header claims \(length) bytes, too many to be one")
    }
    guard bytes.count - prefix >= length else {
      throw FileProblem(
        path,
        "the header claims \(length) bytes, the file has only \(bytes.count - prefix) more")
    }
    let text = Array(bytes.dropFirst(prefix).prefix(length))
    return (try NPYHeaderFields(text, path: path), prefix + length)
  }

  /// The header that NumPy itself would write, version 1.0, to the byte.
  static func bytes(shape: [Int], elementType: ElementType) -> Data? {
    guard let type = description(of: elementType) else { return nil }
    let extents =
      shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    // Room for the first axis to grow in place up to 21 digits, as NumPy leaves it.
    if let first = shape.first { text += String(repeating: " ", count: 21 - "\(first)".count) }
    let alignment = 64
    let unpadded = 10 + text.utf8.count + 1
    text += String(repeating: " ", count: (alignment - unpadded % alignment) % alignment) + "\n"
    let length = text.utf8.count
    precondition(length <= UInt16.max, "\(shape.count) axes do not fit an NPY header")
    return Data(magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8))
  }

  private static func description(of elementType: ElementType) -> String? {
    let order = ByteOrder.native == .littleEndian ? "<" : ">"
    return switch elementType {
    case .bool: "|b1"
    case .uint8: "|u1"
    case .int8: "|i1"
    case .uint16: order + "u2"
    case .int16: order + "i2"
    case .uint32: order + "u4"
    case .int32: order + "i4"
    case .uint64: order + "u8"
    case .int64: order + "i8"
    case .float16: order + "f2"
    case .float32: order + "f4"
    case .float64: order + "f8"
    case .bfloat16: nil
    }
  }

  private static func elementType(
    _ description: String, path: String
  ) throws(FileProblem) -> (ElementType, ByteOrder) {
    var code = Substring(description)
    var order = ByteOrder.native
    switch code.first {
    case "<": (order, code) = (.littleEndian, code.dropFirst())
    case ">": (order, code) = (.bigEndian, code.dropFirst())
    case "|", "=": code = code.dropFirst()
    default: break
    }
    let type: ElementType
    switch code {
    case "b1", "?": type = .bool
    case "u1": type = .uint8
    case "i1": type = .int8
    case "u2": type = .uint16
    case "i2": type = .int16
    case "u4": type = .uint32
    case "i4": type = .int32
    case "u8": type = .uint64
    case "i8": type = .int64
    case "f2": type = .float16
    case "f4": type = .float32
    case "f8": type = .float64
    default:
      throw FileProblem(path, at: "header", otherElements(description, code))
    }
    return (type, order)
  }

  /// What elements are that cannot be read, and what their owner can do.
  private static func otherElements(_ description: String, _ code: Substring) -> String {
    switch code.first {
    case "O":
      return
        "the array holds Python objects (dtype=object); pickled objects are not read: save numbers, such as "
        + "array.astype(\"float64\"), or numpy.stack(list(array)) where each object is a row"
    case "U", "S", "a":
      return
        "the array holds texts ('\(description)'), numbers were expected: array.astype(\"float64\") where they are "
        + "numbers; names of classes as labels belong into a table: numpy.savetxt(\"labels.csv\", array, fmt=\"%s\", "
        + "header=\"label\", comments=\"\")"
    default:
      let advice =
        switch code.first {
        case "f": ": array.astype(\"float64\")"
        case "c": "; complex numbers have no order"
        default: ""
        }
      return
        "the element type is '\(description)'; booleans, integers and floats of 16, 32 or 64 bits are read\(advice)"
    }
  }
}
