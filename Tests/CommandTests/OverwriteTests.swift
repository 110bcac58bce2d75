import Foundation
import TestSupport
import Testing

/// Files that are there already stay, unless it is said that they may go.
struct OverwriteTests {
  @Test func `a report replaces pages, tables and charts only when told to`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    let report = ["report", "run", "--output", "page.html", "--pictures", "charts"]
    _ = try LongTailProcess.output(report, in: folder)
    let whole = try contents(of: folder.path)
    let charts = try FileManager.default.contentsOfDirectory(atPath: folder("charts"))
    try #require(charts.count > 2)
    for name in ["page.html", "page-classes.csv", "charts/\(charts[0])"] {
      for other in whole.keys where other.hasPrefix("page") || other.hasPrefix("charts/") {
        try? FileManager.default.removeItem(atPath: folder(other))
      }
      try FileManager.default.createDirectory(
        atPath: folder("charts"), withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: folder(name)))
      try expectRefusal(report, code: 1, naming: [name, "--overwrite"], in: folder)
      _ = try LongTailProcess.output(report + ["--overwrite"], in: folder)
      #expect(try contents(of: folder.path) == whole, "\(name)")
    }
  }

  @Test func `a comparison does not replace what is no table of its runs`() throws {
    let folder = try TemporaryFolder()
    let compare = [
      "compare", "cross-entropy", "--data", SmallRun.data, "--epochs", "1", "--set",
      "model.backbone=two-layer", "--output", "table",
    ]
    try FileManager.default.createDirectory(
      atPath: folder("table"), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder("table/compare.csv")))
    try expectRefusal(compare, code: 1, naming: ["table/compare.csv", "--overwrite"], in: folder)
    _ = try LongTailProcess.output(compare + ["--overwrite"], in: folder)
    // Its own table is set anew when it goes on.
    _ = try LongTailProcess.output(compare, in: folder)
  }

  @Test func `what a command reads is not replaced by what it writes`() throws {
    let folder = try SmallPredictions.folder()
    _ = try LongTailProcess.output(
      [
        "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
        "c.json",
      ], in: folder)
    _ = try LongTailProcess.output(
      ["sets", "fit", "--validation", "validation", "--output", "s.json"], in: folder)
    let before = try contents(of: folder.path)
    let calibrate = [
      "calibrate", "apply", "--calibrator", "c.json", "--logits", "test/logits.npy",
      "--overwrite", "--output",
    ]
    for output in ["test/logits.npy", "test/../test/logits.npy"] {
      try expectRefusal(
        calibrate + [output], code: 1, naming: [output, "it is read here as well"], in: folder)
      try expectRefusal(
        [
          "sets", "apply", "--sets", "s.json", "--logits", "test/logits.npy", "--overwrite",
          "--output", output,
        ], code: 1, naming: [output, "it is read here as well"], in: folder)
    }
    try expectRefusal(
      calibrate + [
        "validation/logits.npy", "--prior", "estimated", "--validation", "validation",
      ], code: 1, naming: ["validation/logits.npy", "as part of validation"], in: folder)
    #expect(try contents(of: folder.path) == before)
    for _ in 0..<2 {
      _ = try LongTailProcess.output(
        calibrate + [
          "validation/probabilities.npy", "--prior", "uniform", "--validation", "validation",
        ], in: folder)
    }
  }
}
