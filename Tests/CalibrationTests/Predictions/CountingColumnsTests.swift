import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Columns of scores that only count, class_0, class_1, …, beside a list of names, and as columns of counts.
struct CountingColumnsTests {
  private func folder(
    _ header: String, labels: String = "0\n1\n2", names: String
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = "2.5,0.1,0.2\n0.1,2.5,0.3\n0.2,0.1,2.5\n"
    _ = try folder.file("logits.csv", Data("\(header)\n\(rows)".utf8))
    _ = try folder.file("labels.csv", Data("label\n\(labels)\n".utf8))
    _ = try folder.file("class_names.txt", Data(names.utf8))
    return folder
  }

  @Test(arguments: [
    "class_0,class_1,class_2", "logit_0,logit_1,logit_2", "c0,c1,c2", "Class 0,Class 1,Class 2",
  ])
  func `are called as the list says`(header: String) throws {
    let words = header.replacing(",", with: "\n")
    for labels in ["0\n1\n2", "cat\ndog\nowl", words] {
      let folder = try folder(header, labels: labels, names: "cat\ndog\nowl\n")
      let read = try PredictionFolder.read(folder.path)
      #expect(read.input.classNames == ["cat", "dog", "owl"] && read.labels == [0, 1, 2])
      let note = "\(folder("class_names.txt")): the classes are cat, dog, owl"
      #expect(read.notes.contains(note), "\(read.notes)")
    }
    let counted = try folder(header, names: "cat\ndog\nowl\n")
    _ = try counted.file("class_counts.csv", Data("\(header)\n5,50,500\n".utf8))
    #expect(try PredictionFolder.read(counted.path).classCounts == [5, 50, 500])
  }

  @Test(arguments: [
    ("class_2,class_1,class_0", "cat\ndog\nowl\n", "class 0 is 'cat', but 'class_2' in"),
    ("class_0,class_1,class_2", "class_1\nclass_0\nclass_2\n", "class 0 is 'class_1', but"),
    ("class_0,class_1,class_2", "2\n0\n1\n", "class 0 is '2', but 'class_0' in"),
    ("class_0,class_1,other", "cat\ndog\nowl\n", "class 0 is 'cat', but 'class_0' in"),
  ])
  func `in another order, or contradicted by the list, are refused`(
    header: String, names: String, words: String
  ) throws {
    let folder = try folder(header, names: names)
    let error = #expect(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }
    #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "")")
  }

  @Test func `that count from 1 leave whole numbers two readings`() throws {
    for labels in ["1\n2\n1", "1\n2\n3"] {
      let folder = try folder(
        "class_1,class_2,class_3", labels: labels, names: "cat\ndog\nowl\n")
      #expect(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }
    }
    let named = try folder(
      "class_1,class_2,class_3", labels: "class_1\nclass_2\nclass_3", names: "cat\ndog\nowl\n")
    #expect(try PredictionFolder.read(named.path).labels == [0, 1, 2])
  }

  @Test(arguments: [
    ("class_1,class_0,class_2", [5, 500, 50], "by the numbers in their names"),
    ("class_2,class_1,class_3", [5, 500, 50], "by the numbers in their names"),
    ("class_0,class_1,class_2", [500, 5, 50], "by position"),
    ("class_10,class_2,class_5", [500, 5, 50], "by position"),
  ])
  func `of counts are taken by number beside classes without names`(
    header: String, counts: [Int], note: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("c.csv", Data("\(header)\n500,5,50\n".utf8))
    let found = try PredictionArrays.classCounts(path, classes: 3)
    #expect(found.counts == counts)
    #expect(found.notes.contains { $0.contains(note) }, "\(found.notes)")
  }
}
