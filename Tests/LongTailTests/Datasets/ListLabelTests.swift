import TestSupport
import Testing

@testable import LongTail

/// Labels of lists that are missing, spelt in two ways, or given twice.
struct ListLabelTests {
  private func folder(_ lists: [String: String]) throws -> DataFolder {
    let data = try DataFolder()
    try data.pictures("p", 4)
    for (name, text) in lists { try data.text(name, text) }
    return data
  }

  @Test(arguments: ["NaN", "nan", "NULL", "<NA>", "N/A", "#N/A"])
  func `a word for a missing label is no class`(word: String) throws {
    let data = try folder([
      "l.csv": "path,label\np/0.png,a\np/1.png,\(word)\n", "l.txt": "p/0.png a\np/1.png \(word)\n",
    ])
    for (name, line) in [("l.csv", 3), ("l.txt", 2)] {
      let problem = data.problem("image-list:\(data(name))")
      #expect(
        problem.hasPrefix(
          "\(data(name)), line \(line): the label “\(word)” stands for a missing one"),
        "\(problem)")
    }
  }

  @Test(arguments: ["NA", "None", "none", "-", "?"])
  func `a word that may stand for a missing label is refused until somebody says it is a name`(
    word: String
  ) throws {
    let data = try folder([
      "l.csv": "path,label\np/0.png,a\np/1.png,\(word)\np/2.png,\(word)\n",
      "l.txt": "p/0.png a\np/1.png \(word)\np/2.png \(word)\n",
    ])
    for (name, line) in [("l.csv", 3), ("l.txt", 2)] {
      let problem = data.problem("image-list:\(data(name))")
      #expect(
        problem.hasPrefix(
          "\(data(name)), line \(line): the label “\(word)” (in 2 lines) may stand for a missing one, or be the name"
        ), "\(problem)")
      let samples = try Datasets.source("image-list:train=\(data(name)),missing=no").load(.training)
      #expect(samples.classNames == [word, "a"].sorted())
    }
  }

  @Test func `numbers among names are names, which is said by line`() throws {
    let data = try folder([
      "l.txt": "p/0.png 0\np/1.png 1\np/2.png A\np/3.png B\n", "t.txt": "p/1.png B\np/2.png 1\n",
      "w.csv": "path,label\np/0.png,A\np/1.png,7\np/2.png,A\np/3.png,7\n",
    ])
    let source = try Datasets.source("image-list:train=\(data("l.txt")),test=\(data("t.txt"))")
    let samples = try source.load(.training)
    #expect(samples.classNames == ["0", "1", "A", "B"] && samples.labels == [0, 1, 2, 3])
    #expect(
      samples.remarks == [
        "\(data("l.txt")), line 3: label “A” is a name, while line 1 has the number 0; all labels are taken for names"
      ])
    #expect(try source.load(.test).labels == [3, 1])
    let words = try Datasets.source("image-list:\(data("w.csv"))").load(.training)
    #expect(words.classNames == ["7", "A"])
    #expect(
      words.remarks.contains(
        "\(data("w.csv")), line 3: label “7” is a number, while line 2 has the name A; all labels are taken for names"
      ), "\(words.remarks)")
  }

  @Test(arguments: [
    (
      "0 1 A 1",
      "line 3: label “A” is a name, while line 1 has the number 0, and no other line has a name;"
    ),
    (
      "A B 3 A",
      "line 3: label “3” is a number, while line 1 has the name A, and no other line has a number;"
    ),
    (
      "A 3",
      "line 1: label “A” is a name, while line 2 has the number 3, and no other line has a name;"
    ),
  ])
  func `one label of another kind is refused`(labels: String, words: String) throws {
    let lines = labels.split(separator: " ").enumerated().map { "p/\($0).png \($1)\n" }
    let data = try folder(["l.txt": lines.joined()])
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(
      problem.hasPrefix("\(data("l.txt")), \(words) expected numbers or names throughout"),
      "\(problem)")
  }

  @Test func `classes that differ by capitals alone are told`() throws {
    let data = try folder([
      "l.txt": "p/0.png Cat\np/1.png cat\np/2.png dog\n", "t.txt": "p/3.png Dog\n",
    ])
    try data.pictures("in/Cat").pictures("in/cat").pictures("in/dog")
    for source in ["image-list:\(data("l.txt"))", "image-folder:\(data("in"))"] {
      let samples = try Datasets.source(source).load(.training)
      #expect(samples.classNames == ["Cat", "cat", "dog"])
      #expect(samples.remarks.count == 1, "\(samples.remarks)")
      #expect(samples.remarks[0].contains("“Cat”, “cat” differ by capitals alone"))
    }
    let source = "image-list:train=\(data("l.txt")),test=\(data("t.txt"))"
    let problem = data.problem(source, part: .test)
    #expect(problem.contains("line 1") && problem.contains("(but one called “dog”)"), "\(problem)")
  }

  @Test(arguments: ["cat,dog", "cat|dog", "cat;dog", "[\"cat\"]", "['cat','dog']", "cat, dog"])
  func `several labels for one picture are no class`(label: String) throws {
    let quoted = "\"\(label.replacing("\"", with: "\"\""))\""
    let data = try folder([
      "l.csv": "path,label\np/0.png,cat\np/1.png,\(quoted)\n",
      "l.txt": "p/0.png\tcat\np/1.png\t\(label)\n",
    ])
    for (name, line) in [("l.csv", 3), ("l.txt", 2)] {
      let problem = data.problem("image-list:\(data(name))")
      #expect(
        problem.hasPrefix(
          "\(data(name)), line \(line): the label “\(label)” may be several labels for one picture"),
        "\(problem)")
      let samples = try Datasets.source("image-list:train=\(data(name)),several=no").load(.training)
      #expect(Set(samples.classNames) == [label, "cat"])
    }
  }

  @Test func `a name with a comma is one unless its parts are names too`() throws {
    let data = try folder([
      "one.csv":
        "path,label\np/0.png,\"cat, small\"\np/1.png,\"dog, small\"\np/2.png,\"cat, large\"\n",
      "two.csv": "path,label\np/0.png,\"cat, dog\"\np/1.png,\"dog, owl\"\n",
    ])
    let samples = try Datasets.source("image-list:\(data("one.csv"))").load(.training)
    #expect(samples.classNames == ["cat, large", "cat, small", "dog, small"])
    #expect(
      data.problem("image-list:\(data("two.csv"))").contains("line 2: the label “cat, dog” may"))
  }

  @Test(arguments: ["0.5 1.5", "0 0.5", "-1.25 2.0", "1 2.5e-3"])
  func `numbers that are not whole are no classes`(labels: String) throws {
    let labels = labels.split(separator: " ")
    let data = try folder(["l.csv": "path,label\np/0.png,\(labels[0])\np/1.png,\(labels[1])\n"])
    let problem = data.problem("image-list:\(data("l.csv"))")
    #expect(problem.contains("is no whole number; expected the number or the name"), "\(problem)")
  }

  @Test func `a picture that stands twice is counted and told`() throws {
    let data = try folder([
      "l.txt": "p/0.png 0\np/1.png 1\n./p/0.png 00\np\\1.png 1\np//1.png 1\np/1.png 1\n"
    ])
    let samples = try Datasets.source("image-list:\(data("l.txt"))").load(.training)
    #expect(samples.count == 6 && samples.remarks.count == 1, "\(samples.remarks)")
    #expect(
      samples.remarks[0].hasSuffix(
        "l.txt: 4 lines with a picture of an earlier line and its label; each counts as a sample: "
          + "line 3 is line 1, line 4 is line 2, line 5 is line 2, …"), "\(samples.remarks)")
  }

  @Test func `a picture with two labels is refused with both lines`() throws {
    let data = try folder(["l.csv": "path,label\np/0.png,a\np/1.png,b\np/0.png,b\n"])
    let problem = data.problem("image-list:\(data("l.csv"))")
    #expect(
      problem.hasSuffix(
        "line 4: “p/0.png” has the label “b” here and “a” in line 2; expected one label a picture"),
      "\(problem)")
  }
}
