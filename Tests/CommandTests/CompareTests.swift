import Foundation
import TestSupport
import Testing

/// Comparison of methods.
struct CompareTests {
  private static func arguments(_ extra: String...) -> [String] {
    [
      "compare", "mixup", "crt,mislas", "--data", SmallRun.data, "--imbalance-factors", "4,2",
      "--seeds", "0..1", "--epochs", "2", "--set", "model.backbone=two-layer", "--set",
      "batchSize=16", "--set", "mislas:stages.1.epochs=3", "--threads", "1", "--device", "cpu",
      "--output", "table",
    ] + extra
  }

  private static func table(_ folder: TemporaryFolder) throws -> [String: Data] {
    var forms: [String: Data] = [:]
    for form in ["md", "csv", "tex", "html"] {
      forms[form] = try Data(contentsOf: URL(fileURLWithPath: folder("table/compare.\(form)")))
    }
    return forms
  }

  @Test
  func `the table is complete in every form, with budgets, and the same when asked again`() throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(Self.arguments(), in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("| method | imbalance factor 4 | imbalance factor 2 | epochs |"))
    #expect(lines[2].hasPrefix("| mixup | ") && lines[2].contains(" | 2 | – | 2 | 0.0"))
    #expect(lines[3].hasPrefix("| crt | ") && lines[3].contains(" | 2 + 1 | – | 2 | "))
    #expect(lines[4].hasPrefix("| mislas | ") && lines[4].contains(" | 2 + 3 | – | 2 | "))
    #expect(lines[2].contains(", mixup | "))
    #expect(lines[2...4].allSatisfy { $0.contains(" ± ") })
    #expect(lines[2...4].joined().contains("**"))
    let unpublished = lines.filter { $0.hasPrefix("Nothing is published for these classes") }
    #expect(unpublished.count == 1 && unpublished[0].contains("mislas"), "\(lines)")
    let rows = try String(contentsOfFile: folder("table/compare.csv"), encoding: .utf8)
      .split(separator: "\n")
    #expect(rows.count == 7 && rows.dropFirst().allSatisfy { $0.contains(",2,0.") })
    let runs = try FileManager.default.contentsOfDirectory(atPath: folder("table/runs"))
    #expect(runs.filter { !$0.hasPrefix(".") }.count == 12)
    let before = try Self.table(folder)
    let again = try LongTailProcess.run(Self.arguments(), in: folder.path)
    #expect(again.code == 0 && again.output == outcome.output)
    #expect(again.errors.components(separatedBy: "finished before").count == 13)
    #expect(try Self.table(folder) == before)
    let csv = try LongTailProcess.output(Self.arguments("--format", "csv"), in: folder)
    #expect(Data(csv.utf8) == before["csv"])
    let json = try PrintedJSON.rows(
      LongTailProcess.output(Self.arguments("--format", "json"), in: folder))
    #expect(
      json.count == 6 && json.allSatisfy { $0["accuracy"] is Double && $0["seeds"] as? Int == 2 })
    #expect(json.allSatisfy { $0["published_accuracy"] is NSNull }, "\(json)")
    let plain = try LongTailProcess.output(Self.arguments("--format", "table"), in: folder)
    #expect(plain.hasPrefix("method ") && plain.split(separator: "\n").count == 7, "\(plain)")
  }

  @Test func `interrupted, it goes on where it stopped, to the same table`() throws {
    let folder = try TemporaryFolder()
    let path = folder("table/runs")
    let stopped = try LongTailProcess.run(
      Self.arguments(), in: folder.path,
      interruption: .when(
        signal: SIGINT,
        condition: {
          FileManager.default.fileExists(atPath: path + "/mislas-if4-seed0/checkpoints/last")
        }))
    try #require(stopped.code == 130, "\(stopped.code) \(stopped.errors)")
    #expect(stopped.errors.contains("go on with the same command"))
    let resumed = try LongTailProcess.run(Self.arguments(), in: folder.path)
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("mixup-if4-seed0: finished before"))
    #expect(resumed.errors.contains("mislas-if4-seed0: goes on"))
    let other = try TemporaryFolder()
    let whole = try LongTailProcess.run(Self.arguments(), in: other.path)
    #expect(whole.output == resumed.output)
  }

  @Test func `several jobs share the runs, and set the same table`() throws {
    let folder = try TemporaryFolder()
    let other = try TemporaryFolder()
    let several = try LongTailProcess.run(Self.arguments("--jobs", "3"), in: folder.path)
    let one = try LongTailProcess.run(Self.arguments(), in: other.path)
    #expect(several.code == 0, "\(several.errors)")
    #expect(several.output == one.output)
    // Those that help are quiet: what they trained is not told to have begun.
    #expect(several.errors.components(separatedBy: ": begins").count < 12, "\(several.errors)")
    #expect(!several.errors.contains("rror:") && !several.errors.contains("status"))
    let runs = try FileManager.default.contentsOfDirectory(atPath: folder("table/runs"))
    #expect(runs.count == 12)
    for run in runs {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder("table/runs/\(run)"))
      #expect(!names.contains { $0.hasPrefix(".claim") }, "\(run)")
    }
  }

  @Test
  func `a run of another machine is left to it, and taken over when nobody else is left to do it`()
    throws
  {
    let folder = try TemporaryFolder()
    let run = folder("table/runs/mixup-if4-seed0")
    try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
    let claim = """
      {"host":"elsewhere","process":1,"place":"another start","beat":3,"isReleased":false,
      "token":"00000000-0000-0000-0000-000000000001"}
      """
    try Data(claim.utf8).write(to: URL(fileURLWithPath: run + "/.claim-1"))
    let arguments = [
      "compare", "mixup", "--data", SmallRun.data, "--imbalance-factors", "4,2", "--epochs", "1",
      "--set", "model.backbone=two-layer", "--threads", "1", "--device", "cpu", "--output",
      "table",
    ]
    let first = try LongTailProcess.run(arguments + ["--no-wait"], in: folder.path)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.errors.contains("mixup-if2-seed0: begins"))
    #expect(!first.errors.contains("mixup-if4-seed0"))
    // The other machine gives the run up.
    try Data(claim.replacingOccurrences(of: "false", with: "true").utf8).write(
      to: URL(fileURLWithPath: run + "/.claim-1"))
    let second = try LongTailProcess.run(arguments, in: folder.path)
    #expect(second.code == 0 && second.errors.contains("mixup-if4-seed0: begins"))
  }

  @Test func `shared first stages give the figures that training them again gives`() throws {
    let shared = try TemporaryFolder()
    let apart = try TemporaryFolder()
    let first = try LongTailProcess.run(Self.arguments(), in: shared.path)
    let second = try LongTailProcess.run(Self.arguments("--no-share-stages"), in: apart.path)
    #expect(first.code == 0 && second.code == 0)
    #expect(first.output == second.output)
    let log = "table/runs/mislas-if4-seed1/log.jsonl"
    let lines = try [shared, apart].map {
      try String(contentsOfFile: $0(log), encoding: .utf8).split(separator: "\n").count
    }
    #expect(lines == [3, 5])
  }

  @Test func `a published table is written where none of its data are there`() throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      [
        "compare", "mislas", "--table", "mislas/cifar", "--scale", "0.1", "--data", SmallRun.data,
        "--output", "table", "--device", "cpu",
      ], in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains(
        "| MiSLAS | not run: no data (--data-for cifar-10-lt=…) | 82.1 / 3.70 |"))
    #expect(outcome.output.contains("every stage has 0.1 of its published epochs"))
    #expect(try folder.names() == ["table"])
  }

  @Test func `results are kept where runs have finished, and are shown beside what was published`()
    throws
  {
    let folder = try TemporaryFolder()
    let arguments = [
      "compare", "mixup", "--table", "mislas/cifar", "--imbalance-factors", "100", "--data-for",
      "cifar-100-lt=synthetic:classes=4,per-class=200,test=10,size=8", "--epochs", "1", "--set",
      "model.backbone=two-layer", "--validation-fraction", "0", "--threads", "1", "--device", "cpu",
      "--output", "runs", "--export", "kept", "--commit", "abc",
    ]
    let outcome = try LongTailProcess.run(arguments, in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder("kept")).sorted()
    #expect(
      names == [
        "README.md", "mislas-cifar", "mislas-cifar.csv",
        "mislas-cifar/mixup-cifar-100-lt-if100-seed0.csv",
      ])
    let other = try LongTailProcess.run(
      arguments.map { $0 == "runs" ? "others" : $0 } + ["--set", "batchSize=16"],
      in: folder.path)
    #expect(other.code == 0 && other.errors.contains("the results keep the run of 1 epoch that"))
    let rows = try PrintedJSON.rows(
      LongTailProcess.output(
        ["list", "tables", "--results", "kept", "--table", "mislas/cifar", "--format", "json"],
        in: folder))
    let measured = rows.filter { $0["accuracy"] is Double }
    #expect(measured.count == 1 && measured[0]["row"] as? String == "mixup")
    #expect(
      measured[0]["state"] as? String == "shortened" && measured[0]["epochs"] as? String == "1")
    let page = try LongTailProcess.output(["list", "tables", "--results", "kept"], in: folder)
    #expect(page.hasPrefix("# Fidelity") && page.contains("shortened: 1 of 200 epochs"))
  }

  @Test func `results that are not there, or of no table, are refused`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      ["list", "tables", "--results", "none"], code: 1, naming: ["none", "--export"], in: folder)
    try expectRefusal(
      ["list", "methods", "--results", "none"], code: 2, naming: ["--results"], in: folder)
  }

  @Test func `what does not read is refused before anything is trained`() throws {
    let folder = try TemporaryFolder()
    func refused(_ extra: [String], code: Int32 = 2, _ words: [String]) throws {
      try expectRefusal(
        ["compare", "mixup", "--data", SmallRun.data, "--output", "table"] + extra, code: code,
        naming: words, in: folder)
    }
    try refused(["--seeds", "2..0"], ["--seeds", "2..0"])
    try refused(["--seeds", "1,1"], ["--seeds", "twice"])
    try refused(["--imbalance-factors", "many"], ["--imbalance-factors", "many"])
    try refused(["--imbalance-factor", "4"], ["--imbalance-factors"])
    try refused(["--seed", "4"], ["--seeds"])
    try refused(["--scale", "0"], ["--scale"])
    try refused(["--scale", "1.5"], ["--scale", "at most 1"])
    try refused(["--scale", "0.1", "--epochs", "3"], ["--epochs", "--scale"])
    try refused(["--data-for", "a=cifar10:DIR"], ["--data-for", "--table"])
    try refused(["--export", "kept"], ["--export", "--table"])
    try refused(["--table", "mislas/cifar", "--commit", "a"], ["--commit", "--export"])
    try refused(["--table", "mislas/cifr"], ["mislas/cifr", "did you mean \"mislas/cifar\""])
    try refused(["--table", "mislas/cifar", "--imbalance-factors", "7"], ["mislas/cifar"])
    try refused(["mixip"], code: 2, ["mixip", "did you mean \"mixup\""])
  }
}
