import Foundation

/// How much memory a process can have here.
enum SystemMemory {
  /// In bytes: that of the machine, or what its control groups (Linux) or `ulimit -v` leave of it.
  static var limit: Double {
    ([Double(ProcessInfo.processInfo.physicalMemory)] + controlGroupLimits + addressSpaceLimits)
      .min() ?? .infinity
  }

  /// A number of bytes for people.
  static func words(_ bytes: Double) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    let step = min(units.count - 1, max(0, Int(log10(max(1, bytes)) / 3)))
    return String(format: "%.3g \(units[step])", bytes / pow(1000, Double(step)))
  }

  /// Of the process's own group and of those above it; a container sees its own group as the root.
  private static var controlGroupLimits: [Double] {
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    return groups.split(separator: "\n").flatMap { line -> [Double] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      // The second version has one hierarchy without names, the first one a hierarchy for memory.
      let isSecond = fields[1].isEmpty
      guard isSecond || fields[1].split(separator: ",").contains("memory") else { return [] }
      let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      let file = isSecond ? "memory.max" : "memory.limit_in_bytes"
      let steps = fields[2].split(separator: "/")
      return (0...steps.count).compactMap { count in
        number(in: ([root] + steps.prefix(count).map(String.init) + [file]).joined(separator: "/"))
      }
    }
  }

  private static func number(in path: String) -> Double? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private static var addressSpaceLimits: [Double] {
    var limits = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let resource = RLIMIT_AS
    #endif
    guard getrlimit(resource, &limits) == 0, limits.rlim_cur < UInt64(Int64.max) else { return [] }
    return [Double(limits.rlim_cur)]
  }
}
