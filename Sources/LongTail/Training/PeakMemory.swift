import Foundation

/// The most memory that this process has had resident at once; none of a GPU's.
enum PeakMemory {
  /// Counts from now on, where the system lets a process do so: on Linux. Elsewhere the count goes on.
  static func restart() {
    #if os(Linux)
      let file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
      guard file >= 0 else { return }
      defer { close(file) }
      // 5 sets the peak to what is resident now; a system that refuses leaves the larger one.
      _ = write(file, "5", 1)
    #endif
  }

  /// In bytes; `nil` where the system does not say it.
  static var bytes: Int? {
    #if os(Linux)
      return (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))
        .flatMap(bytes(inStatus:))
    #else
      var usage = rusage()
      return getrusage(RUSAGE_SELF, &usage) == 0 ? Int(usage.ru_maxrss) : nil
    #endif
  }

  /// - Parameter status: Linux's `/proc/PID/status`, with a line such as `VmHWM: 123456 kB`.
  /// - Returns: in bytes; `nil` without such a line.
  static func bytes(inStatus status: String) -> Int? {
    let name = "VmHWM:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let number = line.dropFirst(name.count).split(whereSeparator: \.isWhitespace).first,
      let kibibytes = Int(number)
    else { return nil }
    return kibibytes * 1024
  }
}
