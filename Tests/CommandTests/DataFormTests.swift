import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Commands read data alike.
struct DataFormTests {
  private struct Description: Decodable {
    struct Class: Decodable {
      let name: String
      let selected: Int
      let validation: Int
      let test: Int
    }

    let classes: [Class]
    let testIsHeldOut: Bool
    let warnings: [String]

    enum CodingKeys: String, CodingKey {
      case classes, warnings
      case testIsHeldOut = "test_is_held_out"
    }
  }

  private struct RunData: Decodable {
    let classNames: [String]
    let publishedCounts: [Int]
    let validationSamples: Int?
    let testSamples: Int
    let warnings: [String]
  }

  private func run(_ arguments: [String], _ data: DataFolder) throws -> LongTailProcess.Outcome {
    let outcome = try LongTailProcess.run(arguments, in: data.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    return outcome
  }

  private func expectOneReading(_ source: String, _ data: DataFolder) throws -> Description {
    let text = try run(["data", "describe", "--data", source, "--format", "json"], data).output
    let described = try JSONDecoder().decode(Description.self, from: Data(text.utf8))
    for (part, counts) in [
      ("train", described.classes.map(\.selected)), ("test", described.classes.map(\.test)),
    ] {
      let folder = "exported-\(part)"
      _ = try run(["data", "export", "--data", source, "--split", part, "--output", folder], data)
      let names = try String(contentsOfFile: data("\(folder)/class_names.txt"), encoding: .utf8)
      #expect(names.split(separator: "\n").map(String.init) == described.classes.map(\.name))
      let labels = try NPYFile.read(data("\(folder)/labels.npy")).integers()
      #expect(counts.indices.map { label in labels.count { $0 == label } } == counts)
    }
    _ = try run(
      [
        "train", "cross-entropy", "--data", source, "--epochs", "1", "--set",
        "model.backbone=two-layer", "--set", "stages.0.augmentations=[]", "--output", "run",
        "--threads", "1",
      ], data)
    let json = try Data(contentsOf: URL(fileURLWithPath: data("run/data.json")))
    let trained = try JSONDecoder().decode(RunData.self, from: json)
    #expect(trained.classNames == described.classes.map(\.name))
    #expect(trained.publishedCounts == described.classes.map(\.selected))
    #expect(trained.testSamples == described.classes.map(\.test).reduce(0, +))
    #expect(
      trained.validationSamples ?? 0 == described.classes.map(\.validation).reduce(0, +))
    #expect(trained.warnings == described.warnings)
    try expectSameMeasured(source, described, data)
    return described
  }

  private struct Figures: Decodable, Equatable {
    let calibrator: String?
    let accuracy: Double?
    let nll: Double?
    let brier: Double?
  }

