public import Foundation

/// Numeric arrays in MATLAB's files of level 5 (“-v6” and “-v7”), plain or compressed.
///
/// Source: MathWorks, "MAT-File Format", chapter "Level 5 MAT-Files". Sparse, complex, character and structured arrays are
/// passed over; files of level 7.3 are HDF5 and refused.
public struct MATFile: Sendable {
  private let path: String
  private let arrays: [String: NumericArray]
  private let names: [String]

  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the most bytes that a compressed array may unpack to.
  /// - Throws: when it cannot be read, is damaged or of another kind.
  public init(_ path: String, limit: Int = 1 << 32) throws(FileProblem) {
    try self.init(try MappedFile(path: path).bytes, path: path, limit: limit)
  }

  /// As `init(_:limit:)`, from the bytes of a whole file; `path` names it in messages.
  public init(_ bytes: Data, path: String, limit: Int = 1 << 32) throws(FileProblem) {
    self.path = path
    var reader = ByteReader(bytes, path: path)
    _ = try reader.bytes(124, "the header")
    let version: UInt16 = try reader.littleEndian("the version")
    let order: UInt16 = try reader.littleEndian("the byte order")
    guard order == 0x4D49, version == 0x0100 else {
      let reason =
        switch (order, version) {
        case (0x494D, _): "its numbers are big-endian, which only old computers wrote"
        case (_, 0x0200): "it has MATLAB's level 7.3, which is HDF5; save it with -v7"
        default: "no MATLAB file of level 5 begins like this"
        }
      throw FileProblem(path, at: "byte 124", reason)
    }
    var arrays: [String: NumericArray] = [:]
    var names: [String] = []
    while reader.remaining > 0 {
      var element = try MATElement(&reader, path: path)
      if element.kind == .compressed { element = try element.unpacked(limit: limit) }
      guard element.kind == .matrix, let (name, array) = try element.matrix() else { continue }
      if arrays.updateValue(array, forKey: name) == nil { names.append(name) }
    }
    self.arrays = arrays
    self.names = names
  }

  /// The array of that name, the first axis counting slowest, as everywhere in this package.
  /// - Throws: when there is none.
  public func array(_ name: String) throws(FileProblem) -> NumericArray {
    guard let array = arrays[name] else {
      throw FileProblem(
        path,
        "it holds no numeric array “\(name)”; its arrays are "
          + (names.isEmpty ? "none" : names.joined(separator: ", ")))
    }
    return array
  }
}
