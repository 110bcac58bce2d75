import ArrayFiles
import Foundation
import TestSupport
import Testing

struct `Columns that are chosen` {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ columns: String?, of text: String, names: [String] = [], others: [String] = []
  ) throws -> LocatedArray {
    let path = try folder.file("t.csv", Data(text.utf8))
    return try ArrayFile.read(
      path, names: names, others: others,
      choice: TableChoice(columns: try columns.map { try ColumnSelection($0) }))
  }

  private let named = "id,cat,\"tabby, cat\",dog,a..b,note\n7,1,2,3,4,x\n9,5,6,7,8,y\n"

  @Test(arguments: [
    ("cat", [1.0, 5]), ("cat,dog", [1, 3, 5, 7]), ("dog, cat", [3, 1, 7, 5]),
    ("cat..dog", [1, 2, 3, 5, 6, 7]), ("\"tabby, cat\",dog", [2, 3, 6, 7]),
    ("id..cat,dog", [7, 1, 3, 9, 5, 7]), ("a..b", [4, 8]), ("dog..a..b", [3, 4, 7, 8]),
    ("\"tabby, cat\"..dog", [2, 3, 6, 7]), ("cat..\"tabby, cat\",dog", [1, 2, 3, 5, 6, 7]),
    ("\"cat\"..\"a..b\"", [1, 2, 3, 4, 5, 6, 7, 8]), (" \"tabby, cat\" ..dog", [2, 3, 6, 7]),
  ])
  func `are read in the order that is given`(columns: String, values: [Double]) throws {
    #expect(try read(columns, of: named).array.doubles() == values)
  }

  @Test(arguments: [
    ("cow", "no column is named 'cow'; its columns are id, cat, \"tabby, cat\", dog"),
    ("cat,cat", "chosen twice"), ("cat..dog,dog", "chosen twice"), ("dog..cat", "run backwards"),
    ("\"cat..dog\"", "no column is named 'cat..dog'"), ("2", "no column is named '2'"),
    ("dog..\"tabby, cat\"", "the columns dog..tabby, cat run backwards"),
    ("\"tabby, cow\"..dog", "no column is named 'tabby, cow'"),
    ("note", "'x' of column 'note' is not a number"),
  ])
  func `wrongly are refused`(columns: String, words: String) {
    expectProblem(words, path: folder("t.csv")) { _ = try read(columns, of: named) }
  }

  @Test func `without names are numbered from 1`() throws {
    let bare = "0.5,1,2\n3,4.5,5\n"
    #expect(try read("2..3", of: bare).array.doubles() == [1, 2, 4.5, 5])
    #expect(try read("3,1", of: bare).array.doubles() == [2, 0.5, 5, 3])
    expectProblem("numbered 1 to 3", path: folder("t.csv")) { _ = try read("4", of: bare) }
    expectProblem("numbered 1 to 3", path: folder("t.csv")) { _ = try read("0", of: bare) }
    expectProblem("two columns are named 'a'", path: folder("t.csv")) {
      _ = try read("a", of: "a,a\n1,2\n")
    }
  }

  @Test func `must be a list of names`() {
    for text in ["", ",", "a,", "a\nb", "\"a", "\"a\"..", "..\"a\"", "\"a\"b", "\"a\"..\"b"] {
      #expect(throws: FileProblem.self, "\(text)") { try ColumnSelection(text) }
    }
  }

  @Test func `are not chosen in files without columns`() throws {
    try NPYFile.write(NumericArray([1.0, 2], shape: [1, 2]), to: folder("a.npy"))
    expectProblem("--columns and --header are for tables", path: folder("a.npy")) {
      _ = try ArrayFile.read(
        folder("a.npy"), names: [], choice: TableChoice(columns: try ColumnSelection("cat")))
    }
  }

  @Test(arguments: [
    (",a,b\n0,1,2\n1,3,4\n", "column 1 has no name; is it an index"),
    (",a,b\n0,1,2\n1,3,4\n2,5,6\n", "has no name and counts the rows; is it an index"),
    ("n,a,b\n1,.5,2\n2,.3,4\n3,.5,6\n", "column 1, 'n', counts the rows"),
    ("0.5,0,1\n.3,1,4\n.5,2,6\n", "column 2 counts the rows"),
  ])
  func `are asked for where a column may be an index`(text: String, words: String) {
    expectProblem(words, path: folder("t.csv")) { _ = try read(nil, of: text) }
  }

  @Test func `leave out what belongs to others, and say so`() throws {
    let found = try read(nil, of: "a,Label,b\n1,7,2\n", others: ["label"])
    #expect(found.array.doubles() == [1, 2])
    #expect(found.notes == ["\(folder("t.csv")): column Label is left out"])
    let own = try read(nil, of: "a,LABEL\n1,x\n2,y\n", names: ["a"])
    #expect(own.array.shape == [2])
    #expect(own.notes.isEmpty)
    expectProblem("label and labels may both be meant", path: folder("t.csv")) {
      _ = try read(nil, of: "label,labels\n1,2\n", names: ["labels", "label"])
    }
  }

  @Test func `lead back to the lines of their rows`() throws {
    let found = try read("b,\"c\nd\"", of: "\na,b,\"c\nd\"\n1,2,3\n\n4,5,6\n\"7\",8,9\n")
    #expect(found.array.doubles() == [2, 3, 5, 6, 8, 9])
    let places = (0..<3).map { found.problem(row: $0, column: 0, "").place }
    #expect(places == ["line 4, column 'b'", "line 6, column 'b'", "line 7, column 'b'"])
    #expect(found.droppingFirstRow().problem(row: 0, "").place == "line 6")
  }
}
