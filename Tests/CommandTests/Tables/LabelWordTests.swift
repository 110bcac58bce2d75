import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Labels under the other words that people have for them.
struct LabelWordTests {
  private static let rows = ["2.5,0.1", "0.1,2.5", "0.2,2.4", "2.3,0.4"]

  private func table(_ header: String, _ lines: [String]) -> Data {
    Data(([header] + lines).map { $0 + "\n" }.joined().utf8)
  }

  private func accuracy(_ arguments: [String], in folder: TemporaryFolder) throws -> Double? {
    let text = try LongTailProcess.output(["metrics", "--format", "json"] + arguments, in: folder)
    return try PrintedJSON.object(text)["accuracy"] as? Double
  }

  @Test(arguments: [
    "id,target", "filename,class", "y_true,y_pred", "id,gt", "\"\",y", "image_id,class_id",
  ])
  func `stand beside keys and predictions`(header: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("s.csv", table("cat,dog", Self.rows))
    let isFirst = header.hasPrefix("y_true")
    _ = try folder.file(
      "l.csv",
      table(
        header,
        [0, 1, 1, 1].enumerated().map { isFirst ? "\($1),0" : "k\($0),\($1)" }))
    #expect(
      try accuracy(["--logits", "s.csv", "--labels", "l.csv"], in: folder) == 0.75)
  }

  @Test(arguments: ["y", "target", "gt", "class", "y_true"])
  func `stand among scores`(name: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    let lines = zip(Self.rows, ["0", "1", "1", "1"]).map { "\($0),\($1)" }
    _ = try folder.file("set/logits.csv", table("cat,dog,\(name)", lines))
    #expect(
      try accuracy(
        ["--logits", "set/logits.csv", "--labels", "set/logits.csv"], in: folder) == 0.75)
    #expect(try accuracy(["--predictions", "set"], in: folder) == 0.75)
  }

  @Test(arguments: ["targets", "y", "gt", "y_true"])
  func `stand in a file of arrays`(name: String) throws {
    let folder = try TemporaryFolder()
    try SafetensorsFile.write(
      [
        ("logits", NumericArray([Float(2.5), 0.1, 0.1, 2.5, 0.3, 2.2], shape: [3, 2])),
        (name, NumericArray([0, 1, 0], shape: [3])),
      ], to: folder("set.safetensors"))
    let found = try #require(try accuracy(["--predictions", "set.safetensors"], in: folder))
    #expect(abs(found - 2.0 / 3) < 1e-12)
  }

  @Test(arguments: [
    ("fraud,legit", "fraud"), ("cat,dog", "is_cat"), ("prob_fraud,prob_legit", "is_fraud"),
    ("cat,other", "cat_label"),
  ])
  func `called by the first of two classes have two readings`(names: (String, String)) throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("s.csv", table(names.0, Self.rows))
    _ = try folder.file("l.csv", table(names.1, ["1", "0", "0", "1"]))
    try expectRefusal(
      ["metrics", "--logits", "s.csv", "--labels", "l.csv"], code: 1,
      naming: ["its column is called '\(names.1)', so that 1 may mean the class", "--columns "],
      in: folder)
    let turned = names.0.split(separator: ",").reversed().joined(separator: ",")
    #expect(
      try accuracy(
        ["--logits", "s.csv", "--labels", "l.csv", "--columns", turned], in: folder) == 1)
  }

  @Test(arguments: ["name,count", "class_name,num", "Var1,Freq", ",count", "\"\",\"x\""])
  func `of counts may be called as anybody likes`(header: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("s.csv", table("cat,dog", Self.rows))
    _ = try folder.file("l.csv", table("label", ["0", "1", "1", "0"]))
    _ = try folder.file("c.csv", table(header, ["dog,500", "cat,5"]))
    let outcome = try LongTailProcess.run(
      ["metrics", "--logits", "s.csv", "--labels", "l.csv", "--class-counts", "c.csv"],
      in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("rows are taken by the names of the classes in column"))
  }

  @Test func `outputs of one letter are looked at like others`() throws {
    let folder = try SmallPredictions.folder()
    _ = try LongTailProcess.output(
      [
        "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
        "c.json",
      ], in: folder)
    _ = try folder.file("p", Data())
    for output in ["p", "."] {
      try expectRefusal(
        [
          "calibrate", "apply", "--calibrator", "c.json", "--logits", "test/logits.npy", "--output",
          output,
        ], code: 1, naming: [output], in: folder)
    }
  }
}
