import ArrayFiles

/// Takes off what wrappers around a network, or around a part of it, put into the names of its weights.
enum WrapperPrefixes {
  /// No author gives these names to a layer.
  private static let unmistakable: Set<Substring> = [
    "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_forward_module",
  ]
  /// `DataParallel`, `DistributedDataParallel` and `AveragedModel`; a wrapper has nothing beside what it
  /// wraps but single numbers, such as a counter.
  private static let parallel: Substring = "module"

  /// - Returns: the names without wrappers, and what was taken off, each once; as they were where two
  ///   names would become the same.
  static func removed(
    from names: [(name: String, array: NumericArray)]
  ) -> (names: [String], prefixes: [String]) {
    let paths = names.map { $0.name.split(separator: ".", omittingEmptySubsequences: false) }
    let children = children(of: paths, isNumber: names.map { $0.array.count == 1 })
    var prefixes: [String] = []
    let short = paths.map { path -> String in
      var kept: [Substring] = []
      var run: [Substring] = []
      func endRun() {
        guard !run.isEmpty else { return }
        let prefix = run.joined(separator: ".") + "."
        if !prefixes.contains(prefix) { prefixes.append(prefix) }
        run = []
      }
      for (depth, step) in path.enumerated() {
        let isWrapper =
          depth + 1 < path.count
          && (unmistakable.contains(step)
            || step == parallel && children[Array(path[..<depth])] == [parallel])
        if isWrapper {
          run.append(step)
        } else {
          endRun()
          kept.append(step)
        }
      }
      return kept.joined(separator: ".")
    }
    guard Set(short).count == names.count else { return (names.map(\.name), []) }
    return (short, prefixes)
  }

  /// What lies directly below each path that `module` follows somewhere, single numbers left out.
  private static func children(
    of paths: [[Substring]], isNumber: [Bool]
  ) -> [[Substring]: Set<Substring>] {
    var wrapped: Set<[Substring]> = []
    for path in paths {
      for (depth, step) in path.dropLast().enumerated() where step == parallel {
        wrapped.insert(Array(path[..<depth]))
      }
    }
    var children: [[Substring]: Set<Substring>] = [:]
    guard !wrapped.isEmpty else { return children }
    for (path, isNumber) in zip(paths, isNumber) {
      for depth in path.indices where wrapped.contains(Array(path[..<depth])) {
        if depth + 1 == path.count, isNumber { continue }
        children[Array(path[..<depth]), default: []].insert(path[depth])
      }
    }
    return children
  }
}
