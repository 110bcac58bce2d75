extension String {
  /// The path above the last component: empty for a name alone, "/" for what lies at the root.
  ///
  /// Foundation's own, on Linux, traps on names of one character.
  package var parentFolder: String {
    func trimmed(_ path: Substring) -> Substring {
      var path = path
      while path.count > 1, path.hasSuffix("/") { path.removeLast() }
      return path
    }
    let path = trimmed(self[...])
    guard let slash = path.lastIndex(of: "/") else { return "" }
    let parent = trimmed(path[..<slash])
    return parent.isEmpty ? "/" : String(parent)
  }
}
