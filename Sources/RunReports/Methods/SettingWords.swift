import LongTail

/// Settings in words: `mixup (alpha 1)`.
enum SettingWords {
  /// An item of a list by its name, with its settings in brackets.
  static func item<List: Catalog>(_ chosen: Chosen<List>) throws -> String {
    guard case .table(let values) = try SettingsTree(encoding: chosen) else { return chosen.name }
    let settings = values.filter { $0.key != "name" && !isAbsent($0.value) }
      .sorted { $0.key < $1.key }
      .map { "\(spaced($0.key)) \(text($0.value))" }
    return settings.isEmpty ? chosen.name : "\(chosen.name) (\(settings.joined(separator: ", ")))"
  }

  private static func isAbsent(_ value: SettingsTree) -> Bool {
    switch value {
    case .null, .boolean(false), .list([]): true
    case .table(let values): values.isEmpty
    default: false
    }
  }

  /// `learningRate` as `learning rate`.
  private static func spaced(_ key: String) -> String {
    key.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }

  private static func text(_ value: SettingsTree) -> String {
    switch value {
    case .null: "none"
    case .boolean(let truth): truth ? "yes" : "no"
    case .integer(let number): "\(number)"
    case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
    case .text(let text): text
    case .list(let values): values.map(text).joined(separator: " and ")
    case .table(let values):
      values.sorted { $0.key < $1.key }
        .map { isEmpty($0.value) ? spaced($0.key) : "\(spaced($0.key)) \(text($0.value))" }
        .joined(separator: ", ")
    }
  }

  private static func isEmpty(_ value: SettingsTree) -> Bool {
    if case .table(let values) = value { values.isEmpty } else { false }
  }
}
