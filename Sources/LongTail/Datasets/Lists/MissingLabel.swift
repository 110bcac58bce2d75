/// Words that programs write where a table has no value. `None` and `NA` are not among them, which classes are called.
enum MissingLabel {
  private static let words: Set<String> = [
    "nan", "+nan", "-nan", "null", "<na>", "n/a", "#n/a", "#na",
  ]

  static func isWord(_ label: String) -> Bool { words.contains(label.lowercased()) }
}
