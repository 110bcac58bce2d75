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

  @Test(arguments: [
    ["1", "10", "2"], ["class_0", "class_10", "class_2"], ["class_2", "class_1", "class_0"],
  ])
  func `numbers a class without names are refused beside names that are numbered otherwise`(
    names: [String]
  ) throws {
    let folder = try TemporaryFolder()
    let known = KnownClasses(count: 3, names: names, owner: "scores")
    let array = folder("c.npy")
    try NPYFile.write(NumericArray([5, 3, 2], shape: [3]), to: array)
    let reads: [() throws -> Void] = [
      { _ = try PredictionArrays.classCounts(array, for: known) },
      {
        let path = try folder.file("c.json", Data("[5, 3, 2]".utf8))
        _ = try PredictionArrays.classCounts(path, for: known)
      },
      { _ = try self.shares("count\n5\n3\n2\n", names) },
      {
        let path = try folder.file("g.json", Data(#"["a", "b", "b"]"#.utf8))
        _ = try SetGroups.read(path, for: known)
      },
    ]
    for read in reads {
      let error = #expect(throws: FileProblem.self) { try read() }
      let words = error?.problem ?? ""
      #expect(words.contains("those of scores are not in the order of their numbers"), "\(words)")
      #expect(words.contains("by position, and for '"), "\(words)")
    }
    let object = "{" + names.map { "\"\($0)\": 5" }.joined(separator: ", ") + "}"
    let path = try folder.file("o.json", Data(object.utf8))
    #expect(try PredictionArrays.classCounts(path, for: known).counts == [5, 5, 5])
    // What was made from the scores is in their order.
    let estimate = try folder.file(
      "e.json",
      Data(#"{"format": "\#(PriorEstimate.format)", "prior": [0.5, 0.25, 0.25]}"#.utf8))
    #expect(try ClassShares.read(estimate, for: known).shares == [0.5, 0.25, 0.25])
    let nameless = KnownClasses(count: 3, names: nil, owner: "scores")
    #expect(try PredictionArrays.classCounts(array, for: nameless).notes.isEmpty)
  }

  @Test func `groups without names are told beside names in no order`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("g.json", Data(#"["a", "b", "b"]"#.utf8))
    for (names, isTold) in [(["dog", "cat", "owl"], true), (["cat", "dog", "owl"], false)] {
      let found = try SetGroups.read(
        path, for: KnownClasses(count: 3, names: names, owner: "scores"))
      #expect(found.groups == ["a", "b", "b"])
      #expect(
        found.notes.contains { $0.contains("its groups have no names of classes; they are taken") }
          == isTold)
    }
  }
}
