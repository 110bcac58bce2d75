import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Which class each number of a file is for.
struct ClassOrderTests {
  private func shares(
    _ text: String, _ names: [String]?, classes: Int = 3
  ) throws -> (shares: [Double], notes: [String]) {
    let folder = try TemporaryFolder()
    return try ClassShares.read(
      folder.file("prior.csv", Data(text.utf8)),
      for: KnownClasses(count: classes, names: names, owner: "scores"))
  }

  @Test func `names that are numbers say no more than positions`() throws {
    let named = try shares("owl,cat,dog\n5,3,2\n", ["0", "1", "2"])
    #expect(named.shares == [0.5, 0.3, 0.2])
    #expect(named.notes.count == 1 && named.notes[0].contains("by position: owl, cat, dog"))
    let numbered = try shares("0,1,2\n.5,.3,.2\n", ["cat", "dog", "owl"])
    #expect(numbered.shares == [0.5, 0.3, 0.2])
    #expect(numbered.notes.contains { $0.contains("the numbers of the classes of scores") })
  }

  @Test func `a table that names its classes is refused where nobody knows them`() throws {
    let folder = try TemporaryFolder()
    for text in ["owl,cat\n1,3\n", "label,count\nowl,1\ncat,3\n", "0\n1\n3\n"] {
      let path = try folder.file("prior.csv", Data(text.utf8))
      #expect(throws: FileProblem.self, "\(text)") { try TestPrior(path) }
    }
    let path = try folder.file("prior.csv", Data("label,count\n1,1\n0,3\n".utf8))
    #expect(try TestPrior(path) == .shares([0.75, 0.25]))
  }

  @Test func `one row below a column label is neither a class nor its label`() throws {
    let error = #expect(throws: FileProblem.self) {
      try shares("label,count\n1,3\n", nil, classes: 2)
    }
    #expect(error?.problem.contains("may be a class or say which class the row is for") == true)
  }

  @Test func `columns of one name are refused`() throws {
    let error = #expect(throws: FileProblem.self) { try shares("cat,cat,dog\n1,3,2\n", nil) }
    #expect(error?.problem.contains("two columns are named 'cat'") == true)
  }
}
