import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Inputs that meet, of which one has names of classes and another has none.
struct PositionNoteTests {
  private static let names = "ash,birch,cedar,date"

  /// The same predictions with names, without, and with the names in another order.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SmallPredictions.write("plain", perClass: [40, 30, 20, 20], seed: 4, in: folder)
    let values = try NPYFile.read(folder("plain/logits.npy")).floats()
    let lines = stride(from: 0, to: values.count, by: 4).map { row in
      (row..<row + 4).map { "\(values[$0])" }.joined(separator: ",") + "\n"
    }
    for (name, header) in [("named", Self.names), ("turned", "birch,ash,cedar,date")] {
      try FileManager.default.createDirectory(
        atPath: folder(name), withIntermediateDirectories: true)
      _ = try folder.file("\(name)/logits.csv", Data((header + "\n" + lines.joined()).utf8))
      try FileManager.default.copyItem(
        atPath: folder("plain/labels.npy"), toPath: folder("\(name)/labels.npy"))
    }
    for name in ["plain", "named"] {
      _ = try LongTailProcess.output(
        [
          "calibrate", "fit", "--method", "temperature", "--validation", name, "--output",
          "\(name).json",
        ], in: folder)
    }
    return folder
  }

  private func note(_ path: String, _ owner: String) -> String {
    "\(path): its classes have no names; they are taken for those of \(owner) by position: ash, birch, cedar, date\n"
  }

  private func expect(
    _ arguments: [String], says note: String, in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try LongTailProcess.run(arguments, in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(
      outcome.errors.components(separatedBy: note).count == 2, "\(arguments): \(outcome.errors)",
      sourceLocation: sourceLocation)
  }

  @Test(arguments: [("plain", "named"), ("named", "plain")])
  func `are told once in either order`(first: String, second: String) throws {
    let folder = try folder()
    for command in [
      ["calibrate", "compare", "--methods", "temperature"],
      ["sets", "compare", "--scores", "lac", "--rules", "split"], ["sets", "abstain"],
    ] {
      try expect(
        command + ["--validation", first, "--test", second], says: note("plain", "named"),
        in: folder)
    }
    try expect(
      [
        "calibrate", "fit", "--method", "temperature", "--validation", first, "--train", second,
        "--output", "c.json",
      ], says: note("plain", "named"), in: folder)
    try expect(
      [
        "sets", "fit", "--validation", first, "--train", second, "--output", "s.json",
      ], says: note("plain", "named"), in: folder)
  }

  @Test func `are told where the names are those of the rows`() throws {
    let folder = try folder()
    let rows = ["--logits", "named/logits.csv"]
    try expect(
      ["calibrate", "apply", "--calibrator", "plain.json", "--output", "p.npy"] + rows,
      says: note("plain.json", "named/logits.csv"), in: folder)
    try expect(
      ["prior", "estimate", "--validation", "plain", "--resamples", "0"] + rows,
      says: note("plain", "named/logits.csv"), in: folder)
    _ = try LongTailProcess.output(
      ["sets", "fit", "--validation", "plain", "--output", "plain-sets.json"], in: folder)
    try expect(
      ["sets", "apply", "--sets", "plain-sets.json", "--output", "o.csv"] + rows,
      says: note("plain-sets.json", "named/logits.csv"), in: folder)
  }

  @Test func `do not hide that two others differ in their order`() throws {
    let folder = try folder()
    let words = ["class 0 is 'birch', but 'ash' in named"]
    try expectRefusal(
      [
        "calibrate", "compare", "--validation", "plain", "--test", "named", "--train", "turned",
        "--methods", "temperature",
      ], code: 1, naming: words, in: folder)
    try expectRefusal(
      [
        "prior", "estimate", "--calibrator", "named.json", "--validation", "plain", "--logits",
        "turned/logits.csv", "--resamples", "0",
      ], code: 1, naming: words, in: folder)
    try expectRefusal(
      ["sets", "fit", "--validation", "named", "--train", "turned", "--output", "s.json"], code: 1,
      naming: words, in: folder)
  }

  @Test func `are told of merged states of metrics`() throws {
    let folder = try folder()
    try SmallPredictions.write("others", perClass: [10, 10, 10, 10], seed: 5, in: folder)
    for name in ["named", "others"] {
      _ = try LongTailProcess.output(
        ["metrics", "--predictions", name, "--state", "m-\(name).json"], in: folder)
    }
    for order in [["m-named.json", "m-others.json"], ["m-others.json", "m-named.json"]] {
      try expect(
        ["metrics", "merge"] + order, says: note("m-others.json", "m-named.json"), in: folder)
    }
  }
}
