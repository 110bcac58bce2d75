import Foundation

/// The three entries of an NPY header's dictionary, which is written as a Python literal.
struct NPYHeaderFields {
  private(set) var typeDescription = ""
  private(set) var fortranOrder = false
  private(set) var shape: [Int] = []

  private let text: [UInt8]
  private let path: String
  private var position = 0

  init(_ text: [UInt8], path: String) throws(FileProblem) {
    self.text = text
    self.path = path
    try readDictionary()
  }

  private mutating func readDictionary() throws(FileProblem) {
    var seen: Set<String> = []
    try expect("{")
    while !take("}") {
      let key = try readString()
      guard seen.insert(key).inserted else { throw problem("the key '\(key)' appears twice") }
      try expect(":")
      switch key {
      case "descr": typeDescription = try readTypeDescription()
      case "fortran_order": fortranOrder = try readBoolean()
      case "shape": shape = try readShape()
      default: throw problem("the key '\(key)' is unknown")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    guard position == text.count else { throw problem("something follows the dictionary") }
    for key in ["descr", "fortran_order", "shape"] where !seen.contains(key) {
      throw problem("the key '\(key)' is missing")
    }
  }

  private mutating func readTypeDescription() throws(FileProblem) -> String {
    skipSpaces()
    if position < text.count, text[position] == UInt8(ascii: "[") {
      throw problem(
        "the array has named fields; only plain numbers are read: array[\"FIELD\"] is one of them, "
          + "numpy.lib.recfunctions.structured_to_unstructured(array) all")
    }
    return try readString()
  }

  private mutating func readBoolean() throws(FileProblem) -> Bool {
    if take("True") { return true }
    if take("False") { return false }
    throw problem("fortran_order is neither True nor False")
  }

  private mutating func readShape() throws(FileProblem) -> [Int] {
    var extents: [Int] = []
    try expect("(")
    while !take(")") {
      extents.append(try readExtent())
      guard extents.count <= ArrayExtent.maximumRank else {
        throw problem("the shape has more than \(ArrayExtent.maximumRank) axes")
      }
      if !take(",") {
        // `(3)` is a number in Python; a tuple of one has a comma.
        guard extents.count > 1 else { throw problem("the shape is not a tuple") }
        try expect(")")
        break
      }
    }
    return extents
  }

  private mutating func readExtent() throws(FileProblem) -> Int {
    skipSpaces()
    let start = position
    if position < text.count, text[position] == UInt8(ascii: "-") { position += 1 }
    while position < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position]) {
      position += 1
    }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    guard !digits.isEmpty, digits != "-" else { throw problem("the shape is not made of integers") }
    // Python 2 wrote long integers with a trailing L.
    if position < text.count, text[position] == UInt8(ascii: "L") { position += 1 }
    guard let extent = Int(digits), extent >= 0 else {
      throw problem("the extent \(digits.prefix(40)) is not possible")
    }
    return extent
  }

  private mutating func readString() throws(FileProblem) -> String {
    skipSpaces()
    guard position < text.count,
      text[position] == UInt8(ascii: "'") || text[position] == UInt8(ascii: "\"")
    else { throw problem("a quoted name was expected") }
    let quote = text[position]
    guard let end = text[(position + 1)...].firstIndex(of: quote) else {
      throw problem("a quoted name does not end")
    }
    defer { position = end + 1 }
    return String(decoding: text[(position + 1)..<end], as: UTF8.self)
  }

  private mutating func expect(_ token: StaticString) throws(FileProblem) {
    guard take(token) else { throw problem("'\(token)' was expected") }
  }

  /// Steps over spaces and then over `token`, if that is what comes.
  private mutating func take(_ token: StaticString) -> Bool {
    skipSpaces()
    let wanted = UnsafeBufferPointer(start: token.utf8Start, count: token.utf8CodeUnitCount)
    guard text[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func skipSpaces() {
    while position < text.count, [0x20, 0x0a, 0x09, 0x0d].contains(text[position]) { position += 1 }
  }

  private func problem(_ problem: String) -> FileProblem {
    FileProblem(path, at: "header, character \(position)", problem)
  }
}
