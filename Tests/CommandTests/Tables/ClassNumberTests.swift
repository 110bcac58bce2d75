import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Class counts and class distributions in tables that name their classes.
struct ClassNumberTests {
  private static let rows = "2.5,.1,.2\n.1,.3,2.5\n.2,.1,2.5\n.1,.2,2.5\n"

  /// Rows of cat, dog, owl (named and not), with two of owl right, none of dog.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.file("named.csv", Data(("cat,dog,owl\n" + Self.rows).utf8))
    _ = try folder.file("plain.csv", Data(Self.rows.utf8))
    _ = try folder.file("labels.csv", Data("label\n0\n1\n2\n2\n".utf8))
    return folder
  }

  private func metrics(_ scores: String, _ more: String...) -> [String] {
    ["metrics", "--logits", scores, "--labels", "labels.csv", "--format", "json"] + more
  }

  private func figures(
    _ arguments: [String], _ folder: TemporaryFolder
  ) throws -> (many: Double?, accuracy: Double?, errors: String) {
    let outcome = try LongTailProcess.run(arguments, in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    let object = try PrintedJSON.object(outcome.output)
    return (
      object["accuracy_many"] as? Double, object["accuracy"] as? Double, outcome.errors
    )
  }

  @Test(arguments: [
    ("dog,owl,cat\n500,50,5\n", "are taken by name, in the order of named.csv: cat, dog, owl"),
    ("label,class_counts\n1,500\n2,50\n0,5\n", "by the numbers of the classes in column 'label'"),
    ("class_counts,label\n500,dog\n50,owl\n5,cat\n", "by the names of the classes in column"),
    ("label,count\ndog,500\nowl,50\ncat,5\n", "by the names of the classes in column 'label'"),
    (",label,count\n9,1,500\n8,2,50\n7,0,5\n", "column (no name) is left out"),
    (",count\n1,500\n2,50\n0,5\n", "by the numbers of the classes in column (no name)"),
    ("class_id,count\n1,500\n2,50\n0,5\n", "by the numbers of the classes in column 'class_id'"),
    ("count\n5\n500\n50\n", ""),
  ])
  func `are taken by the classes that a table names`(table: String, note: String) throws {
    let folder = try folder()
    _ = try folder.file("c.csv", Data(table.utf8))
    let counted = try figures(metrics("named.csv", "--class-counts", "c.csv"), folder)
    // The class with many is dog, which is never right.
    #expect(counted.many == 0)
    #expect(note.isEmpty || counted.errors.contains("c.csv: ") && counted.errors.contains(note))
    let given = try folder.file("c.json", Data("[5, 500, 50]".utf8))
    let weighted = try figures(metrics("named.csv", "--test-prior", "c.csv"), folder)
    let plain = try figures(metrics("named.csv", "--test-prior", given), folder)
    #expect(weighted.accuracy == plain.accuracy)
    #expect(note.isEmpty || weighted.errors.contains(note), "\(weighted.errors)")
  }

  @Test(arguments: [
    ("fox,owl,cat\n500,50,5\n", ["column fox is no class", "no column is named dog"]),
    ("dog,owl\n500,50\n", ["no column is named cat"]),
    ("label,count\ndog,500\nfox,50\ncat,5\n", ["'fox' is none of the 3 classes cat, dog, owl"]),
    ("label,count\n1,500\n2,50\n3,5\n", ["class 3; 0 to 2 was expected", "count from 1?"]),
    ("label,count\n1,500\n1,50\n0,5\n", ["a second row for class 1 ('dog')"]),
    ("label,count\n1,500\n0,5\n", ["has no row for class 2 ('owl')"]),
    ("label,a,b\n1,500,1\n2,50,1\n0,5,1\n", ["which of the columns a, b holds", "FILE:COLUMN"]),
    (",class_counts\n1,500\n2,50\n3,5\n", ["3 rows of 2 columns", "a column 'label'"]),
    ("1,500\n2,50\n0,5\n", ["3 rows of 2 columns without names", "FILE:COLUMN"]),
    ("1\n2\n3\n4\n", ["4 ", " for 3 classes"]),
  ])
  func `of other classes, or of no class, are refused alike`(table: String, words: [String]) throws
  {
    let folder = try folder()
    _ = try folder.file("c.csv", Data(table.utf8))
    for option in ["--class-counts", "--test-prior"] {
      try expectRefusal(
        metrics("named.csv", option, "c.csv"), code: 1, naming: ["c.csv"] + words, in: folder)
    }
  }

  @Test func `with names for classes without any are taken by position, with a word`() throws {
    let folder = try folder()
    _ = try folder.file("c.csv", Data("dog,owl,cat\n500,50,5\n".utf8))
    for option in ["--class-counts", "--test-prior"] {
      let found = try figures(metrics("plain.csv", option, "c.csv"), folder)
      #expect(
        found.errors.contains(
          "c.csv: the classes of plain.csv have no names; its columns are taken for them by position: dog, owl, cat"
        ), "\(found.errors)")
    }
    _ = try folder.file("l.csv", Data("label,count\ndog,500\nowl,50\ncat,5\n".utf8))
    try expectRefusal(
      metrics("plain.csv", "--class-counts", "l.csv"), code: 1,
      naming: [
        "l.csv", "column 'label' names the classes ('dog'), and those of plain.csv have no names",
      ], in: folder)
  }

  @Test func `in a folder of predictions are taken by name`() throws {
    let folder = try folder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder("named.csv"), toPath: folder("set/logits.csv"))
    try FileManager.default.copyItem(atPath: folder("labels.csv"), toPath: folder("set/labels.csv"))
    _ = try folder.file("set/class_counts.csv", Data("dog,owl,cat\n500,50,5\n".utf8))
    let metrics = ["metrics", "--predictions", "set", "--format", "json"]
    #expect(try figures(metrics, folder).many == 0)
    _ = try folder.file("set/class_counts.json", Data("[5, 500, 50]".utf8))
    try expectRefusal(
      metrics, code: 1, naming: ["both class_counts.csv and class_counts.json"], in: folder)
  }
}
