import ArrayFiles
import Foundation

/// The process that reads: it may die of what it reads, and leaves behind which input that was.
struct FuzzWorker {
  let reader: FuzzedReader
  let seed: UInt64
  let seconds: Double
  /// Number of the first input.
  let first: UInt64
  /// Where the number of the present input stands.
  let journal: String

  /// An input may take this long; after a few times as long a signal ends the process.
  static let patience = 2.0
  /// Bytes that the process may have for data, in which every input is small.
  static let memory: rlim_t = 2 << 30

  /// What the process prints at its end, a line of JSON.
  struct Summary: Codable {
    var inputs = 0
    var read = 0
    /// Inputs that were refused otherwise than by a `FileProblem`, or that took too long.
    var findings: [UInt64: String] = [:]
    var slowest = 0.0
  }

  func run() throws {
    limitMemory()
    let mutation = Mutation(files: try reader.files(), seed: seed)
    guard FileManager.default.createFile(atPath: journal, contents: nil),
      let file = FileHandle(forWritingAtPath: journal)
    else { throw FileProblem(journal, "it cannot be written") }
    var summary = Summary()
    let clock = ContinuousClock()
    let start = clock.now
    var index = first
    while clock.now - start < .seconds(seconds) {
      let input = mutation.input(index)
      withUnsafeBytes(of: index) { _ = pwrite(file.fileDescriptor, $0.baseAddress, $0.count, 0) }
      alarm(10)
      let begin = clock.now
      do {
        try reader.read(input)
        summary.read += 1
      } catch is FileProblem {
      } catch {
        summary.findings[index] = "it was refused by \(type(of: error)): \(error)"
      }
      let time = (clock.now - begin) / .seconds(1)
      summary.slowest = max(summary.slowest, time)
      if time > Self.patience { summary.findings[index] = "it took \(time) s" }
      summary.inputs += 1
      index += 1
    }
    alarm(0)
    print(String(decoding: try JSONEncoder().encode(summary), as: UTF8.self))
  }

  /// An allocation beyond the limit then fails, and with it the process.
  private func limitMemory() {
    #if os(Linux)
      var limit = rlimit(rlim_cur: Self.memory, rlim_max: Self.memory)
      setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
    #else
      var limit = rlimit(rlim_cur: Self.memory, rlim_max: Self.memory)
      setrlimit(RLIMIT_DATA, &limit)
    #endif
  }
}
