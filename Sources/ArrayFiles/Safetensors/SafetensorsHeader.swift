import Foundation

/// The JSON header of a safetensors file.
struct SafetensorsHeader {
  /// What the header says of one tensor; offsets count from the end of the header.
  struct Tensor {
    let name: String
    let elementType: ElementType
    let shape: [Int]
    let start: Int
    let end: Int
  }

  private(set) var tensors: [Tensor] = []
  private(set) var metadata: [String: String] = [:]

  /// The limit of the reference implementation.
  static let maximumByteCount = 100_000_000

  private static let metadataKey = "__metadata__"

  init(_ bytes: Data, path: String) throws(FileProblem) {
    guard bytes.first == UInt8(ascii: "{") else {
      throw FileProblem(
        path, at: "byte 8", "it is not a safetensors file: no JSON object begins here")
    }
    var scanner = JSONScanner(bytes, path: path, part: "header")
    var names: Set<String> = []
    try scanner.object { scanner, name throws(FileProblem) in
      guard names.insert(name).inserted else {
        throw scanner.problem("the name '\(name)' appears twice")
      }
      if name == Self.metadataKey {
        metadata = try Self.metadata(&scanner)
      } else {
        tensors.append(try Self.tensor(named: name, &scanner))
      }
    }
    try scanner.finish()
  }

  /// The header for tensors in the order of their bytes, padded with spaces to 8 bytes.
  static func bytes(
    _ tensors: [(name: String, array: NumericArray)], metadata: [String: String]
  ) -> Data {
    var names: Set<String> = [metadataKey]
    var entries: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }
        .map { "\(JSONScanner.quoted($0.key)):\(JSONScanner.quoted($0.value))" }
      entries.append("\"\(metadataKey)\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for (name, array) in tensors {
      precondition(names.insert(name).inserted, "two tensors are named '\(name)'")
      let end = offset + array.bytes.count
      let shape = array.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(JSONScanner.quoted(name)):{\"dtype\":\"\(code(array.elementType))\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Data("{\(entries.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return text
  }

  private static func metadata(
    _ scanner: inout JSONScanner
  ) throws(FileProblem) -> [String: String] {
    var metadata: [String: String] = [:]
    try scanner.object { scanner, key throws(FileProblem) in
      guard metadata.updateValue(try scanner.string(), forKey: key) == nil else {
        throw scanner.problem("the key '\(key)' of the metadata appears twice")
      }
    }
    return metadata
  }

  private static func tensor(
    named name: String, _ scanner: inout JSONScanner
  ) throws(FileProblem) -> Tensor {
    var code: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { scanner, key throws(FileProblem) in
      switch key {
      case "dtype" where code == nil: code = try scanner.string()
      case "shape" where shape == nil:
        shape = try scanner.naturalNumbers(atMost: ArrayExtent.maximumRank)
      case "data_offsets" where offsets == nil: offsets = try scanner.naturalNumbers(atMost: 2)
      default: throw scanner.problem("the key '\(key)' of '\(name)' is unknown or given twice")
      }
    }
    guard let code, let shape, let offsets, offsets.count == 2 else {
      throw scanner.problem("'\(name)' does not have a dtype, a shape and two data_offsets")
    }
    guard let elementType = elementType(code) else {
      throw scanner.problem(
        "the dtype of '\(name)' is \(code); those read are"
          + " \(ElementType.allCases.map { Self.code($0) }.joined(separator: ", "))")
    }
    guard offsets[0] <= offsets[1],
      ArrayExtent.byteCount(shape: shape, elementType: elementType) == offsets[1] - offsets[0]
    else {
      throw scanner.problem(
        "the shape \(shape) of \(code) does not fit the data_offsets \(offsets) of '\(name)'")
    }
    return Tensor(
      name: name, elementType: elementType, shape: shape, start: offsets[0], end: offsets[1])
  }

  private static func elementType(_ code: String) -> ElementType? {
    ElementType.allCases.first { Self.code($0) == code }
  }

  private static func code(_ elementType: ElementType) -> String {
    switch elementType {
    case .bool: "BOOL"
    case .uint8: "U8"
    case .int8: "I8"
    case .uint16: "U16"
    case .int16: "I16"
    case .uint32: "U32"
    case .int32: "I32"
    case .uint64: "U64"
    case .int64: "I64"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .float32: "F32"
    case .float64: "F64"
    }
  }
}
