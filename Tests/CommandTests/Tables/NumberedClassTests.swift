import Foundation
import TestSupport
import Testing

/// Labels as whole numbers where the scores' columns are called by numbers.
struct NumberedClassTests {
  /// A folder `set` with a row for each label, whose highest score stands in the given column.
  private func folder(
    _ header: String, answers: [Int], labels: [String]
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    let width = header.split(separator: ",").count
    let rows = answers.map { answer in
      (0..<width).map { $0 == answer ? "2.5" : "0.\($0 + 1)" }.joined(separator: ",")
    }
    _ = try folder.file(
      "set/logits.csv", Data(([header] + rows).joined(separator: "\n").utf8))
    _ = try folder.file("set/labels.csv", Data((["label"] + labels).joined(separator: "\n").utf8))
    return folder
  }

  private static let ways = [
    ["metrics", "--predictions", "set", "--format", "json"],
    ["metrics", "--logits", "set/logits.csv", "--labels", "set/labels.csv", "--format", "json"],
  ]
  private static let fit = [
    "calibrate", "fit", "--method", "temperature", "--validation", "set", "--output", "c.json",
  ]

  @Test(arguments: [
    (
      "class_0,class_1,class_10,class_2,class_3,class_4,class_5,class_6,class_7,class_8,class_9",
      ["0", "1", "2"],
      "label 2 is class 'class_2' by the number in its name, and class 'class_10' by"
    ),
    (
      "prob_2,prob_1,prob_0", ["2", "1", "0"], "--columns prob_0,prob_1,prob_2 puts the columns in"
    ),
    ("True,False", ["0", "1"], "--columns False,True puts"),
    (
      "class_1,class_2,class_3", ["1", "2", "1"],
      "labels that are the columns' names, such as class_1"
    ),
    (
      "class_3,class_1,class_2", ["0", "1", "2"],
      "label 0 is class 'class_1' by the number in its name from 1, and class 'class_3' by"
    ),
    ("other,class_0,class_1", ["0", "1", "0"], "label 0 is class 'class_0'"),
    (
      "\"1\",\"2\",\"3\"", ["1", "2", "1"],
      "label 1 is class '1' by the number in its name, and class '2' by"
    ),
  ])
  func `are refused where columns and numbers disagree`(
    header: String, labels: [String], words: String
  ) throws {
    let folder = try folder(header, answers: labels.indices.map { $0 % 2 }, labels: labels)
    for command in Self.ways + [Self.fit] {
      try expectRefusal(command, code: 1, naming: ["set/labels.csv", words], in: folder)
    }
  }

  @Test func `are settled by the order of the columns, or by names`() throws {
    let header = "class_1,class_0,class_2"
    let numbers = try folder(header, answers: [1, 0, 2], labels: ["0", "1", "2"])
    let names = try folder(
      header, answers: [1, 0, 2], labels: ["class_0", "class_1", "class_2"])
    for command in Self.ways {
      let ordered = try LongTailProcess.output(
        command + ["--columns", "class_0,class_1,class_2"], in: numbers)
      #expect(try PrintedJSON.object(ordered)["accuracy"] as? Double == 1)
      let named = try LongTailProcess.run(command, in: names.path)
      #expect(try PrintedJSON.object(named.output)["accuracy"] as? Double == 1)
      #expect(
        named.errors.contains(
          "another order than they count: class 0, counted from 0, is 'class_1'"))
    }
  }

  @Test(arguments: [
    ("2,0,1", ["0", "1", "2"], [1, 2, 0]), ("10,20,30", ["10", "30", "20"], [0, 2, 1]),
    ("\"1\",\"2\",\"3\"", ["1", "2", "3"], [0, 1, 2]),
    ("10,20,other", ["10", "20", "10"], [0, 1, 0]),
  ])
  func `that are the names are taken by them where nothing else is meant`(
    header: String, labels: [String], answers: [Int]
  ) throws {
    let folder = try folder(header, answers: answers, labels: labels)
    for command in Self.ways {
      let outcome = try LongTailProcess.run(command + ["--header", "yes"], in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("set/labels.csv: labels are taken by the names of the classes"))
      #expect(try PrintedJSON.object(outcome.output)["accuracy"] as? Double == 1)
    }
  }

  @Test(arguments: [
    ("class_0,class_1,class_2", ["0", "1", "2"]), ("\"1\",\"2\",\"3\"", ["0", "1", "2"]),
    ("class_2,class_1,class_0", ["1", "1", "1"]), ("resnet18,resnet50,vgg", ["0", "1", "2"]),
  ])
  func `are positions where the names allow nothing else`(
    header: String, labels: [String]
  ) throws {
    let folder = try folder(header, answers: labels.map { Int($0) ?? 0 }, labels: labels)
    for command in Self.ways {
      let outcome = try LongTailProcess.run(command, in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(!outcome.errors.contains("by the names of the classes"))
      #expect(try PrintedJSON.object(outcome.output)["accuracy"] as? Double == 1)
    }
  }

  @Test func `that are neither name what they may be`() throws {
    let folder = try folder(
      "class_5,class_7,class_9", answers: [0, 1, 2], labels: ["5", "7", "9"])
    for command in Self.ways {
      try expectRefusal(
        command, code: 1,
        naming: ["label 5; 0 to 2 was expected", "Labels are these names, such as class_5"],
        in: folder)
    }
  }
}
