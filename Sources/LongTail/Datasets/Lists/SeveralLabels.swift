internal import ArrayFiles

/// Several labels for one picture (multi-label data), written as one: `cat,dog`, `cat|dog`, `["cat", "dog"]`.
struct SeveralLabels {
  /// Labels that stand alone.
  private let whole: Set<String>
  /// What stands before the first comma of labels that have one.
  private let leading: Set<String>

  /// - Parameter labels: of the list, as they are written.
  init(_ labels: some Sequence<String>) {
    whole = Set(labels)
    leading = Set(whole.compactMap { Self.parts($0, ",")?.first })
  }

  /// What is wrong with a label.
  ///
  /// Names with a comma and a space, `cat, small`, are names unless one of their parts is a label too or begins one: then
  /// the same words would be a class by themselves.
  /// - Returns: words with the setting that takes it for a name; `nil` for other labels.
  func problem(_ label: String) -> String? {
    guard let parts = parts(label) else { return nil }
    let isDecimal = parts.count == 2 && parts.allSatisfy { Int($0) != nil } && label.contains(",")
    return
      "the label “\(label)” may be several labels for one picture (\(parts.map { "“\($0)”" }.listed(most: 4)))"
      + (isDecimal ? ", or a number with a decimal comma" : "")
      + "; expected one class a picture (several=no says that it is the name of one)"
  }

  private func parts(_ label: String) -> [String]? {
    if label.hasPrefix("["), label.hasSuffix("]"), label.count > 2 {
      return label.dropFirst().dropLast().split(separator: ",").map(Self.bare)
    }
    if let parts = Self.parts(label, "|") ?? Self.parts(label, ";") { return parts }
    guard let parts = Self.parts(label, ",") else { return nil }
    let isSpaced = label.split(separator: ",").dropFirst().allSatisfy { $0.hasPrefix(" ") }
    let recurs =
      parts.contains(where: whole.contains) || parts.dropFirst().contains(where: leading.contains)
    return isSpaced && !recurs ? nil : parts
  }

  /// Two parts or more that a character divides a label into, none of them empty; `nil` for other labels.
  private static func parts(_ label: String, _ separator: Character) -> [String]? {
    guard label.contains(separator) else { return nil }
    let parts = label.split(separator: separator, omittingEmptySubsequences: false).map(bare)
    return parts.count > 1 && parts.allSatisfy { !$0.isEmpty } ? parts : nil
  }

  /// Without spaces and quotes around it.
  private static func bare(_ text: Substring) -> String {
    let isAround = { (character: Character) in character.isWhitespace || "\"'".contains(character) }
    return String(
      text.drop(while: isAround).reversed().drop(while: isAround).reversed())
  }
}
