import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Names of classes on their way from tables through estimates of class priors.
struct PriorNameTests {
  private static let names = ["ash", "birch", "cedar", "date"]

  /// The small predictions as tables with named columns, in order and turned round.
  private func folder() throws -> TemporaryFolder {
    let folder = try SmallPredictions.folder()
    func table(_ from: String, _ to: String, _ order: [Int]) throws {
      let logits = try NPYFile.read(folder(from))
      let values = logits.floats()
      var text = order.map { Self.names[$0] }.joined(separator: ",") + "\n"
      for row in 0..<logits.shape[0] {
        text += order.map { "\(values[row * 4 + $0])" }.joined(separator: ",") + "\n"
      }
      _ = try folder.file(to, Data(text.utf8))
    }
    try FileManager.default.createDirectory(
      atPath: folder("named"), withIntermediateDirectories: true)
    try table("validation/logits.npy", "named/logits.csv", [0, 1, 2, 3])
    try FileManager.default.copyItem(
      atPath: folder("validation/labels.npy"), toPath: folder("named/labels.npy"))
    try table("test/logits.npy", "rows.csv", [0, 1, 2, 3])
    try table("test/logits.npy", "turned.csv", [1, 0, 2, 3])
    return folder
  }

  private func estimate(_ more: String...) -> [String] {
    ["prior", "estimate", "--validation", "named", "--logits", "rows.csv", "--resamples", "0"]
      + more
  }

  @Test func `names are shown, kept in the file and in a state`() throws {
    let folder = try folder()
    let printed = try LongTailProcess.output(
      estimate("--output", "prior.json", "--state", "a.safetensors"), in: folder)
    for name in Self.names { #expect(printed.contains(name), "\(name)") }
    let merged = try PrintedJSON.object(
      LongTailProcess.output(["prior", "merge", "a.safetensors", "--format", "json"], in: folder))
    #expect(merged["class_names"] as? [String] == Self.names)
    let given = try LongTailProcess.output(
      estimate(
        "--rename-classes", "--class-names", folder.file("n.txt", Data("a\nb\nc\nd\n".utf8))),
      in: folder)
    #expect(!given.contains("birch"))
  }

  @Test func `a prior for classes in another order is refused`() throws {
    let folder = try folder()
    _ = try LongTailProcess.output(estimate("--output", "prior.json"), in: folder)
    let turned = ["metrics", "--logits", "turned.csv", "--labels", "test/labels.npy"]
    try expectRefusal(
      turned + ["--test-prior", "prior.json"], code: 1,
      naming: ["prior.json", "class 0 is 'ash'", "'birch'"], in: folder)
    _ = try LongTailProcess.output(
      [
        "metrics", "--logits", "rows.csv", "--labels", "test/labels.npy", "--test-prior",
        "prior.json",
      ],
      in: folder)
  }
}
