import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Class counts, class distributions and groups as JSON objects, by the names or the numbers of the classes.
struct JSONClassNumbersTests {
  private static let names = ["cat", "dog", "owl"]

  private func counts(
    _ text: String, _ names: [String]? = names
  ) throws -> (counts: [Int], notes: [String]) {
    let folder = try TemporaryFolder()
    return try PredictionArrays.classCounts(
      folder.file("c.json", Data(text.utf8)), classes: 3, classNames: names, of: "scores")
  }

  private func shares(_ text: String, _ names: [String]?) throws -> [Double] {
    let folder = try TemporaryFolder()
    return try ClassShares.read(
      folder.file("c.json", Data(text.utf8)),
      for: KnownClasses(count: 3, names: names, owner: "scores")
    ).shares
  }

  private func groups(_ text: String, _ names: [String]?) throws -> [String] {
    let folder = try TemporaryFolder()
    return try SetGroups.read(
      folder.file("c.json", Data(text.utf8)), classes: 3, classNames: names, of: "scores")
  }

  @Test func `are taken by name in any order, which is said`() throws {
    let found = try counts(#"{"owl": 500, "cat": 5, "dog": 50}"#)
    #expect(found.counts == [5, 50, 500])
    #expect(
      found.notes.count == 1
        && found.notes[0].hasSuffix(
          "c.json: its counts are taken by name, in the order of scores: cat, dog, owl")
    )
    #expect(try counts(#"{"cat": 5, "dog": 50.0, "owl": 5e2}"#).notes.isEmpty)
    #expect(
      try shares(#"{"owl": 0.5, "cat": 0.25, "dog": 0.25}"#, Self.names) == [0.25, 0.25, 0.5])
    #expect(
      try groups(#"{"owl": "wild", "cat": "pets", "dog": "pets"}"#, Self.names)
        == ["pets", "pets", "wild"])
  }

  @Test func `are taken by number in any order`() throws {
    let text = #"{"2": 500, "0": 5, "1": 50}"#
    #expect(try counts(text, nil).counts == [5, 50, 500])
    #expect(try counts(text, nil).notes.isEmpty)
    let named = try counts(text)
    #expect(named.counts == [5, 50, 500])
    #expect(
      named.notes.count == 1 && named.notes[0].contains("for the numbers of the classes of scores"))
    // Numbers that are the names mean these.
    #expect(try counts(text, ["2", "1", "0"]).counts == [500, 50, 5])
    #expect(try counts(#"{"3": 500, "1": 5, "2": 50}"#, ["1", "2", "3"]).counts == [5, 50, 500])
    let folder = try TemporaryFolder()
    let path = try folder.file("c.json", Data(text.utf8))
    #expect(try ClassShares.read(path).map { ($0 * 555).rounded() } == [5, 50, 500])
  }

  @Test(arguments: [
    (
      #"{"cat": 5, "fox": 50, "owl": 500}"#, names,
      "its key fox is no class of scores; no key is named dog"
    ),
    (#"{"cat": 5, "dog": 50}"#, names, "no key is named owl"),
    (#"{"cat": 5, "dog": 50, "cat": 500}"#, names, "'cat' is there twice"),
    (#"{"cat": 5, "dog": 50, "1": 500}"#, names, "its key 1 is no class"),
    (
      #"{"cat": 5, "dog": 50, "owl": 500}"#, nil,
      "those of scores have no names; their numbers from 0 as keys"
    ),
    (
      #"{"1": 5, "2": 50, "3": 500}"#, nil,
      "class 3; 0 to 2 was expected for 3 classes (do they count from 1?)"
    ),
    (#"{"0": 5, "2": 500}"#, nil, "no count for class 1"),
    (#"{"0": 5, "1": 50, "2": 500}"#, ["1", "2", "3"], "its key 0 is no class of scores"),
    (#"{"0": 5, "1": 50, "2": 500}"#, ["c_0", "c_2", "c_1"], "its keys count the classes from 0"),
    (
      #"{"cat": 5, "dog": 5.5, "owl": 500}"#, names, "class 'dog': 5.5; a whole number was expected"
    ),
    (#"{"cat": 5, "dog": -5, "owl": 500}"#, names, "class 'dog': count -5; 0 or more was expected"),
    ("{\n\"cat\": 5,\n\"dog\": [5]}", names, "line 3: 'dog' has another value than a number"),
    ("[5, 50.5, 500]", names, "class 1: 50.5; a whole number was expected"),
    ("[5, \"50\"]", names, "not a JSON array of integers"),
  ])
  func `that do not say whose they are are refused`(
    text: String, names: [String]?, words: String
  ) throws {
    let error = #expect(throws: FileProblem.self) { try counts(text, names) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func `of groups are held against the classes as well`() throws {
    for (text, names, words) in [
      (#"{"cat": "a", "fox": "b", "owl": "b"}"#, Self.names, "its key fox is no class of scores"),
      (#"{"cat": "a", "dog": "b", "owl": "b"}"#, nil, "those of scores have no names"),
      (#"{"cat": "a", "dog": 7}"#, Self.names, "'dog' has another value than a text"),
      (#"{"cat": "a", "cat": "b"}"#, Self.names, "'cat' is there twice"),
      ("{}", Self.names, "a JSON object from the name or number of each class"),
    ] as [(String, [String]?, String)] {
      let error = #expect(throws: FileProblem.self) { try groups(text, names) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test func `are refused by name where nobody knows the classes`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("c.json", Data(#"{"cat": 1, "dog": 3}"#.utf8))
    let error = #expect(throws: FileProblem.self) { try TestPrior(path) }
    #expect(error?.problem.contains("those that it is for are not known here") == true)
  }
}
