import Foundation

/// What kind of processor this machine has.
enum ProcessorName {
  /// In its maker's words, such as "AMD EPYC 7763 64-Core Processor"; `nil` where the system does not say it.
  static let current: String? = {
    #if canImport(Darwin)
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 1 else {
        return nil
      }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #else
      return (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)).flatMap(name(inInfo:))
    #endif
  }()

  /// The first processor's.
  /// - Parameter text: Linux's `/proc/cpuinfo`, with a line such as `model name : NAME`.
  /// - Returns: its name; `nil` without such a line, as on most ARM machines.
  static func name(inInfo text: String) -> String? {
    for line in text.split(separator: "\n") where line.hasPrefix("model name") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let name = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      if !name.isEmpty { return name }
    }
    return nil
  }
}
