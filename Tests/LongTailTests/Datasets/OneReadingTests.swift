import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Data as people lay them out; each form with the classes that it has and how many samples each part.
struct DataForm: CustomTestStringConvertible, Sendable {
  let name: String
  /// Makes the data in a folder and says how they are named on the command line.
  let make: @Sendable (DataFolder) throws -> String
  let classes: [String]
  /// Samples of each class, before anything is held out.
  let training: [Int]
  /// `nil` where there is no test part.
  let test: [Int]?
  var validation: [Int]?

  var testDescription: String { name }

  static let all: [DataForm] = folders + lists

  private static let folders: [DataForm] = [
    DataForm(
      name: "class folders",
      make: { data in
        try data.pictures("dog", 4).pictures("cat", 3)
        return "image-folder:\(data.path)"
      }, classes: ["cat", "dog"], training: [3, 4], test: nil),
    DataForm(
      name: "capital parts",
      make: { data in
        try data.pictures("Train/dog", 4).pictures("Train/cat", 3).pictures("Test/dog", 1)
        return "image-folder:\(data.path)"
      }, classes: ["cat", "dog"], training: [3, 4], test: [0, 1]),
    DataForm(
      name: "three parts",
      make: { data in
        try data.pictures("training/dog", 4).pictures("training/cat", 3).pictures("testing/dog", 1)
        try data.pictures("valid/dog", 2).pictures("valid/cat", 1)
        return "image-folder:\(data.path)"
      }, classes: ["cat", "dog"], training: [3, 4], test: [0, 1], validation: [1, 2]),
    DataForm(
      name: "validation as test",
      make: { data in
        try data.pictures("train/dog", 4).pictures("train/cat", 3).pictures("dev/dog", 1)
        return "image-folder:\(data.path)"
      }, classes: ["cat", "dog"], training: [3, 4], test: [0, 1]),
    DataForm(
      name: "a class called train",
      make: { data in
        try data.pictures("train", 4).pictures("bus", 3)
        return "image-folder:\(data.path),parts=no"
      }, classes: ["bus", "train"], training: [3, 4], test: nil),
    DataForm(
      name: "parts beside other folders",
      make: { data in
        try data.pictures("train/dog", 4).pictures("train/cat", 3).pictures("extra", 5)
        return "image-folder:\(data.path),parts=yes"
      }, classes: ["cat", "dog"], training: [3, 4], test: nil),
    DataForm(
      name: "named parts",
      make: { data in
        try data.pictures("one/dog", 4).pictures("one/cat", 3).pictures("two,x=1/cat", 2)
        return "image-folder:train=\(data("one")),test=\"\(data("two,x=1"))\""
      }, classes: ["cat", "dog"], training: [3, 4], test: [2, 0]),
    DataForm(
      name: "odd names",
      make: { data in
        try data.pictures("a,b", 3).pictures("x=1", 2).pictures("cafe\u{301}", 4)
        return "image-folder:\(data.path)"
      }, classes: ["a,b", "caf\u{E9}", "x=1"], training: [3, 4, 2], test: nil),
    DataForm(
      name: "links in a loop",
      make: { data in
        try data.pictures("set/dog", 4).pictures("set/cat", 3)
        try data.link("set/dog/up", to: "../..")
        return "image-folder:\(data("set"))"
      }, classes: ["cat", "dog"], training: [3, 4], test: nil),
    DataForm(
      name: "classes of one picture",
      make: { data in
        try data.pictures("a", 1).pictures("b", 6).pictures("c", 1)
        return "image-folder:\(data.path)"
      }, classes: ["a", "b", "c"], training: [1, 6, 1], test: nil),
    DataForm(
      name: "other formats beside",
      make: { data in
        try data.pictures("dog", 4).pictures("cat", 3, ending: "jfif")
        try data.text("cat/x.webp", "RIFF")
        return "image-folder:\(data.path)"
      }, classes: ["cat", "dog"], training: [3, 4], test: nil),
  ]

