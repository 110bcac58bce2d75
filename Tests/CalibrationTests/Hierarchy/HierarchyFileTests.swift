import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Hierarchies in files.
struct HierarchyFileTests {
  private let names = ["rose", "tulip", "oak", "wolf"]

  private func read(_ text: String, _ file: String, columns: String = "") throws -> ClassHierarchy {
    try withTemporaryFolder { folder in
      let path = "\(folder)/\(file)"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try HierarchyFile.read(path + columns, classNames: names)
    }
  }

  private func problem(_ text: String, _ file: String, columns: String = "") -> String {
    do {
      _ = try read(text, file, columns: columns)
      return ""
    } catch { return "\(error)" }
  }

  private static let table = """
    class,family,kingdom
    oak,tree,plant
    rose,flower,plant
    3,dog,animal
    tulip,flower,plant

    """

  @Test(arguments: [
    ("h.csv", HierarchyFileTests.table),
    ("h.tsv", HierarchyFileTests.table.replacingOccurrences(of: ",", with: "\t")),
    (
      "h.json",
      #"{"rose": "flower", "tulip": "flower", "2": "tree", "wolf": ["dog", "animal"], "flower": "plant", "tree": "plant"}"#
    ),
    (
      "h.json",
      #"[["flower", "plant"], ["flower", "plant"], ["tree", "plant"], ["dog", "animal"]]"#
    ),
  ])
  func `every form gives the same levels`(file: String, text: String) throws {
    let found = try read(text, file)
    #expect(found.levels.map(\.nodes.count) == [4, 3, 2])
    #expect(found.levels[1].nodes == ["flower", "tree", "dog"])
    #expect(found.levels[1].nodeOfClass == [0, 0, 1, 2])
    #expect(found.levels[2].nodeOfClass == [0, 0, 0, 1])
    #expect(found.levels[2].name == (file == "h.json" ? "level 2" : "kingdom"))
  }

  @Test func `spaces make no other node, and an empty field none`() throws {
    let spaced = try read(
      "class, family\nrose, flower\ntulip,flower\noak , tree\nwolf,dog\n", "h.csv")
    #expect(spaced.levels[1].nodes == ["flower", "tree", "dog"])
    let short = try read(
      "class,family,kingdom\nrose,flower,plant\ntulip,flower,plant\noak,tree,\nwolf,dog,\n", "h.csv"
    )
    #expect(short.levels[2].nodes == ["plant", "tree", "dog"])
    let empty = problem("class,family\nrose,\ntulip,flower\noak,tree\nwolf,\n", "h.csv")
    #expect(empty.contains("line 2") && empty.contains("“family” is empty"), "\(empty)")
  }

  @Test func `numbers of rows are not taken for classes`() {
    let said = problem(
      ",class,family\n0,oak,tree\n1,rose,flower\n2,tulip,flower\n3,wolf,dog\n", "h.csv")
    #expect(said.contains("“oak” of column “class” to class 0, which is “rose”"), "\(said)")
  }

  @Test func `a column can be chosen, and a short branch goes on with its last node`() throws {
    let chosen = try read(Self.table, "h.csv", columns: ":kingdom")
    #expect(chosen.levels.map(\.name) == ["class", "kingdom"])
    let short = try read(
      #"[["flower", "plant"], ["flower", "plant"], ["tree", "plant"], "dog"]"#, "h.json")
    #expect(short.levels[2].nodes == ["plant", "dog"])
  }

  @Test func `a level that all classes share is left out`() throws {
    let found = try read(
      #"[["flower", "thing"], ["flower", "thing"], ["tree", "thing"], ["dog", "thing"]]"#,
      "h.json")
    #expect(found.levels.count == 2)
  }

  @Test func `what is wrong is said with its place`() {
    let cases: [(String, String, String, [String])] = [
      ("class,family\nrose,flower\n", "h.csv", "", ["nothing is said of tulip, oak, wolf"]),
      (Self.table + "rsoe,flower,plant\n", "h.csv", "", ["line 6", "rsoe", "did you mean rose"]),
      (Self.table + "rose,flower,plant\n", "h.csv", "", ["line 6", "a second time"]),
      (Self.table + "rose,flower\n", "h.csv", "", ["line 6", "2 fields; 3 were expected"]),
      (Self.table, "h.csv", ":order", ["no column “order”", "family, kingdom"]),
      ("class\nrose\n", "h.csv", "", ["line 1", "coarser classes was expected"]),
      (#"["flower", "tree"]"#, "h.json", "", ["2 entries for 4 classes"]),
      (#"{"rose": "flower"}"#, "h.json", "", ["nothing is said of tulip"]),
      (#"{"rose": 3}"#, "h.json", "", ["a JSON object from class to parent"]),
      (
        #"{"rose":"a","a":"b","b":"a","tulip":"a","oak":"a","wolf":"a"}"#, "h.json", "",
        ["lies above itself"]
      ),
      (
        #"[["x", "p"], ["x", "q"], ["y", "p"], ["y", "p"]]"#, "h.json", "",
        ["x (level 1) lies in p and in q (level 2)"]
      ),
      (#"["a", "a", "a", "a"]"#, "h.json", "", ["no level with two nodes"]),
      (#"["a", "a", "b", "b"]"#, "h.json", ":family", ["columns are chosen from a table"]),
    ]
    for (text, file, columns, words) in cases {
      let found = problem(text, file, columns: columns)
      for word in words { #expect(found.contains(word), "“\(found)” lacks “\(word)”") }
    }
    #expect(throws: FileProblem.self) {
      try HierarchyFile.read("/nowhere/h.json", classNames: names)
    }
  }
}
