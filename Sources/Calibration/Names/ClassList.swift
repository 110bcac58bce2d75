import ArrayFiles

/// Classes by number, in words.
enum ClassList {
  /// "class 3", "classes 3, 5 and 7", "classes 0, 1, … 9 and 12 more".
  static func words(_ labels: [Int]) -> String {
    guard let last = labels.last else { return "no class" }
    guard labels.count > 1 else { return "class \(last)" }
    guard labels.count <= 10 else {
      return "classes \(labels.map(String.init).listed(most: 10))"
    }
    return "classes \(labels.dropLast().map(String.init).joined(separator: ", ")) and \(last)"
  }
}
