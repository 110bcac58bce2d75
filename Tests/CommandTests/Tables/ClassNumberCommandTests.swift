import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Every command that takes a class distribution takes it by the names of the classes.
struct ClassNumberCommandTests {
  private static let names = ["ash", "birch", "cedar", "date"]

  /// Small predictions as tables with named columns; the same shares in three forms.
  private func folder() throws -> TemporaryFolder {
    let folder = try SmallPredictions.folder()
    for part in ["validation", "test"] {
      let logits = try NPYFile.read(folder("\(part)/logits.npy"))
      let values = logits.floats()
      let lines = (0..<logits.shape[0]).map { row in
        values[row * 4..<row * 4 + 4].map { "\($0)" }.joined(separator: ",")
      }
      let text = ([Self.names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
      _ = try folder.file("\(part)/logits.csv", Data(text.utf8))
      try FileManager.default.removeItem(atPath: folder("\(part)/logits.npy"))
    }
    _ = try folder.file("prior.json", Data("[1, 2, 3, 4]".utf8))
    _ = try folder.file("prior.csv", Data("date,ash,birch,cedar\n4,1,2,3\n".utf8))
    _ = try folder.file(
      "named.json", Data(#"{"date": 4, "ash": 1, "cedar": 3, "birch": 2}"#.utf8))
    _ = try folder.file("numbered.json", Data(#"{"3": 4, "0": 1, "2": 3, "1": 2}"#.utf8))
    _ = try folder.file(
      "fox.json", Data(#"{"fox": 4, "ash": 1, "cedar": 3, "birch": 2}"#.utf8))
    _ = try folder.file("fox.csv", Data("fox,ash,birch,cedar\n4,1,2,3\n".utf8))
    return folder
  }

  /// A file of `longtail prior` for the classes in another order.
  private func turnedEstimate(_ folder: TemporaryFolder) throws {
    try FileManager.default.createDirectory(
      atPath: folder("turned"), withIntermediateDirectories: true)
    let text = try String(contentsOfFile: folder("validation/logits.csv"), encoding: .utf8)
    let body = text.drop { $0 != "\n" }
    _ = try folder.file("turned/logits.csv", Data(("birch,ash,cedar,date" + body).utf8))
    try FileManager.default.copyItem(
      atPath: folder("validation/labels.npy"), toPath: folder("turned/labels.npy"))
    _ = try LongTailProcess.output(
      [
        "prior", "estimate", "--validation", "turned", "--logits", "turned/logits.csv",
        "--resamples", "0", "--output", "turned.json",
      ], in: folder)
  }

  /// Commands that print or write the same for the same distribution, which they end with.
  private let commands: [(words: [String], written: String?)] = [
    (
      [
        "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
        "out.json", "--overwrite", "--weights",
      ], "out.json"
    ),
    (
      [
        "calibrate", "compare", "--validation", "validation", "--test", "test", "--methods",
        "temperature", "--format", "json", "--prior",
      ], nil
    ),
    (
      [
        "sets", "fit", "--rule", "label-shift", "--validation", "validation", "--output",
        "out.json", "--overwrite", "--prior",
      ], "out.json"
    ),
    (
      [
        "calibrate", "apply", "--calibrator", "t.json", "--logits", "test/logits.csv",
        "--validation", "validation", "--output", "out.npy", "--overwrite", "--prior",
      ], "out.npy"
    ),
  ]

  @Test func `in any order, and refuses others by name`() throws {
    let folder = try folder()
    try turnedEstimate(folder)
    _ = try LongTailProcess.output(
      [
        "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
        "t.json",
      ], in: folder)
    for (words, written) in commands {
      func result(_ file: String) throws -> (data: Data?, errors: String) {
        let outcome = try LongTailProcess.run(words + [file], in: folder.path)
        try #require(outcome.code == 0, "\(words): \(outcome.errors)")
        let data = written.map { FileManager.default.contents(atPath: folder($0)) }
        return (data ?? nil, outcome.errors)
      }
      let named = try result("prior.csv")
      #expect(
        named.errors.contains("prior.csv: its columns date, ash, birch, cedar are taken by name"))
      let plain = try result("prior.json")
      #expect(named.data == plain.data, "\(words)")
      for (file, note) in [
        ("named.json", "its shares are taken by name, in the order of"),
        ("numbered.json", "its keys are taken for the numbers of the classes of"),
      ] {
        let found = try result(file)
        #expect(found.data == plain.data, "\(words) \(file)")
        #expect(found.errors.contains("\(file): \(note)"), "\(found.errors)")
      }
      try expectRefusal(
        words + ["fox.json"], code: 1, naming: ["fox.json", "its key fox is no class"], in: folder)
      try expectRefusal(
        words + ["fox.csv"], code: 1, naming: ["fox.csv", "column fox is no class"], in: folder)
      // A file of longtail prior must belong to the calibrator that is applied: that is said first.
      guard !words.contains("apply") else { continue }
      try expectRefusal(
        words + ["turned.json"], code: 1, naming: ["turned.json", "class 0 is 'birch'", "'ash'"],
        in: folder)
    }
  }

  @Test func `names of classes in a file that contradict those of a table are refused`() throws {
    let folder = try folder()
    _ = try folder.file("n.txt", Data("birch\nash\ncedar\ndate\n".utf8))
    let commands = [
      [
        "prior", "estimate", "--validation", "validation", "--logits", "test/logits.csv",
        "--resamples", "0",
      ],
      [
        "calibrate", "compare", "--validation", "validation", "--test", "test", "--methods",
        "temperature",
      ],
      [
        "sets", "compare", "--validation", "validation", "--test", "test", "--scores", "lac",
        "--rules", "split",
      ],
    ]
    for command in commands {
      try expectRefusal(
        command + ["--class-names", "n.txt"], code: 1,
        naming: ["n.txt", "class 0 is 'birch', but 'ash' in"], in: folder)
      _ = try folder.file("other.txt", Data("a\nb\nc\nd\n".utf8))
      try expectRefusal(
        command + ["--class-names", "other.txt"], code: 1,
        naming: [
          "other.txt: none of its names (a, b, c, d) is a class of", "(ash, birch, cedar, date)",
          "--rename-classes",
        ], in: folder)
      let renamed = try LongTailProcess.run(
        command + ["--class-names", "other.txt", "--rename-classes"], in: folder.path)
      #expect(
        renamed.code == 0 && renamed.errors.contains("a for ash, b for birch"), "\(renamed.errors)")
    }
  }
}