  private static func list(_ name: String, _ file: String, _ text: String) -> DataForm {
    DataForm(
      name: name,
      make: { data in
        try data.pictures("p", 7)
        try data.text(file, text)
        return "image-list:\(data(file))"
      }, classes: ["cat", "dog"], training: [3, 4], test: nil)
  }

  private static func lines(_ line: (Int, String) -> String) -> String {
    (0..<7).map { line($0, $0 % 2 == 0 ? "dog" : "cat") + "\n" }.joined()
  }

  private static let lists: [DataForm] = [
    list("a plain list", "l.txt", lines { "p/\($0).png \($1)" }),
    list("a marked list", "l.txt", "\u{FEFF}" + lines { "p\\\($0).png \($1)" }),
    list("a comma in its name", "a,b.txt", lines { "p/\($0).png\t\($1)" }),
    list(
      "a table", "l.csv", "\u{FEFF}\"Class\",\"File Name\"\n" + lines { "\"\($1)\",p/\($0).png" }),
    list("tabs", "l.tsv", "n\tpath\tlabel\n" + lines { "\($0)\tp/\($0).png\t\($1)" }),
    DataForm(
      name: "labels from 1",
      make: { data in
        try data.pictures("p", 7)
        try data.text("l.txt", (0..<7).map { "p/\($0).png \($0 % 2 + 1)\n" }.joined())
        try data.text("t.txt", "p/3.png 2\n")
        return "image-list:train=\(data("l.txt")),val=\(data("t.txt")),test=\(data("t.txt"))"
      }, classes: ["1", "2"], training: [4, 3], test: [0, 1], validation: [0, 1]),
    DataForm(
      name: "exported arrays",
      make: { data in
        try data.pictures("in/train/dog", 4).pictures("in/train/cat", 3).pictures("in/test/dog", 2)
        let source = try Datasets.source("image-folder:\(data("in"))")
        for (part, name) in [(DatasetPart.training, "Train"), (.test, "Test")] {
          let samples = try source.load(part)
          try SampleExport.write(samples, classCounts: samples.classCounts, to: data("out/\(name)"))
        }
        return "arrays:\(data("out"))"
      }, classes: ["cat", "dog"], training: [3, 4], test: [0, 2]),
  ]
}

/// One reading of every form of data.
struct OneReadingTests {
  @Test(arguments: DataForm.all)
  func `training, measuring, describing and exporting see the same data`(form: DataForm) throws {
    let data = try DataFolder()
    let text = try form.make(data)
    let partition = try data.partition(text, validation: 0.3)
    let loaded = try Datasets.source(text).load(.training)
    #expect(loaded.classNames == form.classes)
    #expect(loaded.classCounts == form.training)
    let test = partition.test.samples.classCounts
    #expect(
      zip(partition.publishedCounts, test).map { $0 + (form.test == nil ? $1 : 0) } == form.training
    )
    if let expected = form.test { #expect(test == expected) }
    if let expected = form.validation {
      #expect(partition.validation?.samples.classCounts == expected)
    } else {
      #expect(!partition.hasOwnValidationPart)
    }
    #expect(partition.training.samples.classCounts.allSatisfy { $0 > 0 })

    let measured = try TestSet(from: Datasets.source(text)).samples
    #expect(measured.classNames == form.classes)
    #expect(measured.classCounts == form.test ?? form.training)

    let description = DatasetDescription(of: partition, dataset: text, imbalanceFactor: nil)
    #expect(description.classes.map(\.name) == form.classes)
    #expect(description.classes.map(\.selected) == partition.publishedCounts)
    #expect(description.classes.map(\.test) == test)

    try SampleExport.write(loaded, classCounts: loaded.classCounts, to: data("exported"))
    let again = try Datasets.source("arrays:\(data("exported"))").load(.training)
    #expect(again.classNames == form.classes && again.labels == loaded.labels)
  }
}
