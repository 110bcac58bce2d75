import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Columns of words beside columns of numbers.
struct WordColumnTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The array of a table with a column of these fields beside two of numbers.
  private func read(
    _ fields: [String], others: [String] = ["label"], choice: TableChoice? = TableChoice()
  ) throws -> LocatedArray {
    let rows = fields.enumerated().map { "\"\($1)\",\($0).25,0.5\n" }.joined()
    let path = try folder.file("t.csv", Data(("x,a,b\n" + rows).utf8))
    return try ArrayFile.read(path, names: ["logits"], others: others, choice: choice)
  }

  @Test(arguments: [
    ["a.png", "b.png"], ["img_0.5.png", "img_0.7.png"], ["", "blurred"], ["7.png", "08.png"],
    ["n1", "n2"], ["A+", "b"], ["2024-01-05", "2024-02-01"], ["12:30:01", "12:30:02"],
    ["Köln", "東京"], ["NA", "late"], ["3f2a-77-9c", "77-01-22"], ["1st", "2nd"], ["v1.2", "v1.3"],
    ["True", "unknown"],
  ])
  func `are left out, which is said`(fields: [String]) throws {
    let found = try read(fields)
    #expect(found.array.doubles() == [0.25, 0.5, 1.25, 0.5])
    #expect(found.table?.names == ["a", "b"])
    #expect(found.notes == ["\(folder("t.csv")): column x is left out"])
    // Without a list of numbers that may be chosen, too.
    #expect(try read(fields, choice: nil).array.shape == [2, 2])
  }

  @Test(arguments: [
    // Numbers in another spelling.
    ["0,5", "0,7"], ["50%", "70%"], ["0.5 dB", "0.7 dB"], ["tensor(0.5)", "tensor(0.7)"],
    ["\u{2212}1", "\u{2212}2"], ["0x1F", "0x2F"], ["1.5D+00", "2.5D+00"],
    ["[0.1 0.9]", "[0.2 0.8]"],
    ["$5", "$6"], ["5;0", "7;0"], ["1 000", "2 000"],
    // Numbers that are missing.
    ["", ""], ["NA", ""], ["#REF!", "#REF!"], ["?", "-"],
    // What may be labels or numbers.
    ["True", "False"], ["low", "3"], ["3", "low"],
  ])
  func `are not seen where numbers may have been meant`(fields: [String]) {
    expectProblem("of column 'x' is", path: folder("t.csv")) { _ = try read(fields) }
  }

  @Test func `stay where they were chosen, are alone, or may not belong to others`() throws {
    let words = ["a.png", "b.png"]
    expectProblem("'a.png' of column 'x' is not a number", path: folder("t.csv")) {
      _ = try read(words, choice: TableChoice(columns: ColumnSelection("x,a")))
    }
    expectProblem("'a.png' of column 'x' is not a number", path: folder("t.csv")) {
      _ = try read(words, others: [])
    }
    let path = try folder.file("w.csv", Data("x,y\na,b\n".utf8))
    expectProblem("'a' of column 'x' is not a number", path: path) {
      _ = try ArrayFile.read(path, names: [], others: ["label"], choice: TableChoice())
    }
  }

  @Test func `of a table without names are left out by their number`() throws {
    let path = try folder.file("n.csv", Data("a.png,1,2\nb.png,3,4\n".utf8))
    let found = try ArrayFile.read(
      path, names: [], others: ["label"], choice: TableChoice(header: .absent))
    #expect(found.array.doubles() == [1, 2, 3, 4])
    #expect(found.notes == ["\(path): column 1 is left out"])
  }
}
