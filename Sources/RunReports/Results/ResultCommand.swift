import ArrayFiles

/// The command line of a run as results show it: what decides its figures, and nobody's folders.
enum ResultCommand {
  /// Options that decide nothing of a figure, with a value.
  private static let valued: Set = ["--jobs", "--helper-of", "--export", "--commit", "--format"]
  /// The same without one.
  private static let flags: Set = ["--no-wait", "--wait", "--quiet", "--overwrite"]

  /// - Parameter words: as the process got them, the program's name first.
  /// - Returns: one line, with `DIR/` before the last part of each path that tells of the machine.
  static func text(_ words: [String]) -> String {
    var kept = ["longtail"]
    var isValue = false
    for word in words.dropFirst() {
      let name = String(word.prefix { $0 != "=" })
      if isValue {
        isValue = false
      } else if valued.contains(name) {
        isValue = name == word
      } else if !flags.contains(word) {
        kept.append(PathWords.shortened(word).replacing("…", with: "DIR").shellWord)
      }
    }
    return kept.joined(separator: " ")
  }
}
