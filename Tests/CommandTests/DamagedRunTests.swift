import Foundation
import TestSupport
import Testing

/// One flipped bit, or a folder that goes away under a run.
struct DamagedRunTests {
  private func flipBit(_ path: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count - 5] ^= 4
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  @Test func `every command that reads a damaged run refuses it, and doctor tells the file`() throws
  {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 2)
    let whole = try LongTailProcess.run(["doctor", "run", "--format", "json"], in: folder.path)
    #expect(whole.code == 0, "\(whole.output)")
    let states = try PrintedJSON.rows(whole.output)
    #expect(
      states.contains { $0["file"] as? String == "recipe.yaml" && $0["state"] as? String == "ok" })
    for name in ["last", "best"] {
      try flipBit(folder("run/checkpoints/\(name)/model.safetensors"))
    }
    let picture = try folder.file("picture.png", PNGPicture.gradient(width: 8, height: 8))
    let smaller = SmallRun.arguments(output: "next", epochs: 1)
    for arguments in [
      ["evaluate", "run"], ["predict", "run", picture], ["report", "run", "--output", "r.html"],
      ["train", "--resume", "--output", "run"], smaller + ["--from", "run"],
      smaller + ["--teacher", "run"],
    ] {
      try expectRefusal(
        arguments, code: 1, naming: ["model.safetensors", "SHA-256"], in: folder)
    }
    let damaged = try LongTailProcess.run(["doctor", "run"], in: folder.path)
    #expect(damaged.code == 1)
    let lines = damaged.output.split(separator: "\n").filter { $0.contains("changed") }
    #expect(
      lines.count == 2 && lines.allSatisfy { $0.contains("model.safetensors") }, "\(damaged.output)"
    )
    try expectRefusal(["doctor", "absent"], code: 1, naming: ["absent"], in: folder)
  }

  @Test func `sha256sum can check a run, too`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum", "--check", "--status", "SHA256SUMS"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder("run"))
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(arguments: ["removed", "replaced"])
  func `a folder that disappears during a run ends it with a message`(_ how: String) throws {
    let folder = try TemporaryFolder()
    let process = try RunningProcess(
      SmallRun.arguments(output: "run", epochs: 100_000), in: folder.path)
    let log = folder("run/log.jsonl")
    try #require(process.wait { !(FileManager.default.contents(atPath: log) ?? Data()).isEmpty })
    try FileManager.default.moveItem(atPath: folder("run"), toPath: folder("gone"))
    if how == "replaced" {
      try FileManager.default.createDirectory(
        atPath: folder("run/checkpoints"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: folder("gone/log.jsonl"), toPath: log)
    }
    let outcome = process.outcome(timeout: 60)
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("run: the run's folder was removed or moved"), "\(outcome.errors)")
    // No part of a run is begun anew in its place.
    let left = (try? FileManager.default.subpathsOfDirectory(atPath: folder("run"))) ?? []
    #expect(left.sorted() == (how == "replaced" ? ["checkpoints", "log.jsonl"] : []))
  }

  @Test func `the head of a training names the imbalance factor in words`() throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      SmallRun.arguments(output: "run", epochs: 1), in: folder.path)
    #expect(outcome.errors.contains("imbalance factor 4 (reciprocal 0.25)"), "\(outcome.errors)")
    #expect(outcome.errors.contains("warning: stage 1"), "\(outcome.errors)")
  }

  @Test func `a run under nohup outlives its terminal`() throws {
    let folder = try TemporaryFolder()
    let process = try RunningProcess(
      SmallRun.arguments(output: "run", epochs: 30), in: folder.path, ignoringHangUp: true)
    let log = folder("run/log.jsonl")
    try #require(process.wait { !(FileManager.default.contents(atPath: log) ?? Data()).isEmpty })
    process.send(SIGHUP)
    #expect(process.outcome().code == 0)
  }
}
