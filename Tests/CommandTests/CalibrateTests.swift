import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Of a calibrator file; `JSONSerialization` would not keep the last digit.
private struct VectorFile: Decodable {
  struct Calibrator: Decodable {
    let factors: [Double]
  }

  let calibrator: Calibrator
}

/// `longtail calibrate`.
struct CalibrateTests {
  private func run(_ arguments: [String], in folder: TemporaryFolder) throws
    -> LongTailProcess.Outcome
  {
    let outcome = try LongTailProcess.run(["calibrate"] + arguments, in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    return outcome
  }

  private static let all = [
    "temperature", "ensemble-temperature", "group-temperature", "top-label-spline", "isotonic",
    "isotonic-one-vs-all", "temperature-isotonic", "temperature-isotonic-one-vs-all", "venn-abers",
    "histogram-binning", "scaling-binning", "class-wise-temperature", "bcts", "vector", "svs",
    "matrix", "sms", "dirichlet", "beta", "gaussian-process", "knowledge-transfer",
    "knowledge-transfer-auto",
  ]

  @Test
  func `compare lists every calibrator after the model, and writes a self-contained page`() throws {
    let folder = try SmallPredictions.folder()
    let outcome = try run(
      [
        "compare", "--validation", "validation", "--test", "test", "--train", "train", "--format",
        "json", "--report", "report.html",
      ], in: folder)
    let rows = try PrintedJSON.rows(outcome.output)
    #expect(rows.map { $0["method"] as? String } == ["none"] + Self.all)
    for row in rows {
      #expect(row["skipped"] == nil, "\(row["method"] ?? "")")
      let error = try #require(row["ece"] as? Double)
      #expect((0...1).contains(error))
      #expect(row["fit_seconds"] is Double || row["fit_seconds"] is Int)
      #expect(row["accuracy_many"] is Double)
    }
    let errors = rows.compactMap { $0["ece"] as? Double }
    #expect(errors[1] < errors[0])
    for name in Self.all { #expect(outcome.errors.contains("\(name): done")) }
    let page = try String(contentsOfFile: folder("report.html"), encoding: .utf8)
    #expect(page.hasPrefix("<!DOCTYPE html>") || page.hasPrefix("<!doctype html>"))
    #expect(page.utf8.count < 2_000_000)
    for words in ["knowledge-transfer-auto", "Inside knowledge transfer", "Attention", "by chance"]
    {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("http://www") && !page.contains("<script src"))
  }

  @Test
  func `what cannot be fitted is a row with method and reason alone, in every format`() throws {
    let folder = try TemporaryFolder()
    try SmallPredictions.write(
      "v", perClass: [60, 30, 20, 10], seed: 4, withFeatures: false, in: folder)
    let common = [
      "compare", "--validation", "v", "--test", "v", "--methods", "knowledge-transfer,temperature",
    ]
    let rows = try PrintedJSON.rows(
      run(common + ["--format", "json", "--quiet"], in: folder).output)
    #expect(rows.map { $0["method"] as? String } == ["none", "knowledge-transfer", "temperature"])
    #expect(Set(rows[1].keys) == ["method", "skipped"])
    #expect((rows[1]["skipped"] as? String)?.contains("features") == true)
    for format in ["table", "csv", "markdown"] {
      let outcome = try run(common + ["--format", format], in: folder)
      let line = outcome.output.split(separator: "\n").first { $0.contains("knowledge-transfer") }
      #expect(line?.contains("features") == true)
      #expect(outcome.errors.contains("knowledge-transfer: skipped"))
    }
  }

  @Test func `a time limit turns slow fits into rows with that reason`() throws {
    let folder = try SmallPredictions.folder()
    let outcome = try run(
      [
        "compare", "--validation", "validation", "--test", "test", "--methods", "matrix",
        "--time-limit", "0.000001", "--format", "json",
      ], in: folder)
    let rows = try PrintedJSON.rows(outcome.output)
    #expect(Set(rows[1].keys) == ["method", "skipped"])
    #expect((rows[1]["skipped"] as? String)?.contains("longer than") == true)
  }

  @Test func `a fitted calibrator gives applied probabilities, chunk by chunk the same`() throws {
    let folder = try SmallPredictions.folder()
    let fitted = try run(
      [
        "fit", "--method", "knowledge-transfer", "--validation", "validation", "--train", "train",
        "--set", "alpha=0.9", "--set", "headClasses=2", "--output", "kt.json", "--format", "json",
      ], in: folder)
    let row = try #require(try PrintedJSON.rows(fitted.output).first)
    let temperature = try #require(row["temperature"] as? Double)
    #expect(temperature > 1)
    #expect(row["output"] as? String == "kt.json")
    let before = try #require(row["validation_nll_before"] as? Double)
    #expect(try #require(row["validation_nll_after"] as? Double) < before)
    let content = try String(contentsOfFile: folder("kt.json"), encoding: .utf8)
    #expect(content.contains("\"headClasses\" : 2"))
    let applied = try run(
      [
        "apply", "--calibrator", "kt.json", "--logits", "test/logits.npy", "--features",
        "test/features.npy", "--output", "p.npy",
      ], in: folder)
    #expect(applied.output == "p.npy\n")
    let probabilities = try NPYFile.read(folder("p.npy"))
    #expect(probabilities.shape == [400, 4])
    #expect(probabilities.elementType == .float32)
    let logits = try NPYFile.read(folder("test/logits.npy")).floats()
    for row in 0..<400 {
      let raised = (0..<4).map { exp(Double(logits[row * 4 + $0]) / temperature) }
      for (column, value) in raised.enumerated() {
        let expected = value / raised.reduce(0, +)
        #expect(abs(Double(probabilities.floats()[row * 4 + column]) - expected) < 1e-6)
      }
    }
  }

  /// The first largest of each row of four.
  private static func answers(_ values: [Float]) -> [Int] {
    stride(from: 0, to: values.count, by: 4).map { start in
      (1..<4).reduce(0) { values[start + $1] > values[start + $0] ? $1 : $0 }
    }
  }

  @Test(arguments: ["isotonic", "temperature-isotonic"])
  func `what apply writes has the answers and the accuracy that compare tells`(method: String)
    throws
  {
    let folder = try TemporaryFolder()
    // Few samples make long steps, on which several classes of an unsure row lie.
    var random = SeededGenerator(seed: 6)
    for (name, samples) in [("v", 60), ("t", 600)] {
      let logits = (0..<samples * 4).map { _ in Float.random(in: -1..<1, using: &random) }
      let labels = Self.answers(logits).map {
        Int.random(in: 0..<5, using: &random) < 3 ? $0 : Int.random(in: 0..<4, using: &random)
      }
      try FileManager.default.createDirectory(
        atPath: folder(name), withIntermediateDirectories: true)
      try NPYFile.write(
        NumericArray(logits, shape: [samples, 4]), to: folder("\(name)/logits.npy"))
      try NPYFile.write(NumericArray(labels, shape: [samples]), to: folder("\(name)/labels.npy"))
    }
    _ = try run(
      ["fit", "--method", method, "--validation", "v", "--output", "c.json"], in: folder)
    _ = try run(
      ["apply", "--calibrator", "c.json", "--logits", "t/logits.npy", "--output", "p.npy"],
      in: folder)
    #expect(
      try Self.answers(NPYFile.read(folder("p.npy")).floats())
        == Self.answers(NPYFile.read(folder("t/logits.npy")).floats()))
    let compared = try PrintedJSON.rows(
      run(
        ["compare", "--validation", "v", "--test", "t", "--methods", method, "--format", "json"],
        in: folder
      ).output)
    let measured = try PrintedJSON.object(
      LongTailProcess.output(
        ["metrics", "--probabilities", "p.npy", "--labels", "t/labels.npy", "--format", "json"],
        in: folder))
    let accuracy = try #require(measured["accuracy"] as? Double)
    #expect(compared.map { $0["accuracy"] as? Double } == [accuracy, accuracy])
  }

  @Test func `class-balanced weights and a prior change the fit, and say so in the file`() throws {
    let folder = try SmallPredictions.folder()
    try Data("[1, 1, 1, 97]".utf8).write(to: URL(fileURLWithPath: folder("prior.json")))
    var temperatures: [Double] = []
    for weights in ["uniform", "class-balanced", "prior.json"] {
      let outcome = try run(
        [
          "fit", "--method", "temperature", "--validation", "validation", "--weights", weights,
          "--output", "t.json", "--overwrite", "--format", "json",
        ], in: folder)
      temperatures.append(
        try #require(try PrintedJSON.rows(outcome.output).first?["temperature"] as? Double))
      let content = try String(contentsOfFile: folder("t.json"), encoding: .utf8)
      #expect(
        content.contains(
          weights == "uniform"
            ? "\"samples\"" : weights == "class-balanced" ? "\"classes\"" : "97"))
    }
    #expect(Set(temperatures).count == 3)
  }

  @Test func `a class without a validation sample is a warning that names it`() throws {
    let folder = try TemporaryFolder()
    try SmallPredictions.write("v", perClass: [60, 0, 20, 10], seed: 5, in: folder)
    let outcome = try run(
      ["fit", "--method", "temperature", "--validation", "v", "--output", "t.json"], in: folder)
    #expect(outcome.errors.contains("warning: no validation sample of class 1"))
  }

  @Test func `the exported file is Swift with the calibrator's numbers`() throws {
    let folder = try SmallPredictions.folder()
    _ = try run(
      ["fit", "--method", "vector", "--validation", "validation", "--output", "v.json"], in: folder)
    let outcome = try run(
      [
        "export", "--calibrator", "v.json", "--language", "swift", "--name", "Honest", "--output",
        "Honest.swift",
      ], in: folder)
    #expect(outcome.output == "Honest.swift\n")
    let source = try String(contentsOfFile: folder("Honest.swift"), encoding: .utf8)
    #expect(source.contains("public enum Honest"))
    let written = try JSONDecoder().decode(
      VectorFile.self, from: Data(contentsOf: URL(fileURLWithPath: folder("v.json"))))
    let factor = try #require(written.calibrator.factors.first)
    #expect(source.contains("\(factor)"))
  }
}
