import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Columns of scores whose names begin or end alike, prob_cat and prob_dog, beside others' names of the classes.
struct FramedNamesTests {
  private static let words = ["cat", "dog", "owl"]
  private static let header = "prob_cat,prob_dog,prob_owl"
  private static let rows = "2.5,0.1,0.2\n0.1,2.5,0.3\n0.2,0.1,2.5\n"

  private func folder(
    _ header: String = header, labels: String, rows: String = rows, names: String? = nil
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.file("logits.csv", Data("\(header)\n\(rows)".utf8))
    _ = try folder.file("labels.csv", Data("label\n\(labels)\n".utf8))
    if let names { _ = try folder.file("class_names.txt", Data(names.utf8)) }
    return folder
  }

  private func problem(_ folder: TemporaryFolder) -> String {
    #expect(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }?.description ?? ""
  }

  @Test func `words are what is left of names that begin or end alike at a sign`() {
    func words(_ names: String...) -> [[String]] { FramedNames.readings(of: names).map(\.words) }
    #expect(words("prob_cat", "prob_dog") == [["cat", "dog"]])
    #expect(words("cat-score", "dog-score") == [["cat", "dog"]])
    #expect(words("P(cat)", "P(dog)").contains(["cat", "dog"]))
    #expect(words("p.a_cat", "p.a_dog") == [["a_cat", "a_dog"], ["cat", "dog"]])
    // Not within a word, not numbers, and not where a word is a name as well.
    for names in [
      ["cat", "car"], ["class_0", "class_1"], ["p_a", "p_p_b", "p_p_a"], ["a_", "a_b"], ["x"],
    ] {
      #expect(FramedNames.readings(of: names).isEmpty, "\(names)")
    }
  }

