import Foundation

/// What processor time Linux grants the control groups of this process, in version 1 and 2 of their files.
struct ControlGroups {
  /// The system's root; another one in tests.
  let root: String

  init(root: String = "") {
    self.root = root
  }

  /// Processors that the process gets on average at most, by the strictest of its groups and those above them; `nil` where
  /// none is limited. A half is possible.
  var processors: Double? {
    guard let mounts = text("/proc/self/mountinfo"), let groups = text("/proc/self/cgroup") else {
      return nil
    }
    return mounts.split(separator: "\n").compactMap { Mount($0) }
      .compactMap { mount in
        mount.folders(in: groups).compactMap { quota(of: $0, version: mount.version) }.min()
      }.min()
  }

  private func text(_ path: String) -> String? {
    try? String(contentsOfFile: root + path, encoding: .utf8)
  }

  /// What one group is granted itself.
  private func quota(of folder: String, version: Int) -> Double? {
    let words =
      version == 2
      ? text("\(folder)/cpu.max")?.split { $0.isWhitespace }
      : ["quota", "period"].compactMap {
        text("\(folder)/cpu.cfs_\($0)_us")?.split { $0.isWhitespace }.first
      }
    // “max” and -1 stand for no limit.
    guard let words, words.count == 2, let quota = Double(words[0]), let period = Double(words[1]),
      quota > 0, period > 0
    else { return nil }
    return quota / period
  }

  /// Where the groups that share out processor time are seen as folders.
  private struct Mount {
    let version: Int
    /// Which group the folder shows; the ones above it are not seen.
    let group: Substring
    let folder: Substring

    /// - Parameter line: of `/proc/self/mountinfo`: the fourth word is what is mounted, the fifth where; after a hyphen come
    ///   the kind and, as the last word, its options.
    init?(_ line: Substring) {
      let halves = line.split(separator: " - ", maxSplits: 1)
      guard halves.count == 2 else { return nil }
      let place = halves[0].split(separator: " ")
      let kind = halves[1].split(separator: " ")
      guard place.count >= 5, let name = kind.first, let options = kind.last else { return nil }
      switch name {
      case "cgroup2": version = 2
      case "cgroup" where options.split(separator: ",").contains("cpu"): version = 1
      default: return nil
      }
      group = place[3]
      folder = place[4]
    }

    /// The process's group and all above it that are seen, from the lowest up.
    /// - Parameter text: lines `number:controllers:group` of `/proc/self/cgroup`; version 2 has no controllers.
    /// - Returns: folders; none where the process is in no group of this kind.
    func folders(in text: String) -> [String] {
      let own = text.split(separator: "\n").lazy
        .map { $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false) }
        .first {
          $0.count == 3
            && (version == 2 ? $0[1].isEmpty : $0[1].split(separator: ",").contains("cpu"))
        }
      guard let path = own?[2] else { return [] }
      // A container may see its own group as the root, under a name from outside.
      let isBelow = group == "/" || path == group || path.hasPrefix(group + "/")
      let below = !isBelow ? "" : group == "/" ? path : path.dropFirst(group.count)
      var parts = below.split(separator: "/")
      var folders: [String] = []
      while !parts.isEmpty {
        folders.append("\(folder)/\(parts.joined(separator: "/"))")
        parts.removeLast()
      }
      return folders + [String(folder)]
    }
  }
}
