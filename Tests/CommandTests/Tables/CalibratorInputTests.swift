import ArrayFiles
import Foundation
import TestSupport
import Testing

struct `A calibrator that was fitted` {
  /// `logits` and `probabilities`, folders with the same answers.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SmallPredictions.write(
      "logits", perClass: [60, 30, 20, 10], seed: 4, withFeatures: false, in: folder)
    let logits = try NPYFile.read(folder("logits/logits.npy"))
    let values = logits.floats()
    var probabilities: [Float] = []
    for row in 0..<logits.shape[0] {
      let raised = (0..<4).map { exp(Double(values[row * 4 + $0])) }
      probabilities += raised.map { Float($0 / raised.reduce(0, +)) }
    }
    try FileManager.default.createDirectory(
      atPath: folder("probabilities"), withIntermediateDirectories: true)
    try NPYFile.write(
      NumericArray(probabilities, shape: logits.shape),
      to: folder("probabilities/probabilities.npy"))
    try FileManager.default.copyItem(
      atPath: folder("logits/labels.npy"), toPath: folder("probabilities/labels.npy"))
    return folder
  }

  private func fit(_ method: String, to kind: String, in folder: TemporaryFolder) throws {
    let outcome = try LongTailProcess.run(
      [
        "calibrate", "fit", "--method", method, "--validation", kind, "--output", "c.json",
        "--overwrite",
      ], in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  private func apply(_ kind: String) -> [String] {
    [
      "calibrate", "apply", "--calibrator", "c.json", "--\(kind)", "\(kind)/\(kind).npy",
      "--output",
      "p.npy", "--overwrite",
    ]
  }

  @Test(arguments: ["vector", "temperature"])
  func `is not applied to numbers of another kind`(method: String) throws {
    let folder = try folder()
    for (own, other) in [("logits", "probabilities"), ("probabilities", "logits")] {
      try fit(method, to: own, in: folder)
      try? FileManager.default.removeItem(atPath: folder("p.npy"))
      try expectRefusal(
        apply(other), code: 1,
        naming: ["\(other)/\(other).npy: these are \(other), but c.json is of \(own)"], in: folder)
      let outcome = try LongTailProcess.run(apply(own), in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
    }
  }

  @Test func `and says nothing of its kind is applied with a warning where it matters`() throws {
    let folder = try folder()
    for (method, isDoubted) in [
      ("vector", true), ("matrix", true), ("dirichlet", false), ("temperature", false),
    ] {
      try fit(method, to: "logits", in: folder)
      var object = try #require(
        try JSONSerialization.jsonObject(
          with: Data(contentsOf: URL(fileURLWithPath: folder("c.json"))))
          as? [String: Any])
      #expect(object.removeValue(forKey: "input") != nil)
      _ = try folder.file("c.json", try JSONSerialization.data(withJSONObject: object))
      let outcome = try LongTailProcess.run(apply("probabilities"), in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("warning: c.json: does not say whether") == isDoubted, "\(method)")
    }
  }

  @Test func `to named classes says that it takes classes without names by position`() throws {
    let folder = try folder()
    let values = try NPYFile.read(folder("logits/logits.npy")).floats()
    let lines = stride(from: 0, to: values.count, by: 4).map { row in
      (row..<row + 4).map { "\(values[$0])" }.joined(separator: ",") + "\n"
    }
    try FileManager.default.createDirectory(
      atPath: folder("named"), withIntermediateDirectories: true)
    _ = try folder.file("named/logits.csv", Data(("cat,dog,owl,yak\n" + lines.joined()).utf8))
    try FileManager.default.copyItem(
      atPath: folder("logits/labels.npy"), toPath: folder("named/labels.npy"))
    func note(_ path: String, _ owner: String) -> String {
      "\(path): its classes have no names; they are taken for those of \(owner) by position: cat, dog, owl, yak\n"
    }
    try fit("temperature", to: "named", in: folder)
    let nameless = try LongTailProcess.run(apply("logits"), in: folder.path)
    #expect(nameless.code == 0)
    #expect(nameless.errors == note("logits/logits.npy", "c.json"))
    let named = try LongTailProcess.run(
      [
        "calibrate", "apply", "--calibrator", "c.json", "--logits", "named/logits.csv", "--output",
        "p.npy", "--overwrite",
      ], in: folder.path)
    #expect(named.code == 0 && !named.errors.contains("by position"), "\(named.errors)")
    // Every other command that takes a calibrator.
    for command in [
      ["sets", "fit", "--validation", "logits", "--output", "s.json"],
      [
        "prior", "estimate", "--validation", "logits", "--logits", "logits/logits.npy",
        "--resamples", "20",
      ],
    ] {
      let outcome = try LongTailProcess.run(
        command + ["--calibrator", "c.json"], in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains(note("logits", "c.json")), "\(outcome.errors)")
    }
    // Prediction sets have names of their own.
    _ = try LongTailProcess.output(
      ["sets", "fit", "--validation", "named", "--output", "own.json"], in: folder)
    let sets = try LongTailProcess.run(
      [
        "sets", "apply", "--sets", "own.json", "--logits", "logits/logits.npy", "--output", "o.csv",
      ], in: folder.path)
    #expect(sets.code == 0 && sets.errors.contains(note("logits/logits.npy", "own.json")))
  }

  @Test func `to probabilities is not exported as a function of logits`() throws {
    let folder = try folder()
    try fit("vector", to: "probabilities", in: folder)
    let export = ["calibrate", "export", "--calibrator", "c.json", "--output", "C.swift"]
    try expectRefusal(
      export, code: 1, naming: ["c.json: it was fitted to probabilities"], in: folder)
    try fit("vector", to: "logits", in: folder)
    #expect(try LongTailProcess.run(export, in: folder.path).code == 0)
    try expectRefusal(export, code: 1, naming: ["C.swift", "--overwrite"], in: folder)
    #expect(try LongTailProcess.run(export + ["--overwrite"], in: folder.path).code == 0)
  }

  @Test func `is not compared across kinds, and its page replaces none`() throws {
    let folder = try folder()
    func compare(_ test: String) -> [String] {
      [
        "calibrate", "compare", "--validation", "logits", "--test", test, "--methods",
        "temperature",
        "--report", "r.html",
      ]
    }
    try expectRefusal(
      compare("probabilities"), code: 1,
      naming: ["probabilities: these are probabilities, but logits is of"],
      in: folder)
    #expect(try LongTailProcess.run(compare("logits"), in: folder.path).code == 0)
    try expectRefusal(compare("logits"), code: 1, naming: ["r.html", "--overwrite"], in: folder)
    #expect(try LongTailProcess.run(compare("logits") + ["--overwrite"], in: folder.path).code == 0)
  }

  @Test func `to logits that look like probabilities is doubted`() throws {
    let folder = try folder()
    try FileManager.default.copyItem(
      atPath: folder("probabilities/probabilities.npy"), toPath: folder("probabilities/logits.npy"))
    try FileManager.default.removeItem(atPath: folder("probabilities/probabilities.npy"))
    for command in [
      ["calibrate", "fit", "--method", "temperature", "--output", "d.json", "--validation"],
      ["calibrate", "compare", "--test", "logits", "--methods", "temperature", "--validation"],
      ["metrics", "--predictions"],
    ] {
      let outcome = try LongTailProcess.run(command + ["probabilities"], in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("are they probabilities?"), "\(command)")
    }
  }

  @Test func `by somebody else is refused by key, and writes nothing`() throws {
    let folder = try folder()
    try fit("temperature", to: "logits", in: folder)
    let text = try String(contentsOfFile: folder("c.json"), encoding: .utf8)
    let line = try #require(
      text.split(separator: "\n").first {
        $0.contains("\"temperature\" : ") && !$0.contains("method")
      })
    for value in ["1e308", "0", "-1", "\"nan\""] {
      _ = try folder.file(
        "c.json", Data(text.replacing(line, with: "\"temperature\" : \(value),").utf8))
      let errors = try LongTailProcess.run(apply("logits"), in: folder.path)
      #expect(errors.code == 1)
      #expect(errors.errors.contains("c.json, calibrator.temperature: "), "\(errors.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder("p.npy")))
    }
  }
}
