import Yams

/// Turns YAML into a settings tree, and stops where a document stands for more than any recipe could be.
///
/// An alias repeats what its anchor holds, so that a few lines can stand for billions of values; every value
/// counts as often as it is repeated.
struct YAMLSettings {
  /// Why a document is not read.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// Bytes of a document.
  static let mostBytes = 1 << 20
  /// Values in the tree.
  static let mostValues = 100_000
  /// Values within values.
  static let mostLevels = 100
  /// Brackets within brackets where there are aliases: a chain of them multiplies the levels.
  static let mostLevelsBesideAliases = 20
  /// Places that repeat an anchor.
  static let mostAliases = 100

  private var values = 0

  /// - Throws: ``Problem`` for a document that is too large, `YamlError` for one that is no YAML.
  static func tree(_ text: String) throws -> SettingsTree {
    guard text.utf8.count <= mostBytes else {
      throw Problem(description: "it has \(text.utf8.count) bytes; at most \(mostBytes) are read")
    }
    try requireFewAliases(text)
    guard let node = try compose(yaml: text) else { return .null }
    var reader = YAMLSettings()
    return try reader.tree(node, level: 1)
  }

  /// Composing compares keys by all that they stand for, and releases nested aliases level by level; so both
  /// are limited before.
  private static func requireFewAliases(_ text: String) throws {
    let withoutComments = text.replacing(/(^|\s)#[^\n]*/, with: "")
    let aliases = withoutComments.matches(of: /(^|[\s,\[{])\*[^\s,\[\]{}]/).count
    guard aliases > 0 else { return }
    guard aliases <= mostAliases else {
      throw Problem(description: "it has \(aliases) aliases; at most \(mostAliases) are read")
    }
    guard !withoutComments.contains(/[\]}]\s*:(\s|$)|(^|[\s,\[{])\?\s|\*[^\s,\[\]{}]+\s+:/) else {
      throw Problem(description: "beside aliases, keys must be plain names")
    }
    guard bracketDepth(withoutComments) <= mostLevelsBesideAliases else {
      throw Problem(
        description:
          "beside aliases, its values are nested deeper than \(mostLevelsBesideAliases) levels")
    }
  }

  private static func bracketDepth(_ text: String) -> Int {
    var depth = 0
    var deepest = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth -= 1 }
      deepest = max(deepest, depth)
    }
    return deepest
  }

  private mutating func tree(_ node: Node, level: Int) throws -> SettingsTree {
    values += 1
    guard values <= Self.mostValues else {
      throw Problem(description: "it stands for more than \(Self.mostValues) values")
    }
    guard level <= Self.mostLevels else {
      throw Problem(description: "its values are nested deeper than \(Self.mostLevels) levels")
    }
    switch node {
    case .scalar(let scalar): return Self.value(scalar)
    case .sequence(let sequence):
      return .list(try sequence.map { try tree($0, level: level + 1) })
    case .mapping(let mapping): return .table(try table(mapping, level: level))
    case .alias(let alias):
      throw Problem(description: "the alias *\(alias.anchor.rawValue) stands for nothing")
    }
  }

  private mutating func table(
    _ mapping: Node.Mapping, level: Int
  ) throws -> [String: SettingsTree] {
    var table: [String: SettingsTree] = [:]
    var merged: [SettingsTree] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw Problem(description: "a key is no plain name")
      }
      let value = try tree(value, level: level + 1)
      if name == "<<" { merged.append(value) } else { table[name] = value }
    }
    // What is merged in stands behind what the table says itself.
    for case .table(let others) in merged.flatMap({
      if case .list(let all) = $0 { all } else { [$0] }
    }) {
      table.merge(others) { own, _ in own }
    }
    return table
  }

  private static func value(_ scalar: Node.Scalar) -> SettingsTree {
    let text = scalar.string
    guard scalar.style == .plain else { return .text(text) }
    if ["", "~", "null", "Null", "NULL"].contains(text) { return .null }
    if let truth = Bool.construct(from: scalar) { return .boolean(truth) }
    // To the base 60, as YAML 1.1 reads 1:30, would be a surprise.
    guard !text.contains(":") else { return .text(text) }
    if let number = Int.construct(from: scalar) { return .integer(number) }
    if let number = Double.construct(from: scalar) { return .number(number) }
    return .text(text)
  }
}
