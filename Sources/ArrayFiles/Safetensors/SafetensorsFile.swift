public import Foundation

/// Hugging Face's format for named tensors: a length, a JSON header, and the elements.
///
/// What its specification forbids is refused: holes and overlaps between tensors, bytes that belong
/// to none, names given twice, offsets that do not fit the shape.
public struct SafetensorsFile: Sendable {
  /// The tensors in the order of their bytes in the file; the arrays are slices of the mapping.
  public let tensors: [(name: String, array: NumericArray)]
  /// Free text that the writer left, by key.
  public let metadata: [String: String]

  private let positions: [String: Int]

  /// Maps the file and checks its header against its size.
  public static func read(_ path: String) throws(FileProblem) -> SafetensorsFile {
    try parse(try MappedFile(path: path).bytes, path: path)
  }

  /// As `read`, from the bytes of a whole file; `path` names it in messages.
  public static func parse(_ bytes: Data, path: String) throws(FileProblem) -> SafetensorsFile {
    try SafetensorsFile(bytes, path: path)
  }

  /// The tensor of that name.
  public subscript(name: String) -> NumericArray? {
    positions[name].map { tensors[$0].array }
  }

  /// Writes the tensors atomically; the same tensors and metadata give the same bytes, whatever
  /// their order.
  ///
  /// - Parameters:
  ///   - tensors: arrays by name. Wider elements come first in the file, as the reference
  ///     implementation puts them, so that each is aligned; then names in order.
  ///   - metadata: free text by key.
  ///   - path: the file to make or replace.
  /// - Throws: when the file cannot be written.
  /// - Precondition: names are unique, and none is `__metadata__`.
  public static func write(
    _ tensors: [(name: String, array: NumericArray)], metadata: [String: String] = [:],
    to path: String
  ) throws(FileProblem) {
    let ordered = tensors.sorted {
      let (left, right) = (rank($0.array.elementType), rank($1.array.elementType))
      return left == right ? $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) : left < right
    }
    let header = SafetensorsHeader.bytes(ordered, metadata: metadata)
    var file = try AtomicFile.Writer(path: path)
    try file.write(withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) })
    try file.write(header)
    for tensor in ordered { try file.write(tensor.array.bytes) }
    try file.commit()
  }

  private init(_ bytes: Data, path: String) throws(FileProblem) {
    var reader = ByteReader(bytes, path: path)
    let length: UInt64 = try reader.littleEndian("the header's length")
    guard length <= SafetensorsHeader.maximumByteCount else {
      throw FileProblem(
        path, at: "byte 0",
        "it is not a safetensors file: a header of \(length) bytes is claimed, at most"
          + " \(SafetensorsHeader.maximumByteCount) are read")
    }
    let header = try SafetensorsHeader(
      try reader.bytes(Int(length), "the header"), path: path)
    metadata = header.metadata
    var tensors: [(name: String, array: NumericArray)] = []
    tensors.reserveCapacity(header.tensors.count)
    var end = 0
    for tensor in header.tensors.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      guard tensor.start == end else {
        throw FileProblem(
          path, at: "tensor '\(tensor.name)'",
          "its bytes begin at \(tensor.start), those before it end at \(end):"
            + " there must be no \(tensor.start < end ? "overlap" : "hole")")
      }
      end = tensor.end
      let content = try reader.bytes(tensor.end - tensor.start, "the tensor '\(tensor.name)'")
      tensors.append(
        (
          tensor.name,
          NumericArray(shape: tensor.shape, elementType: tensor.elementType, bytes: content)
        ))
    }
    guard reader.remaining == 0 else {
      throw FileProblem(path, "\(reader.remaining) bytes at the end belong to no tensor")
    }
    self.tensors = tensors
    positions = Dictionary(uniqueKeysWithValues: tensors.indices.map { (tensors[$0].name, $0) })
  }

  private static func rank(_ elementType: ElementType) -> Int {
    let order: [ElementType] = [
      .uint64, .int64, .float64, .float32, .uint32, .int32, .bfloat16, .float16, .uint16, .int16,
      .int8, .uint8, .bool,
    ]
    return order.firstIndex(of: elementType) ?? order.count
  }
}
