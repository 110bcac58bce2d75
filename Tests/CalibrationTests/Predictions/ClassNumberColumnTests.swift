import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Tables with a number a class whose first column is the classes' numbers, by whatever name.
struct ClassNumberColumnTests {
  private func counts(
    _ text: String, column: String = "", names: [String]? = ["cat", "dog", "owl"]
  ) throws -> (counts: [Int], notes: [String]) {
    let folder = try TemporaryFolder()
    let path = try folder.file("c.csv", Data(text.utf8))
    return try PredictionArrays.classCounts(path + column, classes: 3, classNames: names)
  }

  @Test(arguments: [
    "class_id", "class_idx", "class_index", "ClassID", "class", "category", "label", "id", "index",
    "",
  ])
  func `go by these numbers, which is said`(title: String) throws {
    for column in ["", ":count"] {
      for names in [nil, ["cat", "dog", "owl"]] {
        let found = try counts("\(title),count\n1,500\n2,50\n0,5\n", column: column, names: names)
        #expect(found.counts == [5, 500, 50])
        let place = title.isEmpty ? "(no name)" : "'\(title)'"
        #expect(
          found.notes.contains { $0.hasSuffix("numbers of the classes in column \(place)") },
          "\(found.notes)")
      }
    }
    let folder = try TemporaryFolder()
    let path = try folder.file("p.csv", Data("\(title),share\n1,0.5\n2,0.25\n0,0.25\n".utf8))
    #expect(try ClassShares.read(path) == [0.25, 0.5, 0.25])
  }

  @Test func `go by them beside a chosen column of a table without names`() throws {
    let found = try counts("1,500\n2,50\n0,5\n", column: ":2")
    #expect(found.counts == [5, 500, 50])
    #expect(throws: FileProblem.self) { try counts("1,500\n2,50\n0,5\n") }
    #expect(try counts("7,500\n8,50\n9,5\n", column: ":2").counts == [500, 50, 5])
  }

  @Test func `go by position beside a chosen column where the first counts the rows from 1`() throws
  {
    for title in ["id", "class_id", ""] {
      let text = "\(title),count\n1,5\n2,50\n3,500\n"
      let found = try counts(text, column: ":count")
      #expect(found.counts == [5, 50, 500])
      #expect(found.notes.contains { $0.contains("are taken in class order") })
      #expect(throws: FileProblem.self) { try counts(text) }
    }
  }

  @Test func `numbers that are names of classes are these`() throws {
    let found = try counts("class_id,count\n30,500\n10,5\n20,50\n", names: ["10", "20", "30"])
    #expect(found.counts == [5, 50, 500])
  }

  @Test(arguments: [
    ("id,count\n2,500\n3,50\n1,5\n", ":count", "(do they count from 1?)"),
    ("class_id,count\n1,5\n2,50\n3,500\n", "", "(do they count from 1?)"),
    ("id,count\n7,5\n8,50\n9,500\n", "", "3 rows of 2 columns"),
    ("width,count\n1,500\n2,50\n0,5\n", "", "3 rows of 2 columns"),
    ("id,count\n1,500\n1,50\n0,5\n", "", "3 rows of 2 columns"),
    ("class_id,count\n1,500\n1,50\n0,5\n", "", "a second row for class 1 ('dog')"),
    ("id,a,b\n1,500,1\n2,50,2\n0,5,3\n", "", "which of the columns a, b holds the counts"),
  ])
  func `others are refused`(text: String, column: String, words: String) {
    let error = #expect(throws: FileProblem.self) { try counts(text, column: column) }
    #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "")")
  }
}
