/// A strict reader of tags: enough to say whether a page or a drawing is well-formed.
struct WellFormed {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// Tags that HTML leaves without an end.
  private static let void: Set<String> = ["meta", "br", "hr", "img", "input", "link"]

  /// Names of all elements, in order.
  private(set) var elements: [String] = []
  /// Attribute names and values of all elements, in order.
  private(set) var attributes: [(name: String, value: String)] = []
  private var open: [String] = []

  /// - Throws: ``Problem`` with the place, for a tag, attribute or entity that is not as it must be.
  init(_ text: String) throws {
    // Parsers see scalars, Swift sees characters: without this, a quotation mark with an accent
    // would not count as one.
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.map { $0.isASCII ? $0 : "x" })
    var rest = Substring(String(scalars))
    while let start = rest.firstIndex(of: "<") {
      try Self.checkText(rest[..<start])
      rest = rest[rest.index(after: start)...]
      guard let end = Self.endOfTag(rest) else { throw Problem(description: "open tag at the end") }
      try read(tag: rest[..<end])
      rest = rest[rest.index(after: end)...]
    }
    try Self.checkText(rest)
    if let last = open.last { throw Problem(description: "<\(last)> is never closed") }
  }

  /// The closing bracket outside quotation marks.
  private static func endOfTag(_ text: Substring) -> Substring.Index? {
    var isQuoted = false
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == ">", !isQuoted { return index }
      if text[index] == "<" { return nil }
    }
    return nil
  }

  private mutating func read(tag: Substring) throws {
    if tag.hasPrefix("!DOCTYPE") { return }
    if tag.hasPrefix("/") {
      let name = String(tag.dropFirst())
      guard open.popLast() == name else {
        throw Problem(description: "</\(name)> after \(elements.suffix(3))")
      }
      return
    }
    let isSelfClosing = tag.hasSuffix("/")
    var body = isSelfClosing ? tag.dropLast() : tag
    let name = String(body.prefix { $0.isLetter || $0.isNumber })
    guard !name.isEmpty else { throw Problem(description: "no name in <\(tag)>") }
    body = body.dropFirst(name.count)
    elements.append(name)
    try readAttributes(body, of: name)
    if !isSelfClosing, !Self.void.contains(name) { open.append(name) }
  }

  private mutating func readAttributes(_ text: Substring, of element: String) throws {
    var rest = text.drop { $0 == " " }
    while !rest.isEmpty {
      let name = String(rest.prefix { $0.isLetter || $0 == "-" || $0.isNumber })
      guard !name.isEmpty else {
        throw Problem(description: "“\(rest)” in <\(element)> is no attribute")
      }
      rest = rest.dropFirst(name.count)
      var value = ""
      if rest.hasPrefix("=\"") {
        value = String(rest.dropFirst(2).prefix { $0 != "\"" })
        rest = rest.dropFirst(2 + value.count + 1)
        try Self.checkText(Substring(value))
      } else if element != "details" || name != "open" {
        throw Problem(description: "attribute \(name) of <\(element)> without a value")
      }
      attributes.append((name, value))
      rest = rest.drop { $0 == " " }
    }
  }

  /// Every ampersand must begin an entity.
  private static func checkText(_ text: Substring) throws {
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      let entity = rest[start...].prefix(8)
      guard
        ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;"].contains(where: { entity.hasPrefix($0) })
      else { throw Problem(description: "“\(entity)” is no entity") }
      rest = rest[rest.index(after: start)...]
    }
  }
}
