import TestSupport
import Testing

@testable import LongTail

/// Columns of lists that their contents tell.
struct ListColumnTests {
  /// Six pictures, `p/0.png` …, and a list with a row for each; class a has the even ones.
  private func list(
    _ header: String, _ row: (Int, String) -> String
  ) throws -> (data: DataFolder, source: String) {
    let data = try DataFolder()
    try data.pictures("p", 6)
    let rows = (0..<6).map { row($0, ["a", "b"][$0 % 2]) + "\n" }.joined()
    try data.text("l.csv", "\(header)\n" + rows)
    return (data, "image-list:\(data("l.csv")),root=\(data("p"))")
  }

  private func expectRead(
    _ list: (data: DataFolder, source: String), told words: [String]
  ) throws {
    // The folder is there as long as somebody holds it.
    let samples = try withExtendedLifetime(list.data) {
      try Datasets.source(list.source).load(.training)
    }
    #expect(samples.classNames == ["a", "b"] && samples.labels == [0, 1, 0, 1, 0, 1])
    for word in words {
      #expect(samples.remarks.contains { $0.contains(word) }, "\(samples.remarks)")
    }
  }

  @Test func `the column that names pictures is found and told`() throws {
    let told = ["paths are in it and labels in “breed”"]
    try expectRead(try list("id,breed") { "\($0),\($1)" }, told: told)
    try expectRead(try list("id,breed") { "\($0).png,\($1)" }, told: told)
    try expectRead(try list("breed,id_code") { "\($1),\($0)" }, told: told)
    try expectRead(
      try list("id_code,diagnosis") { "\($0).png,\($1)" },
      told: ["paths are in it and labels in “diagnosis”"])
  }

  @Test(arguments: [
    ("id,breed", "x"), ("id,a", ""), ("id,breed,note", ""),
  ])
  func `columns that no picture tells stay unclear`(header: String, prefix: String) throws {
    let row = try list(header) {
      "\(prefix)\($0),\($1)" + (header.hasSuffix("note") ? ",-" : "")
    }
    let problem = row.data.problem(row.source)
    #expect(problem.contains("path=COLUMN,label=COLUMN"), "\(problem)")
  }

  @Test func `two columns that both name pictures stay unclear`() throws {
    let both = try list("id_code,diagnosis") { index, _ in "\(index),\(index % 2)" }
    #expect(both.data.problem(both.source).contains("path=COLUMN,label=COLUMN"))
  }

  @Test(arguments: [
    ("path,class_id,class_name", "class_id", "class_name"),
    ("path,label,label_name", "label", "label_name"), ("path,label,class", "label", "class"),
  ])
  func `columns of labels that agree are read by the names`(
    header: String, number: String, name: String
  ) throws {
    let agreeing = try list(header) { "\($0).png,\($0 % 2 + 5),\($1)" }
    try expectRead(agreeing, told: ["“\(number)” and “\(name)” agree in all rows"])
    let other = try list(header) { "\($0).png,\($0 == 5 ? 5 : $0 % 2 + 5),\($1)" }
    #expect(other.data.problem(other.source).contains("path=COLUMN,label=COLUMN"))
  }
}
