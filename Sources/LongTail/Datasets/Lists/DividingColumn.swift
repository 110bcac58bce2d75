/// A column of a list that says which part of the data each row belongs to: told by its name, whatever its values
/// are called, or by its values, whatever its name is.
struct DividingColumn {
  /// How many rows have each value.
  let counts: [String: Int]

  /// Words of parts that folders do not have.
  private static let furtherParts: Set<String> = [
    "publictest", "privatetest",
  ]

  private static let flags: Set<String> = [
    "0", "1", "0.0", "1.0", "true", "false", "yes", "no", "t", "f", "y", "n", "x", "",
  ]

  /// `nil` for a column that divides nothing.
  /// - Parameters:
  ///   - name: of the column; `nil` in a table without names.
  ///   - values: one a row, empty where a row has none.
  init?(name: String?, values: some Sequence<String>) {
    counts = values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    guard counts.count > 1 else { return nil }
    guard name.map({ Self.isPart($0, values: counts.keys) }) ?? false || Self.areParts(counts.keys)
    else { return nil }
  }

  private static func isPart(_ name: String, values: some Collection<String>) -> Bool {
    if ListColumns.namesPart(name) { return true }
    // A column `test` may hold a measurement; as marks its values divide the rows.
    return part(name) != nil && values.allSatisfy { flags.contains($0.lowercased()) }
  }

  /// Two words of parts among the values; or one, with rows that have none.
  private static func areParts(_ values: some Collection<String>) -> Bool {
    let parts = values.map(part)
    let words = Set(parts.compactMap { $0 })
    return words.count > 1
      || words.count == 1 && values.contains("")
        && zip(parts, values).allSatisfy { $0 != nil || $1.isEmpty }
  }

  /// The word for a part that a text is, without digits behind it (`train2017`); `nil` for others.
  static func part(_ text: String) -> String? {
    guard text.utf8.count < 32 else { return nil }
    let word = ListColumns.plain(text).filter { !$0.isNumber }
    return furtherParts.contains(word) || PartName.part(word) != nil ? word : nil
  }
}
