import Foundation

/// Text in NumPy's format: an array of `<U7` (UTF-32, each element padded with zeros to one length) or `S7` (bytes).
///
/// Source: NumPy Enhancement Proposal 1, and NumPy's manual on data type objects.
extension NPYFile {
  /// The texts of a whole NPY file.
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: names it in messages.
  /// - Returns: its shape and its elements in the order of the file; `nil` for an array of something else.
  /// - Throws: `FileProblem` for a header or bytes that do not read, and for Python objects, which may be texts.
  static func texts(
    _ bytes: Data, path: String
  ) throws(FileProblem) -> (shape: [Int], texts: [String])? {
    let (fields, start) = try NPYHeader.fields(bytes, path: path)
    let type = fields.typeDescription
    let order: ByteOrder = type.hasPrefix(">") ? .bigEndian : .littleEndian
    let code = type.drop { "<>|=".contains($0) }
    if code.hasPrefix("O") {
      throw FileProblem(
        path,
        "the array holds Python objects (dtype=object), which are not read; numpy.array([str(x) for x in array]) has them "
          + "as text")
    }
    guard let kind = code.first, "USa".contains(kind), let length = Int(code.dropFirst()),
      (1...1 << 20).contains(length)
    else { return nil }
    let width = length * (kind == "U" ? 4 : 1)
    let (count, isTooLarge) = fields.shape.reduce((1, false)) { product, extent in
      let (count, overflow) = product.0.multipliedReportingOverflow(by: extent)
      return (count, overflow || product.1)
    }
    let content = [UInt8](bytes.dropFirst(start))
    guard !isTooLarge, count <= 1 << 32, content.count == count * width else {
      throw FileProblem(
        path,
        "shape \(fields.shape) of '\(type)' does not fit the \(content.count) bytes that follow the header"
      )
    }
    var texts: [String] = []
    for element in 0..<count {
      let units = content[element * width..<(element + 1) * width]
      guard let text = kind == "U" ? utf32(units, order) : utf8(units) else {
        throw FileProblem(path, at: "element \(element)", "its text is not Unicode")
      }
      texts.append(text)
    }
    return (fields.shape, texts)
  }

  private static func utf8(_ units: ArraySlice<UInt8>) -> String? {
    let end = units.lastIndex { $0 != 0 }.map { $0 + 1 } ?? units.startIndex
    return String(validating: units[..<end], as: UTF8.self)
  }

  private static func utf32(_ units: ArraySlice<UInt8>, _ order: ByteOrder) -> String? {
    var text = String.UnicodeScalarView()
    var gap = 0
    for start in stride(from: units.startIndex, to: units.endIndex, by: 4) {
      let four = units[start..<start + 4]
      let code = (order == .bigEndian ? Array(four) : four.reversed())
        .reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      guard let scalar = Unicode.Scalar(code) else { return nil }
      guard code != 0 else {
        gap += 1
        continue
      }
      // Zeros inside are characters; those at the end fill the element.
      text.append(contentsOf: repeatElement("\0", count: gap))
      gap = 0
      text.append(scalar)
    }
    return String(text)
  }
}