  @Test func `names are translated where one side is the words of the other`() {
    let full = ["prob_cat", "prob_dog"]
    #expect(FramedNames.translated(["dog", "cat"], to: full) == ["prob_dog", "prob_cat"])
    #expect(FramedNames.translated(full, to: ["dog", "cat"]) == ["cat", "dog"])
    #expect(FramedNames.translated(["dog", "fox"], to: full) == nil)
    #expect(FramedNames.translated(["dog", "prob_cat"], to: full) == nil)
    #expect(FramedNames.translated(["logit_cat", "logit_dog"], to: full) == nil)
    #expect(
      FramedNames.areSame(["cat", "dog"], full) && !FramedNames.areSame(["dog", "cat"], full))
  }

  @Test(arguments: [
    header, "cat_logit,dog_logit,owl_logit", "score cat,score dog,score owl",
    "P(cat),P(dog),P(owl)",
    "P(y=cat),P(y=dog),P(y=owl)", "net:cat,net:dog,net:owl",
  ])
  func `labels may be the words, which is said`(header: String) throws {
    let folder = try folder(header, labels: "owl\ncat\ndog")
    let read = try PredictionFolder.read(folder.path)
    #expect(read.labels == [2, 0, 1])
    // Whoever reads these scores without labels has the same names.
    let rows = try PredictionRows(folder("logits.csv"), kind: .logits)
    #expect(read.input.classNames == rows.classNames)
    let note =
      "\(folder("labels.csv")): the labels cat, dog, owl stand for the classes "
      + CSVTable.list(rows.classNames ?? [])
    #expect(read.notes.contains(note), "\(read.notes)")
    let other = try LabelledRows(folder: folder.path)
    #expect(other.labels == [2, 0, 1])
  }

  @Test func `labels that are the names themselves are these`() throws {
    let folder = try folder(labels: "prob_owl\nprob_cat\nprob_dog")
    let read = try PredictionFolder.read(folder.path)
    #expect(read.labels == [2, 0, 1] && !read.notes.contains { $0.contains("stand for") })
  }

  @Test(arguments: [
    (header, "owl\nprob_cat\ndog"), (header, "owl\nfox\ndog"), (header, "Owl\ncat\ndog"),
    ("prob_cat,prob_dog,owl", "owl\ncat\ndog"), ("p_owl,p_p_owl,p_x", "owl\np_owl\nx"),
  ])
  func `labels of both, or of neither, are refused`(header: String, labels: String) throws {
    let found = problem(try folder(header, labels: labels))
    #expect(found.contains("is none of the 3 classes \(header.replacing(",", with: ", "))"))
  }

  @Test func `truth values are taken by the words`() throws {
    let folder = try folder(
      "prob_True,prob_False", labels: "True\nFalse\nTrue", rows: "2.5,0.1\n0.1,2.5\n2.5,0.1\n")
    #expect(try PredictionFolder.read(folder.path).labels == [0, 1, 0])
  }

  @Test func `a column of words beside numbers is held against them`() throws {
    let folder = try folder(labels: "0\n1\n2")
    _ = try folder.file("labels.csv", Data("label,name\n0,dog\n1,cat\n2,owl\n".utf8))
    #expect(problem(folder).contains("by column 'name'"))
    _ = try folder.file("labels.csv", Data("label,name\n0,cat\n1,dog\n2,owl\n".utf8))
    #expect(try PredictionFolder.read(folder.path).labels == [0, 1, 2])
  }

  @Test func `a list of the words names the classes, in the same order alone`() throws {
    let named = try folder(labels: "owl\ncat\ndog", names: "cat\ndog\nowl\n")
    let read = try PredictionFolder.read(named.path)
    #expect(read.input.classNames == Self.words && read.labels == [2, 0, 1])
    _ = try named.file("labels.csv", Data("label\nprob_owl\nprob_cat\nprob_dog\n".utf8))
    #expect(try PredictionFolder.read(named.path).labels == [2, 0, 1])
    let other = try folder(labels: "0\n1\n2", names: "dog\ncat\nowl\n")
    #expect(problem(other).contains("class 0 is 'dog', but 'prob_cat' in"))
  }

  @Test(arguments: [
    ("c.json", #"{"owl": 500, "cat": 5, "dog": 50}"#), ("c.csv", "owl,cat,dog\n500,5,50\n"),
    ("c.csv", "label,count\nowl,500\ncat,5\ndog,50\n"),
    ("c.csv", "kind,count\nowl,500\ncat,5\ndog,50\n"),
  ])
  func `counts may name the words`(file: String, text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(file, Data(text.utf8))
    let full = Self.header.split(separator: ",").map(String.init)
    let found = try PredictionArrays.classCounts(path, classes: 3, classNames: full)
    #expect(found.counts == [5, 50, 500] && !found.notes.isEmpty)
    let wrong = try folder.file("w.json", Data(#"{"owl": 500, "prob_cat": 5, "dog": 50}"#.utf8))
    #expect(throws: FileProblem.self) {
      try PredictionArrays.classCounts(wrong, classes: 3, classNames: full)
    }
  }

  @Test func `predictions of both namings go together, in one order`() throws {
    let full = InputDescription(classNames: ["prob_cat", "prob_dog"])
    let notes = try InputDescription.notes(matching: [
      (full, "a.csv"), (InputDescription(classNames: ["cat", "dog"]), "b.csv"), (full, "c.csv"),
    ])
    #expect(
      notes == ["b.csv: its classes cat, dog are taken for those of a.csv: prob_cat, prob_dog"])
    for names in [["dog", "cat"], ["logit_cat", "logit_dog"]] {
      #expect(throws: FileProblem.self) {
        try full.checkSameClasses(InputDescription(classNames: names), in: "b.csv", as: "a.csv")
      }
    }
  }

  @Test func `names on a page may be the words, in the same order`() throws {
    let known = KnownClasses(count: 2, names: ["prob_cat", "prob_dog"], owner: "scores")
    let notes = try known.renamingNotes(to: ["cat", "dog"], by: "n.txt")
    #expect(notes.count == 1 && notes[0].contains("cat for prob_cat"))
    let error = #expect(throws: FileProblem.self) {
      try known.renamingNotes(to: ["dog", "cat"], by: "n.txt", isMeant: true)
    }
    #expect(error?.problem.contains("class 0 is 'dog', but 'prob_cat' in scores") == true)
  }
}
