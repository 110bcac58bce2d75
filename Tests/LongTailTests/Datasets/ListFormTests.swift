import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Forms of lists.
struct ListFormTests {
  /// Six pictures of two classes, `p/0.png` …; class a has the even ones.
  private func folder(_ lists: [String: String]) throws -> DataFolder {
    let data = try DataFolder()
    try data.pictures("p", 6)
    for (name, text) in lists { try data.text(name, text) }
    return data
  }

  /// A line for each picture.
  private func lines(_ line: (String, Int) -> String) -> String {
    (0..<6).map { line("p/\($0).png", $0 % 2) + "\n" }.joined()
  }

  private let names = ["a", "b"]

  @Test func `every form of one list is read alike`() throws {
    let words = lines { "\($0) \(names[$1])" }
    let forms = [
      "plain.txt": words,
      "bom.txt": "\u{FEFF}" + words,
      "windows.txt": words.replacing("\n", with: "\r\n"),
      "mac.txt": words.replacing("\n", with: "\r"),
      "tabs.txt": lines { "\($0)\t\(names[$1])" },
      "backslash.txt": words.replacing("p/", with: "p\\"),
      "quoted.txt": lines { "\"\($0)\" \(names[$1])" },
      "header.txt": "path label\n" + words,
      "plain.csv": lines { "\($0),\(names[$1])" },
      "bom.csv": "\u{FEFF}path,label\n" + lines { "\($0),\(names[$1])" },
      "class.csv": "filename,class\n" + lines { "\($0),\(names[$1])" },
      "quoted.csv": "\"image_id\",\"Category Name\"\n" + lines { "\"\($0)\",\"\(names[$1])\"" },
      "first.csv": "label,path\n" + lines { "\(names[$1]),\($0)" },
      "index.csv": ",path,label\n" + lines { "7,\($0),\(names[$1])" },
      "three.csv": "path,split,label\n" + lines { "\($0),train,\(names[$1])" },
      "two.csv": "filename,breed\n" + lines { "\($0),\(names[$1])" },
      "id.csv": "image_id,filename,label\n" + lines { "12,\($0),\(names[$1])" },
      "semicolon.csv": "path;label\n" + lines { "\($0);\(names[$1])" },
      "tab.csv": "path\tlabel\n" + lines { "\($0)\t\(names[$1])" },
      "tab.tsv": "File Name\tTarget\tnote, if any\n" + lines { "\($0)\t\(names[$1])\t-" },
    ]
    let data = try folder(forms)
    for name in forms.keys.sorted() {
      let samples = try Datasets.source("image-list:\(data(name))").load(.training)
      #expect(samples.classNames == ["a", "b"], "\(name)")
      #expect(samples.labels == [0, 1, 0, 1, 0, 1], "\(name)")
      let leftOut = [
        "index.csv": "column 1", "three.csv": "“split”", "id.csv": "“image_id”",
        "tab.tsv": "“note, if any”",
      ]
      #expect(samples.remarks.count == (leftOut[name] == nil ? 0 : 1), "\(name)")
      if let column = leftOut[name] {
        #expect(samples.remarks[0].hasSuffix("left out: \(column)"), "\(samples.remarks)")
      }
    }
  }

