import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// What stands in a hierarchy's file in place of nodes.
struct HierarchyNodesTests {
  private let names = ["rose", "tulip", "oak", "wolf"]

  private func read(
    _ text: String, _ file: String = "h.csv", columns: String = "", names: [String]? = nil
  ) throws -> ClassHierarchy {
    try withTemporaryFolder { folder in
      let path = "\(folder)/\(file)"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try HierarchyFile.read(path + columns, classNames: names ?? self.names)
    }
  }

  private func problem(_ text: String, _ file: String = "h.csv", names: [String]? = nil) -> String {
    do {
      _ = try read(text, file, names: names)
      return ""
    } catch { return "\(error)" }
  }

  @Test func `a column of numbers is no level unless somebody chooses it`() throws {
    let text =
      "class,count,super\nrose,120,flower\ntulip,80,flower\noak,80,tree\nwolf,3,animal\n"
    let said = problem(text)
    #expect(said.contains("the column “count” has nothing but numbers"), "\(said)")
    #expect(said.contains("take it out") && said.contains("h.csv:super"), "\(said)")
    #expect(try read(text, columns: ":super").levels.map(\.name) == ["class", "super"])
    let numbered = "class,coarse\nrose,1\ntulip,1\noak,2\nwolf,0\n"
    #expect(problem(numbered).contains("h.csv:coarse"))
    #expect(try read(numbered, columns: ":coarse").levels[1].nodes == ["1", "2", "0"])
  }

  @Test(arguments: ["NA", "nan", "None", "null", "-", "?", "N/A"])
  func `a word for a missing value is no node`(word: String) {
    let table = problem("class,family\nrose,flower\ntulip,\(word)\noak,tree\nwolf,\(word)\n")
    #expect(table.contains("line 3, column “family”: “\(word)” stands for a missing"), "\(table)")
    let list = problem(#"["flower", "flower", "tree", "\#(word)"]"#, "h.json")
    #expect(list.contains("wolf: “\(word)” stands for a missing value"), "\(list)")
  }

  @Test func `nodes that differ by capitals or outer spaces alone are refused`() {
    let capitals = problem("class,family\nrose,Flower\ntulip,flower\noak,tree\nwolf,dog\n")
    #expect(
      capitals.contains("“Flower” and “flower” (family) differ by capitals or outer spaces alone"),
      "\(capitals)")
    let spaces = problem(#"["flower", "flower ", "tree", "dog"]"#, "h.json")
    #expect(spaces.contains("“flower” and “flower ” (level 1) differ"), "\(spaces)")
  }

  @Test(arguments: [
    ("h.csv", ";", "semicolons"), ("h.csv", "\t", "tabs"), ("h.tsv", ",", "commas"),
    ("h.tsv", ";", "semicolons"),
  ])
  func `another separator is named`(file: String, separator: String, word: String) {
    let text = "class,family\nrose,flower\ntulip,flower\noak,tree\nwolf,dog\n"
    let said = problem(text.replacing(",", with: separator), file)
    #expect(said.contains("its fields seem to be separated by \(word)"), "\(said)")
  }

  @Test func `numbers from 0 for classes called 1 to 4 are told what is expected`() {
    let said = problem("class,family\n0,a\n1,a\n2,b\n3,b\n", names: ["1", "2", "3", "4"])
    #expect(said.contains("line 2: “0” is no class; the classes are called 1, 2, 3, 4"), "\(said)")
  }

  @Test func `a first line that begins with a class is no header`() {
    let said = problem("rose,flower\ntulip,flower\noak,tree\nwolf,dog\n")
    #expect(said.contains("line 1: the first line was taken for the names"), "\(said)")
    #expect(said.contains("begins with the class “rose”"))
  }

  @Test func `an array without names is refused for classes numbered in another order`() throws {
    let names = ["1", "10", "2"]
    let said = problem(#"["a", "b", "a"]"#, "h.json", names: names)
    #expect(said.contains("entries have no names of classes"), "\(said)")
    let named = try read(#"{"1": "a", "2": "a", "10": "b"}"#, "h.json", names: names)
    #expect(named.levels[1].nodeOfClass == [0, 1, 0])
  }
}
