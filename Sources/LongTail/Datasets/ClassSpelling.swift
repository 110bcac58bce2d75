/// Names of classes that differ by capitals alone.
enum ClassSpelling {
  /// Words for a name that is no class, where one is but for its capitals; empty otherwise.
  static func hint(_ name: String, among classes: [String]) -> String {
    let plain = name.lowercased()
    let twin = classes.first { $0.lowercased() == plain }
    return twin.map { " (but one called “\($0)”)" } ?? ""
  }

  /// Says of classes with such names, each of which stands once, that they are taken for different ones.
  static func remarks(_ classes: [String], in place: String) -> [String] {
    Dictionary(grouping: classes) { $0.lowercased() }.values.filter { $0.count > 1 }
      .map { $0.sorted().map { "“\($0)”" }.joined(separator: ", ") }.sorted()
      .map {
        "\(place): the classes \($0) differ by capitals alone and are taken for different ones"
      }
  }
}
