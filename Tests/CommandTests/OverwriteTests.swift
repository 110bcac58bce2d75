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
}
