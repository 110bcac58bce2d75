/// Classes by their numbers, in words.
enum ClassList {
  /// "class 3", "classes 3, 7 and 12 more".
  static func text(_ classes: [Int]) -> String {
    let shown = classes.prefix(10).map(String.init)
    let more = classes.count - shown.count
    let words = shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    return (classes.count == 1 ? "class " : "classes ") + words
  }
}
