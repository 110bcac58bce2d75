import Foundation

/// Starts workers for one reader, and keeps the inputs that break it.
struct FuzzSearch {
  let reader: FuzzedReader
  let seed: UInt64
  let seconds: Double
  let output: String

  /// The search of a reader that breaks so often ends early.
  private static let enough = 20

  /// - Returns: how many inputs broke the reader.
  func run() throws -> Int {
    let journal = FileManager.default.temporaryDirectory
      .appending(path: "reader-fuzzer-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: journal) }
    let mutation = Mutation(files: try reader.files(), seed: seed)
    let end = Date().addingTimeInterval(seconds)
    var total = FuzzWorker.Summary()
    var first: UInt64 = 0
    var findings = 0
    while findings < Self.enough, case let left = end.timeIntervalSinceNow, left > 0 {
      let (summary, death) = try work(from: first, seconds: left, journal: journal)
      if let summary {
        total.inputs += summary.inputs
        total.read += summary.read
        total.slowest = max(total.slowest, summary.slowest)
        for (index, problem) in summary.findings.sorted(by: { $0.key < $1.key }) {
          try keep(mutation.input(index), index, problem)
          findings += 1
        }
        break
      }
      guard let bytes = FileManager.default.contents(atPath: journal), bytes.count == 8 else {
        throw Failure(
          description: "\(reader.name): the worker ended before its first input: \(death)")
      }
      let index = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
      try keep(mutation.input(index), index, death)
      findings += 1
      total.inputs += Int(index - first) + 1
      first = index + 1
    }
    print(
      "\(reader.name): \(total.inputs) inputs, \(total.read) of them read, the slowest in "
        + String(format: "%.3f s", total.slowest) + ", \(findings) findings")
    return findings
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Returns: what the worker says at its end, or how it died.
  private func work(
    from first: UInt64, seconds: Double, journal: String
  ) throws -> (FuzzWorker.Summary?, death: String) {
    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = [
      "--reader", reader.name, "--seed", "\(seed)", "--seconds", "\(seconds)", "--journal", journal,
      "--first", "\(first)",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let printed = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if process.terminationStatus == 0,
      let summary = try? JSONDecoder().decode(FuzzWorker.Summary.self, from: printed)
    {
      return (summary, "")
    }
    let code = process.terminationStatus
    let isSignal = process.terminationReason == .uncaughtSignal
    return (nil, isSignal && code == SIGALRM ? "it hangs" : "the process ended with \(code)")
  }

  private func keep(_ input: Data, _ index: UInt64, _ problem: String) throws {
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    let file = "\(output)/\(reader.name)-\(seed)-\(index).bin"
    try input.write(to: URL(fileURLWithPath: file))
    print("\(file): \(problem)")
  }
}
