import Foundation
import TestSupport
import Testing

/// What becomes of results and messages that nobody can take.
struct OutputStreamTests {
  /// A command of each kind that prints; those before the last five need the folder of predictions.
  private static let commands = [
    "metrics --logits test/logits.npy --labels test/labels.npy",
    "metrics --logits test/logits.npy --labels test/labels.npy --format json",
    "calibrate compare --validation validation --test test --methods temperature",
    "calibrate fit --method temperature --validation validation --output fit-$RANDOM.json",
    "data describe --data \(SmallRun.data)",
    "list methods", "list methods --method mislas", "list losses --format csv", "doctor",
    "--help", "--version", "train --help", "calibrate fit --help",
    "--generate-completion-script bash",
  ]

  private static var hasFullDevice: Bool {
    FileManager.default.fileExists(atPath: "/dev/full")
  }

  @Test(.enabled(if: hasFullDevice), arguments: commands)
  func `a result that does not fit is an error with a message`(_ command: String) throws {
    let folder = try SmallPredictions.folder()
    let full = try LongTailProcess.shell("\"$0\" \(command) >/dev/full", in: folder.path)
    #expect(full.code == 1, "\(full.errors)")
    let told = full.errors.split(separator: "\n").filter { $0.hasPrefix("Error: ") }
    #expect(
      told == ["Error: standard output: cannot write the result: the disk is full"],
      "\(full.errors)")
  }

  @Test(arguments: commands)
  func `a reader that went away is no error, and has no message`(_ command: String) throws {
    let folder = try SmallPredictions.folder()
    let script = "\"$0\" \(command) 2>errors | true; echo ${PIPESTATUS[0]}"
    let outcome = try LongTailProcess.shell(script, in: folder.path)
    #expect(outcome.output == "141\n")
    let errors = try String(contentsOfFile: folder("errors"), encoding: .utf8)
    #expect(!errors.contains("Error"), "\(errors)")
  }

  @Test(arguments: commands)
  func `closed streams stop nothing but the result`(_ command: String) throws {
    let folder = try SmallPredictions.folder()
    func code(_ redirections: String) throws -> LongTailProcess.Outcome {
      try LongTailProcess.shell("\"$0\" \(command) \(redirections)", in: folder.path)
    }
    let output = try code(">&-")
    #expect(output.code == 1)
    #expect(
      output.errors.contains("Error: standard output: cannot write the result: it is closed"),
      "\(output.errors)")
    let errors = try code("2>&-")
    #expect(errors.code == 0 && !errors.output.isEmpty)
    #expect(try code("<&-").code == 0)
    #expect(try code("<&- >&- 2>&-").code == 1)
    #expect(try code("2>/dev/full").code == 0)
  }

  @Test(arguments: ["", "2>&-", "<&- >&- 2>&-", "2>/dev/full", "2> >(true)"])
  func `training goes on without its display`(_ redirections: String) throws {
    let folder = try TemporaryFolder()
    let arguments = SmallRun.arguments(output: "run", epochs: 2)
      .map { "'\($0)'" }.joined(separator: " ")
    let outcome = try LongTailProcess.shell(
      "\"$0\" \(arguments) \(redirections)", in: folder.path)
    // Only the table of the result is missed.
    #expect(outcome.code == (redirections.contains(">&- 2") ? 1 : 0), "\(outcome)")
    let files = try contents(of: folder("run"))
    #expect(files["evaluation.json"] != nil && files["report.html"] != nil)
    // Files that the program opened are not where messages went.
    for (path, data) in files where path.hasSuffix(".json") || path.hasSuffix(".jsonl") {
      let text = String(decoding: data ?? Data(), as: UTF8.self)
      #expect(!text.contains("training samples of") && !text.contains("Error:"), "\(path)")
    }
  }

  @Test func `a command that fails with all streams closed says so with its code`() throws {
    let folder = try TemporaryFolder()
    for (command, code) in [
      ("metrics --logits none.npy --labels none.npy", 1), ("train nothing --data synthetic", 2),
      ("nothing", 2), ("compare nothing --output x", 2),
    ] {
      let outcome = try LongTailProcess.shell("\"$0\" \(command) <&- >&- 2>&-", in: folder.path)
      #expect(outcome.code == code, "\(command)")
    }
  }

  @Test func `no command prints past the writers`() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/LongTailCommand")
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("Output/") }
    try #require(names.count > 30)
    for name in names {
      let text = try String(
        contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
      #expect(!text.contains("FileHandle.standard"), "\(name)")
      #expect(
        !text.contains(/(^|[^.\w])(print|fputs|puts|printf)\(/.anchorsMatchLineEndings())
          || name.hasSuffix("Remarks.swift"), "\(name)")
    }
  }
}
