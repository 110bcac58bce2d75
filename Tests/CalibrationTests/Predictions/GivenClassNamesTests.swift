import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Names of classes beside scores whose format has none.
struct GivenClassNamesTests {
  private func folder(_ names: String?) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try NPYFile.write(
      NumericArray([Float(1), 2, 3, 4, 5, 0], shape: [3, 2]), to: folder("logits.npy"))
    try NPYFile.write(NumericArray([1, 1, 0], shape: [3]), to: folder("labels.npy"))
    if let names { _ = try folder.file("class_names.txt", Data(names.utf8)) }
    return folder
  }

  private func problem(_ folder: TemporaryFolder) -> String {
    #expect(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }?.description ?? ""
  }

  @Test(arguments: ["dog\ncat\n", "\u{FEFF}dog\r\ncat\r\n\n", "dog\rcat"])
  func `the lines of class_names name the classes`(text: String) throws {
    let folder = try folder(text)
    let read = try PredictionFolder.read(folder.path)
    #expect(read.input.classNames == ["dog", "cat"])
    #expect(read.labels == [1, 1, 0])
    #expect(read.notes == ["\(folder("class_names.txt")): the classes are dog, cat"])
    #expect(read.warnings == [])
    let rows = try PredictionRows(folder("logits.npy"), kind: .logits)
    #expect(rows.classNames == ["dog", "cat"])
    #expect(try LabelledRows(folder: folder.path).rows.classNames == ["dog", "cat"])
  }

  @Test func `counts and labels go by these names`() throws {
    let folder = try folder("dog\ncat\n")
    _ = try folder.file("class_counts.json", Data(#"{"cat": 5, "dog": 50}"#.utf8))
    try FileManager.default.removeItem(atPath: folder("labels.npy"))
    _ = try folder.file("labels.csv", Data("label\ndog\ncat\ncat\n".utf8))
    let read = try PredictionFolder.read(folder.path)
    #expect(read.classCounts == [50, 5])
    #expect(read.labels == [0, 1, 1])
  }

  @Test func `whole numbers count the lines, whatever numbers are in the names`() throws {
    let folder = try folder("class_1\nclass_0\n")
    #expect(try PredictionFolder.read(folder.path).labels == [1, 1, 0])
  }

  @Test func `counts beside the names are in their order, whatever numbers are in the names`()
    throws
  {
    let folder = try folder("10\n2\n")
    let counts = try folder.file("class_counts.json", Data("[7, 3]".utf8))
    let read = try PredictionFolder.read(folder.path)
    #expect(read.classCounts == [7, 3])
    #expect(read.notes == ["\(folder("class_names.txt")): the classes are 10, 2"])
    let rows = try LabelledRows(folder: folder.path).rows
    #expect(try PredictionArrays.classCounts(counts, for: rows.known).counts == [7, 3])
    try FileManager.default.createDirectory(
      atPath: folder("other"), withIntermediateDirectories: true)
    let elsewhere = try folder.file("other/counts.json", Data("[7, 3]".utf8))
    let error = #expect(throws: FileProblem.self) {
      try PredictionArrays.classCounts(elsewhere, for: rows.known)
    }
    #expect(error?.problem.contains("leaves one reading") == true)
    let named = try folder.file("other/named.json", Data(#"{"2": 3, "10": 7}"#.utf8))
    #expect(try PredictionArrays.classCounts(named, for: rows.known).counts == [7, 3])
  }

  @Test func `predictions of an older run have the names that the run wrote down`() throws {
    let folder = try TemporaryFolder()
    let run = folder("run/predictions/test")
    try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
    try NPYFile.write(
      NumericArray([Float(1), 2, 3, 4, 5, 0], shape: [3, 2]), to: run + "/logits.npy")
    try NPYFile.write(NumericArray([1, 1, 0], shape: [3]), to: run + "/labels.npy")
    _ = try folder.file("run/predictions/test/class_counts.json", Data("[7, 3]".utf8))
    #expect(try PredictionFolder.read(run).input.classNames == nil)
    let data = try folder.file("run/data.json", Data(#"{"classNames": ["10", "2"]}"#.utf8))
    let read = try PredictionFolder.read(run)
    #expect(read.input.classNames == ["10", "2"])
    #expect(read.classCounts == [7, 3])
    #expect(read.notes == ["\(data): the classes are 10, 2"])
    _ = try folder.file("run/data.json", Data(#"{"classNames": ["0", "1"]}"#.utf8))
    #expect(try PredictionFolder.read(run).notes == [])
  }

  @Test func `names of another number, or that are none, are refused`() throws {
    for (text, words) in [
      ("dog\ncat\nowl\n", "class_names.txt: 3 names for the 2 classes"),
      ("dog\n\ncat\n", "name 2 is empty"), ("dog\ndog\n", "names 1 and 2 are both “dog”"),
      ("", "0 names for the 2 classes"),
    ] {
      let found = problem(try folder(text))
      #expect(found.contains(words), "\(found)")
    }
  }

  @Test func `columns that the names leave out are told, with what reads the others`() throws {
    let folder = try folder("dog\ncat\n")
    try FileManager.default.removeItem(atPath: folder("logits.npy"))
    for (header, row, words) in [
      (
        "dog,cat,glare", "1.5,2.5,0.5",
        "class_names.txt: 2 names for the 3 classes of \(folder("logits.csv")); one a class, in class order, was "
          + "expected; glare is none of them: --columns dog,cat reads the scores of the others alone"
      ),
      (
        "glare,dog,blur,cat", "1.5,2.5,0.5,3.5",
        "glare, blur are none of them: --columns dog,cat reads"
      ),
      ("dog,fox,owl", "1.5,2.5,0.5", "was expected"),
    ] {
      _ = try folder.file(
        "logits.csv", Data("\(header)\n\(row)\n\(row)\n\(row)\n".utf8))
      let found = problem(folder)
      #expect(words == "was expected" ? found.hasSuffix(words) : found.contains(words), "\(found)")
      guard words != "was expected" else { continue }
      let chosen = try PredictionFolder.read(
        folder.path, choice: TableChoice(columns: ColumnSelection("dog,cat")))
      #expect(chosen.input.classNames == ["dog", "cat"] && chosen.logits.classes == 2)
    }
  }

  @Test func `names that contradict the columns of a table are refused`() throws {
    for (header, words) in [
      ("dog,cat", nil), ("cat,dog", "class 0 is 'dog', but 'cat' in"),
    ] as [(String, String?)] {
      let folder = try folder("dog\ncat\n")
      try FileManager.default.removeItem(atPath: folder("logits.npy"))
      _ = try folder.file("logits.csv", Data("\(header)\n1.5,2\n3,4.5\n5,0.5\n".utf8))
      guard let words else {
        #expect(try PredictionFolder.read(folder.path).input.classNames == ["dog", "cat"])
        continue
      }
      #expect(problem(folder).contains(words))
    }
  }

  @Test func `written predictions keep the names of their classes`() throws {
    let folder = try folder("dog\ncat\n")
    var read = try PredictionFolder.read(folder.path)
    try PredictionFolder.write(read, to: folder("copy"))
    #expect(try PredictionFolder.read(folder("copy")).input.classNames == ["dog", "cat"])
    read.input.classNames = ["a\nb", "c"]
    let error = #expect(throws: FileProblem.self) {
      try PredictionFolder.write(read, to: folder("other"))
    }
    #expect(error?.problem.contains("cannot stand on a line") == true)
  }

  @Test func `text of NumPy names the classes of an NPZ file`() throws {
    // numpy.savez_compressed with logits, labels and class_names=numpy.array(["dog", "cat"])
    let bytes = try #require(Data(base64Encoded: Self.archive))
    let folder = try TemporaryFolder()
    let path = try folder.file("p.npz", bytes)
    let read = try PredictionFolder.read(path)
    #expect(read.input.classNames == ["dog", "cat"])
    #expect(read.labels == [1, 1, 0])
    #expect(read.notes == ["\(path): the classes are dog, cat"])
  }

  @Test func `scores in memory alone have no names beside them`() throws {
    let array = NumericArray([Float(1), 2], shape: [1, 2])
    for path in ["logits.npy", "nowhere/logits.npy", "nowhere/p.npz"] {
      let rows = try PredictionRows(LocatedArray(array, path: path), kind: .logits)
      #expect(rows.classNames == nil)
    }
  }

  private static let archive =
    "UEsDBC0AAAAIAAAAIQAhKWSI//////////8KABQAbG9naXRzLm5weQEAEACYAAAAAAAAAFgAAAAAAAAAm+wX6hsQychQ"
    + "xlCtnpJanFykbqWgbpNmoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaxjoKRpo6CrUKZAMuBoYGewYGBgcg"
    + "AuIGIF4AxAwMAFBLAwQtAAAACAAAACEArSISKf//////////CgAUAGxhYmVscy5ucHkBABAAmAAAAAAAAABLAAAAAAAA"
    + "AJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC5G"
    + "BgiA0TAAAFBLAwQtAAAACAAAACEAZWTsJP//////////DwAUAGNsYXNzX25hbWVzLm5weQEAEACYAAAAAAAAAFUAAAAA"
    + "AAAAm+wX6hsQychQxlCtnpJanFykbqWgbhNqrK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQA"
    + "rhQGBoZ8IE4H4mQgTgTiEiAGAFBLAQItAy0AAAAIAAAAIQAhKWSIWAAAAJgAAAAKAAAAAAAAAAAAAACAAQAAAABsb2dp"
    + "dHMubnB5UEsBAi0DLQAAAAgAAAAhAK0iEilLAAAAmAAAAAoAAAAAAAAAAAAAAIABlAAAAGxhYmVscy5ucHlQSwECLQMt"
    + "AAAACAAAACEAZWTsJFUAAACYAAAADwAAAAAAAAAAAAAAgAEbAQAAY2xhc3NfbmFtZXMubnB5UEsFBgAAAAADAAMArQAA"
    + "ALEBAAAAAA=="
}