  @Test func `columns can be chosen by name and by number`() throws {
    let data = try folder([
      "named.csv": "shot,kind,note\n" + lines { "\($0),\(names[$1]),x" },
      "bare.csv": lines { "7,\(names[$1]),\($0)" },
      "both.csv": "path,class_id,class_name\n" + lines { "\($0),\($1),\(names[$1])" },
    ])
    func classes(_ text: String) throws -> [String] {
      try Datasets.source("image-list:\(data(text))").load(.training).classNames
    }
    #expect(try classes("named.csv,path=shot,label=kind") == ["a", "b"])
    #expect(try classes("named.csv,path=1,label=2") == ["a", "b"])
    #expect(try classes("bare.csv,path=3,label=2") == ["a", "b"])
    #expect(try classes("both.csv,label=class_name") == ["a", "b"])
    #expect(try classes("both.csv,label=class_id") == ["0", "1"])
    let problem = data.problem("image-list:\(data("named.csv"))")
    #expect(
      problem.hasPrefix(data("named.csv")) && problem.contains("path=COLUMN,label=COLUMN"),
      "\(problem)")
    #expect(data.problem("image-list:\(data("named.csv")),path=shot,label=knid").contains("“kind”"))
    #expect(data.problem("image-list:\(data("bare.csv"))").contains("line 1: 3 fields"))
  }

  @Test(arguments: [
    ("split", ["test", "train"]), ("Split", ["0", "1"]), ("fold", ["1", "2"]),
    ("Fold_ID", ["a", "b"]), ("is_train", ["False", "True"]),
  ])
  func `a column that divides the rows is not passed over`(name: String, values: [String]) throws {
    let data = try folder([
      "t.csv": "path,label,\(name)\n" + lines { "\($0),\(names[$1]),\(values[$1])" },
      "one.csv": "path,label,\(name)\n" + lines { "\($0),\(names[$1]),\(values[0])" },
    ])
    let problem = data.problem("image-list:\(data("t.csv"))")
    #expect(
      problem.contains("“\(name)” divides the rows (3 “\(values[0])”, 3 “\(values[1])”)"),
      "\(problem)")
    #expect(problem.contains("parts=no"), "\(problem)")
    #expect(data.problem("image-list:\(data("t.csv")),parts=no") == "")
    #expect(data.problem("image-list:\(data("one.csv"))") == "")
  }

  @Test func `the second column that divides the rows is seen, and the label is none`() throws {
    let data = try folder([
      "two.csv": "path,label,split,fold\n" + lines { "\($0),\(names[$1]),train,\($1)" },
      "phase.csv": "path,phase\n" + lines { "\($0),\(names[$1])" },
    ])
    #expect(data.problem("image-list:\(data("two.csv"))").contains("“fold” divides the rows"))
    let problem = data.problem("image-list:\(data("phase.csv"))")
    #expect(problem.contains("or label=phase if it holds the labels"), "\(problem)")
    #expect(data.problem("image-list:\(data("phase.csv")),label=phase") == "")
  }

  @Test func `one tab parts path and label, whatever spaces there are`() throws {
    let kinds = ["red fox", "sea  lion"]
    let data = try folder([
      "words.txt": lines { "\($0)\t\(kinds[$1])" },
      "header.txt": "File Name\tClass Name\n" + lines { "\($0) \t \(kinds[$1])\t" },
      "column.txt": lines { "\($0)\t\t\(kinds[$1])" },
    ])
    try data.pictures("my p", 2)
    try data.text("spaces.txt", "my p/0.png\tred fox\nmy p/1.png\tsea  lion\n")
    for name in ["words.txt", "header.txt", "column.txt", "spaces.txt"] {
      let samples = try Datasets.source("image-list:\(data(name))").load(.training)
      #expect(samples.classNames == kinds, "\(name)")
    }
  }

  @Test(arguments: [
    (
      "7\tp/0.png red", "the path “7” with the label “p/0.png red”",
      "the path “7 p/0.png” with the label “red”"
    ),
    (
      "p/0.png\tred\tfox", "the path “p/0.png” with the label “red fox”",
      "the path “p/0.png red” with the label “fox”"
    ),
  ])
  func `a line with tabs that can be read in two ways is refused with both`(
    line: String, first: String, second: String
  ) throws {
    let data = try folder(["l.txt": "p/1.png a\n\(line)\n"])
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(problem.hasPrefix("\(data("l.txt")), line 2: this may be "), "\(problem)")
    #expect(problem.contains(first) && problem.contains(second), "\(problem)")
  }

  @Test(arguments: [
    (" p/0.png\t3 ", "p/0.png", "3"),
    ("\u{3000}p/0.png \t\u{A0}red fox\u{A0}", "p/0.png", "red fox"),
    ("p/é.png é", "p/é.png", "é"), ("é\t e\u{301} ", "é", "e\u{301}"),
    ("p/0.png  \u{2003}3", "p/0.png", "3"),
  ])
  func `white space around a path and a label belongs to neither, of whatever kind it is`(
    text: String, picture: String, label: String
  ) throws {
    let line = try #require(try ListLine(text, path: "l.txt", number: 1))
    #expect(line.picture == picture && line.label == label, "“\(line.picture)” “\(line.label)”")
  }

  @Test func `a tab in a quoted path parts nothing`() throws {
    let line = try #require(try ListLine("\"a\tb.png\" 3", path: "l.txt", number: 1))
    #expect(line.picture == "a\tb.png" && line.label == "3")
  }

  @Test(arguments: [
    ("mixed.txt", "p/0.png 3\np/1.png dog\n", "line 2", "“dog” is a name"),
    ("comment.txt", "# my list\np/0.png 0\np/1.png 1\n", "line 1", "take comments out"),
    ("missing.txt", "p/0.png a\n\np/none.png b\n", "line 3", "p/none.png: cannot open"),
    ("space.txt", "p/0.png red fox\np/1.png a\n", "line 1", "p/0.png red"),
    ("comma.txt", "p/0.png,a\np/1.png,b\n", "line 1", ".csv"),
    ("gap.txt", "p/0.png 0\np/1.png 2\np/2.png 5\n", "line 2", "none of them is 1"),
    ("far.txt", "p/0.png 0\np/1.png 1\np/2.png 99\n", "line 3", "0 … 2"),
    ("negative.txt", "p/0.png 0\np/1.png -1\n", "line 2", "0 or more"),
    ("label.csv", "path,label\np/0.png,a\np/1.png,\n", "line 3", "no label"),
    ("break.csv", "path,label\np/0.png,a\np/1.png,\"b\nc\"\n", "line 3", "line break"),
  ])
  func `a line that is wrong is named with its list`(
    name: String, text: String, line: String, words: String
  ) throws {
    let data = try folder([name: text])
    let problem = data.problem("image-list:\(data(name))")
    #expect(problem.hasPrefix("\(data(name)), \(line): "), "\(problem)")
    #expect(problem.contains(words), "\(problem)")
  }

  @Test func `several pictures that are missing are told in one go`() throws {
    let data = try folder(["l.txt": "p/x.png a\np/1.png b\np/y.png a\n"])
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(problem.contains("2 of 3 pictures"))
    #expect(problem.contains("l.txt, line 1") && problem.contains("l.txt, line 3"), "\(problem)")
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16])
  func `text of two bytes a character is refused in words`(encoding: String.Encoding) throws {
    let data = try folder([:])
    let text = try #require("p/0.png 0\np/1.png 1\n".data(using: encoding))
    for name in ["l.txt", "l.csv"] {
      try data.file(name, text)
      #expect(data.problem("image-list:\(data(name))").contains("UTF-16"))
    }
  }

  @Test func `a list that is compressed is told as such`() throws {
    let data = try folder([:])
    for name in ["l.txt", "l.csv"] {
      try data.file(name, Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]))
      let problem = data.problem("image-list:\(data(name))")
      #expect(problem.contains("compressed by gzip") && !problem.contains("UTF-16"), "\(problem)")
    }
  }

  @Test func `text that is not UTF-8 is named by its line and bytes`() throws {
    let data = try folder([:])
    try data.file("l.txt", Data("p/0.png a\ncaf".utf8) + [0xE9] + Data(".png b\n".utf8))
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(problem.contains("line 2") && problem.contains(#"caf\xe9.png"#), "\(problem)")
  }

  @Test func `labels that count from 1 keep their numbers as names, in both lists`() throws {
    let data = try folder([
      "one.txt": lines { "\($0) \($1 + 1)" }, "zero.txt": lines { "\($0) \($1)" },
      "whole.csv": lines { "\($0),\($1).0" }, "padded.txt": lines { "\($0) 00\($1)" },
    ])
    let source = try Datasets.source("image-list:train=\(data("one.txt")),test=\(data("one.txt"))")
    let training = try source.load(.training)
    #expect(training.classNames == ["1", "2"] && training.labels == [0, 1, 0, 1, 0, 1])
    #expect(training.remarks.count == 1 && training.remarks[0].contains("count from 1"))
    #expect(try source.load(.test).labels == training.labels)
    for (train, test) in [("one.txt", "zero.txt"), ("zero.txt", "one.txt")] {
      let problem = data.problem(
        "image-list:train=\(data(train)),test=\(data(test))", part: .test)
      #expect(problem.contains("none of the 2 classes of the training list"), "\(problem)")
    }
    for name in ["whole.csv", "padded.txt"] {
      #expect(
        try Datasets.source("image-list:\(data(name))").load(.training).classNames == ["0", "1"])
    }
  }

  @Test func `a list to measure on need not have every class`() throws {
    let data = try folder(["few.txt": "p/0.png 101\np/1.png 7\n"])
    let test = try TestSet(from: Datasets.source("image-list:\(data("few.txt"))")).samples
    #expect(test.labels.map { test.classNames[$0] } == ["101", "7"])
  }

  @Test func `a validation list serves for validation`() throws {
    let data = try folder(["t.txt": lines { "\($0) \($1)" }, "v.txt": "p/0.png 0\n"])
    let list = data("t.txt")
    let source = try Datasets.source("image-list:train=\(list),val=\(data("v.txt")),test=\(list)")
    #expect(source.hasValidationPart)
    #expect(try source.load(.validation).count == 1)
  }

  @Test func `a list whose name has a comma can be given`() throws {
    let data = try folder(["a,b.txt": lines { "\($0) \($1)" }])
    for location in [data("a,b.txt"), "train=\(data("a,b.txt"))", "train=\"\(data("a,b.txt"))\""] {
      #expect(try Datasets.source("image-list:\(location)").load(.training).count == 6)
    }
  }
}