  /// What `evaluate` measures on the source when it is named is what the run's own data are.
  private func expectSameMeasured(
    _ source: String, _ described: Description, _ data: DataFolder
  ) throws {
    func measured(_ arguments: [String]) throws -> (figures: [Figures], errors: String) {
      let outcome = try run(["evaluate", "run", "--format", "json"] + arguments, data)
      let figures = try JSONDecoder().decode([Figures].self, from: Data(outcome.output.utf8))
      return (figures, outcome.errors)
    }
    let own = try measured([])
    #expect(!own.figures.isEmpty)
    let named = try measured(["--data", source])
    let samples = described.classes.map {
      described.testIsHeldOut ? $0.selected + $0.test : $0.test
    }
    let count = samples.reduce(0, +)
    if described.testIsHeldOut {
      #expect(named.errors.contains("all its \(count) samples are measured"), "\(named.errors)")
    } else {
      #expect(
        named.errors.contains("the \(count) samples of its test part are measured"),
        "\(named.errors)")
      #expect(named.figures == own.figures)
    }
    #expect(!named.errors.contains("matched by position"), "\(named.errors)")
    let found = try run(["doctor", "--data", source, "--format", "csv"], data).output
    let training = described.classes.map { $0.selected + (described.testIsHeldOut ? $0.test : 0) }
    #expect(
      found.contains("\(training.reduce(0, +)) training samples of \(training.count) classes"),
      "\(found)")
  }

  @Test func `folders with a validation part and leavings`() throws {
    let data = try DataFolder()
    try data.pictures("in/Train/dog", 6).pictures("in/Train/cat", 4).pictures("in/Valid/cat", 2)
      .pictures("in/Test/dog", 3)
    try data.text("in/Train/cat/x.webp", "RIFF")
    let described = try expectOneReading("image-folder:in", data)
    #expect(described.classes.map(\.selected) == [4, 6])
    #expect(described.classes.map(\.validation) == [2, 0])
    #expect(described.classes.map(\.test) == [0, 3])
    #expect(described.warnings.contains { $0.contains("1 .webp") })
  }

  @Test func `a table of pictures with classes of one`() throws {
    let data = try DataFolder()
    try data.pictures("p", 8)
    let rows = (0..<8).map { "x,p/\($0).png,\($0 < 6 ? "many" : "one \($0)")\n" }.joined()
    try data.text("l.csv", "\u{FEFF}note,File Name,Category\n" + rows)
    let described = try expectOneReading("image-list:l.csv", data)
    #expect(described.classes.map(\.name) == ["many", "one 6", "one 7"])
    #expect(described.classes.map { $0.selected + $0.test } == [6, 1, 1])
  }

  /// A form of data with what it holds.
  struct Form: CustomTestStringConvertible, Sendable {
    let name: String
    let make: @Sendable (DataFolder) throws -> String
    /// Samples of each class, before anything is held out.
    let training: [String: Int]
    /// `nil` where there is no test part.
    var test: [String: Int]?

    var testDescription: String { name }
  }

  private static func lines(_ line: (Int, String) -> String) -> String {
    (0..<12).map { line($0, $0 % 3 == 0 ? "cat" : "dog") + "\n" }.joined()
  }

  private static func list(_ name: String, _ file: String, _ text: String) -> Form {
    Form(
      name: name,
      make: { data in
        try data.pictures("p", 12)
        try data.text(file, text)
        return "image-list:\(file)"
      }, training: ["cat": 4, "dog": 8])
  }

  /// Twelve samples of the classes 0, 1 and 2 and six to test on, as arrays.
  private static func arrays(_ data: DataFolder, _ write: (String, [Int]) throws -> Void) throws {
    try write("train", (0..<12).map { $0 % 3 })
    try write("test", [0, 1, 1, 2, 2, 2])
  }

  private static func pixels(_ count: Int, of bytes: Int) -> [UInt8] {
    (0..<count * bytes).map { UInt8(truncatingIfNeeded: $0 * 73 + count * 29) }
  }

  private static func write(_ labels: [Int], to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try NPYFile.write(NumericArray(labels, shape: [labels.count]), to: folder + "/labels.npy")
  }

  private static let numbered: (training: [String: Int], test: [String: Int]) = (
    ["0": 4, "1": 4, "2": 4], ["0": 1, "1": 2, "2": 3]
  )

  private static func idx(_ shape: [Int], _ bytes: [UInt8]) -> Data {
    let extents = shape.flatMap { extent in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: extent >> $0) }
    }
    return Data([0, 0, 8, UInt8(shape.count)] + extents + bytes)
  }

  static let forms: [Form] = [
    Form(
      name: "class folders",
      make: { data in
        try data.pictures("in/dog", 8).pictures("in/cat", 4)
        return "image-folder:in"
      }, training: ["cat": 4, "dog": 8]),
    Form(
      name: "folders by name",
      make: { data in
        try data.pictures("one/dog", 8).pictures("one/cat", 4).pictures("two,x=1/cat", 2)
        return "image-folder:train=one,test=\"two,x=1\""
      }, training: ["cat": 4, "dog": 8], test: ["cat": 2, "dog": 0]),
    list("a plain list", "l.txt", lines { "p/\($0).png \($1)" }),
    list("a list with tabs", "l.lst", lines { "p/\($0).png\t\($1)" }),
    list(
      "a table of semicolons", "l.csv",
      "id;Label;Image\n" + lines { "\($0);\"\($1)\";p/\($0).png" }),
    list("a table of tabs", "l.tsv", "n\tpath\tclass\n" + lines { "\($0)\tp/\($0).png\t\($1)" }),
    Form(
      name: "lists of parts with labels from 1",
      make: { data in
        try data.pictures("p", 12)
        try data.text("a.txt", (0..<12).map { "\($0).png \($0 % 2 + 1)\n" }.joined())
        try data.text("b.txt", "1.png 2\n2.png 1\n3.png 2\n")
        return "image-list:train=a.txt,test=b.txt,root=p"
      }, training: ["1": 6, "2": 6], test: ["1": 1, "2": 2]),
    Form(
      name: "arrays in parts",
      make: { data in
        try arrays(data) { part, labels in
          try write(labels, to: data("in/\(part)"))
          try NPYFile.write(
            NumericArray(pixels(labels.count, of: 48), shape: [labels.count, 4, 4, 3]),
            to: data("in/\(part)/images.npy"))
        }
        return "arrays:in"
      }, training: numbered.training, test: numbered.test),
    Form(
      name: "one array with names of classes",
      make: { data in
        try write((0..<12).map { $0 % 3 == 0 ? 0 : 1 }, to: data("in"))
        try NPYFile.write(
          NumericArray(pixels(12, of: 16), shape: [12, 4, 4]), to: data("in/images.npy"))
        try data.text("in/class_names.txt", "cat\ndog\n")
        return "arrays:in/images.npy"
      }, training: ["cat": 4, "dog": 8]),
    Form(
      name: "features in parts",
      make: { data in
        try arrays(data) { part, labels in
          try write(labels, to: data("in/\(part)"))
          let values: [Float] = labels.indices.flatMap {
            [Float(labels[$0]), Float($0 * $0 % 7), 1]
          }
          try NPYFile.write(
            NumericArray(values, shape: [labels.count, 3]), to: data("in/\(part)/features.npy"))
        }
        return "features:in"
      }, training: numbered.training, test: numbered.test),
    Form(
      name: "idx files",
      make: { data in
        try arrays(data) { part, labels in
          let name = part == "train" ? "emnist-train" : "emnist-test"
          try data.file(
            "in/\(name)-images-idx3-ubyte",
            idx([labels.count, 4, 4], pixels(labels.count, of: 16)))
          try data.file(
            "in/\(name)-labels-idx1-ubyte", idx([labels.count], labels.map { UInt8($0) }))
        }
        return "mnist:in"
      }, training: numbered.training, test: numbered.test),
    Form(
      name: "painted pictures", make: { _ in "synthetic:classes=3,per-class=4,test=2,size=8" },
      training: ["plain disc": 4, "plain square": 4, "striped disc": 4],
      test: ["plain disc": 2, "plain square": 2, "striped disc": 2]),
  ]

  @Test(arguments: forms)
  func `every form is one data set to every command`(form: Form) throws {
    let data = try DataFolder()
    let source = try form.make(data)
    let described = try expectOneReading(source, data)
    let training = described.classes.map { $0.selected + (form.test == nil ? $0.test : 0) }
    let names = described.classes.map(\.name)
    #expect(described.testIsHeldOut == (form.test == nil))
    // The painter's names are its own.
    guard !source.hasPrefix("synthetic") else {
      #expect(training == Array(form.training.values))
      return
    }
    #expect(Dictionary(uniqueKeysWithValues: zip(names, training)) == form.training)
    guard let test = form.test else { return }
    #expect(Dictionary(uniqueKeysWithValues: zip(names, described.classes.map(\.test))) == test)
  }

  @Test func `what can be read in two ways is refused by every command`() throws {
    let data = try DataFolder()
    try data.pictures("in/train").pictures("in/bus").pictures("in/car")
    for arguments in [
      ["data", "describe"], ["data", "export", "--split", "train", "--output", "out"],
      ["train", "cross-entropy", "--output", "run"],
    ] {
      try expectRefusal(
        arguments + ["--data", "image-folder:in"], code: 1,
        naming: ["“train”", "“bus”, “car”", "parts=yes", "parts=no"], in: data.folder)
    }
  }
}
