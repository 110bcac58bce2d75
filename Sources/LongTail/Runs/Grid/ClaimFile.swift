import ArrayFiles
import Foundation

/// What stands in a file that says who carries out a run.
struct ClaimFile: Codable, Equatable {
  /// For people.
  let host: String
  let process: Int32
  /// Where that process's number means something; `nil` where the system does not tell.
  let place: String?
  /// Another for each claim.
  let token: UUID
  /// Counts up as long as the process lives.
  var beat = 0
  /// Whether the process has given the run up.
  var isReleased = false

  /// Of this process.
  init() {
    host = ProcessInfo.processInfo.hostName
    process = getpid()
    place = Self.ownPlace
    token = UUID()
  }

  /// Whether its process is known to have ended. One of another machine is not known.
  var isDead: Bool {
    place != nil && place == Self.ownPlace && kill(process, 0) != 0 && errno == ESRCH
  }

  /// - Returns: `nil` for a file that has gone, and for one that is being written.
  static func read(_ path: String) -> ClaimFile? {
    (try? Data(contentsOf: URL(fileURLWithPath: path))).flatMap {
      try? JSONDecoder().decode(ClaimFile.self, from: $0)
    }
  }

  /// Makes the file, which only one of several processes manages to do, on whatever machines they are.
  /// - Returns: whether it was this one.
  /// - Throws: `FileProblem` where the folder cannot be written to.
  func create(_ path: String) throws -> Bool {
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
    if file < 0, errno == EEXIST { return false }
    guard file >= 0 else { throw FileProblem.system(path, cannot: "be written to", code: errno) }
    close(file)
    try AtomicFile.write(JSONEncoder().encode(self), to: path)
    return true
  }

  /// Puts it in the place of what is there. Who looks on sees one or the other: that it changes is a sign of life.
  func write(_ path: String) throws {
    try AtomicFile.write(JSONEncoder().encode(self), to: path)
  }

  /// This start of the machine, and the numbering of its processes: containers have their own.
  private static let ownPlace: String? = {
    guard
      let start = try? String(
        contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
      let numbering = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/ns/pid")
    else { return nil }
    return start.trimmingCharacters(in: .whitespacesAndNewlines) + " " + numbering
  }()
}
