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

  @Test(arguments: DataForm.all)
  func `every form is one data set to every command`(form: DataForm) throws {
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
