extension SwiftExport {
  /// Names that a type in an exported file cannot have: Swift's words with a capital, and what its standard library
  /// and usual modules call their own. A type of such a name would stand for the other one in its whole module.
  static let takenNames: Set<String> = [
    "Any", "Protocol", "Self", "Type",
    "Swift", "Darwin", "Foundation", "Glibc", "Musl",
    "Double", "Float", "Float16", "Float32", "Float64", "Float80", "Int", "Int8", "Int16", "Int32",
    "Int64",
    "Int128", "UInt", "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "Bool", "Void", "Never",
    "AnyObject", "AnyClass",
    "Array", "ArraySlice", "ContiguousArray", "Dictionary", "Set", "Optional", "Result", "Range",
    "ClosedRange",
    "Character", "String", "StaticString", "Substring", "Unicode", "Error", "KeyPath", "Mirror",
    "MemoryLayout",
    "Actor", "MainActor", "Sendable", "Task", "Clock", "Duration", "Copyable", "Escapable",
    "BitwiseCopyable",
    "Sequence", "Collection", "Comparable", "Equatable", "Hashable", "Hasher", "Identifiable",
    "Numeric",
    "Strideable", "Codable", "Decodable", "Encodable", "Decoder", "Encoder", "CodingKey",
    "CaseIterable", "OptionSet",
    "ExpressibleByArrayLiteral", "ExpressibleByFloatLiteral", "ExpressibleByIntegerLiteral",
    "FloatingPoint",
    "BinaryFloatingPoint", "BinaryInteger", "FixedWidthInteger", "UnsafePointer",
    "UnsafeMutablePointer", "SIMD",
    "Data", "Date", "Decimal", "URL", "UUID",
  ]
}
