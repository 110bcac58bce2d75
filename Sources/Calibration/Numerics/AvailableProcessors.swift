import Foundation

/// How many processors this process may use, which can be fewer than the machine has.
public enum AvailableProcessors {
  /// The least of what the system has in use, what the process may run on (`taskset`, Slurm, `docker --cpuset-cpus`), and
  /// what its control groups grant (`docker --cpus`, Kubernetes); 1 or more. A granted part of a processor counts as one.
  public static let count = count(ofSystem: ProcessInfo.processInfo.activeProcessorCount)

  /// The same for one of several programs that share the machine's part.
  /// - Parameter jobs: programs at the same time, 1 or more.
  /// - Returns: an equal part of ``count`` in whole processors, 1 or more.
  public static func count(perJobOf jobs: Int) -> Int { max(1, count / max(1, jobs)) }

  /// - Parameters:
  ///   - system: processors that the system has in use for this process.
  ///   - allowed: on how many of them it may run; `nil` where that is not known.
  ///   - groups: of the process.
  /// - Returns: the least of them, 1 or more.
  static func count(
    ofSystem system: Int, allowed: Int? = affinity, groups: ControlGroups = ControlGroups()
  ) -> Int {
    let granted = groups.processors.map { Int(min($0.rounded(.up), Double(Int32.max))) }
    return max(1, [system, allowed, granted].compactMap { $0 }.min() ?? 1)
  }

  /// Processors in the mask of this process.
  private static var affinity: Int? {
    (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)).flatMap(affinity(inStatus:))
  }

  /// Processors that a process may run on.
  /// - Parameter status: Linux's `/proc/PID/status`, with a line such as `Cpus_allowed_list: 0-3,8`.
  /// - Returns: how many there are; `nil` without such a line.
  static func affinity(inStatus status: String) -> Int? {
    let name = "Cpus_allowed_list:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else {
      return nil
    }
    var count = 0
    for range in line.dropFirst(name.count).split(separator: ",") {
      let ends = range.split(separator: "-").map {
        Int($0.trimmingCharacters(in: .whitespaces))
      }
      guard let first = ends.first, let first, let last = ends.last, let last, first <= last else {
        return nil
      }
      count += last - first + 1
    }
    return count
  }
}
