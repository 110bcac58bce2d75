/// Words that programs write where a table has no value.
enum MissingLabel {
  private static let words: Set<String> = [
    "nan", "+nan", "-nan", "null", "<na>", "n/a", "#n/a", "#na",
  ]

  /// Words that classes may be called as well.
  private static let ambiguousWords: Set<String> = [
    "none", "na", "nil", "nat", "<none>", "-", "--", "?",
  ]

  /// What is wrong with a label.
  /// - Parameters:
  ///   - label: as it is written.
  ///   - count: how many lines have it.
  /// - Returns: words with the setting that takes it for a name; `nil` for other labels.
  static func problem(_ label: String, count: Int) -> String? {
    let word = label.lowercased()
    guard words.contains(word) || ambiguousWords.contains(word) else { return nil }
    let lines = count == 1 ? "" : " (in \(count) lines)"
    if words.contains(word) {
      return
        "the label “\(label)”\(lines) stands for a missing one; expected a label (missing=no says that it is a class of "
        + "this name)"
    }
    return
      "the label “\(label)”\(lines) may stand for a missing one, or be the name of a class; take such lines out, or say "
      + "missing=no where it is a name"
  }
}
