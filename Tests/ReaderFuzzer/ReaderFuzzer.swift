import ArgumentParser
import Foundation

/// Feeds damaged files to every reader, in a process of its own, and keeps those that break one.
@main
struct ReaderFuzzer: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for files that crash a reader, hang it, or make it allocate without bounds.",
    discussion: """
      Inputs come from the files in Tests/Fixtures by seeded mutations. One that
      breaks a reader is kept in the output folder. Exit code 1 when there is any.

      Examples:
        make fuzz
        .build/release/ReaderFuzzer --reader npz --seconds 600 --seed 1
        .build/release/ReaderFuzzer --reader npz --replay fuzz-findings/npz-0-17.bin
      """)

  @Option(help: "Only this reader: \(FuzzedReader.all.map(\.name).joined(separator: ", ")).")
  var reader: String?

  @Option(help: "How long each reader is tried.")
  var seconds = 60.0

  @Option(help: "Of the mutations.")
  var seed: UInt64 = 0

  @Option(help: "Folder for files that break a reader.")
  var output = "fuzz-findings"

  @Option(help: "Read this file with --reader instead of searching.")
  var replay: String?

  @Option(help: .hidden)
  var journal: String?

  @Option(help: .hidden)
  var first: UInt64 = 0

  func validate() throws {
    guard reader == nil || FuzzedReader.all.contains(where: { $0.name == reader }) else {
      throw ValidationError("there is no reader \(reader ?? "")")
    }
    guard replay == nil || reader != nil else { throw ValidationError("--replay needs --reader") }
    guard seconds > 0, seconds.isFinite else {
      throw ValidationError("--seconds is \(seconds); more than 0 is needed")
    }
  }

  func run() throws {
    let readers = FuzzedReader.all.filter { reader == nil || $0.name == reader }
    if let replay, let reader = readers.first {
      try reader.read(Data(contentsOf: URL(fileURLWithPath: replay)))
      print("it was read")
    } else if let journal, let reader = readers.first {
      try FuzzWorker(
        reader: reader, seed: seed, seconds: seconds, first: first, journal: journal
      ).run()
    } else {
      let findings = try readers.reduce(0) {
        try $0 + FuzzSearch(reader: $1, seed: seed, seconds: seconds, output: output).run()
      }
      if findings > 0 { throw ExitCode.failure }
    }
  }
}
