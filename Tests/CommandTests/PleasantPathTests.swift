import ArrayFiles
import Foundation
import TestSupport
import Testing

/// From data to a report.
struct PleasantPathTests {
  private func run(
    _ arguments: String..., in folder: TemporaryFolder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    try LongTailProcess.output(arguments, in: folder, sourceLocation: sourceLocation)
  }

  @Test func `train, evaluate, report and predict work one after the other`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("runs/a", in: folder, epochs: 2)
    try SmallRun.train("runs/b", in: folder, epochs: 2, extra: ["--seed", "1"])
    for name in [
      "recipe.yaml", "environment.json", "data.json", "log.jsonl", "evaluation.json",
      "report.html", "predictions/test/logits.npy", "predictions/test/labels.npy",
      "predictions/validation/logits.npy", "calibrators/temperature.json",
    ] {
      #expect(FileManager.default.fileExists(atPath: folder("runs/a/" + name)), "\(name)")
    }
    try evaluations(folder)
    try reports(folder)
    try predictions(folder)
    try coarserClasses(folder)
    try exportedSets(folder)
    try exportedForCoreML(folder)
    let weights = "runs/a/checkpoints/last/model.safetensors"
    let arrays = try PrintedJSON.rows(
      run("checkpoint", "list", weights, "--format", "json", in: folder))
    #expect(arrays.contains { $0["shape"] as? String == "128×192" })
  }

  private func evaluations(_ folder: TemporaryFolder) throws {
    for extra in [
      [], ["--split", "validation"], ["--split", "train"],
      ["--test-distribution", "backward-50", "--prior", "backward-50"],
      ["--data", "synthetic:classes=4,per-class=20,test=5,size=8,seed=3"],
    ] {
      let arguments = ["evaluate", "runs/a"] + extra + ["--format", "json"]
      let outcome = try LongTailProcess.run(arguments, in: folder.path)
      try #require(outcome.code == 0, "\(extra): \(outcome.errors)")
      let rows = try PrintedJSON.rows(outcome.output)
      #expect(rows.map { $0["calibrator"] as? String }.prefix(2) == ["none", "temperature"])
      for row in rows {
        let accuracy = try #require(row["accuracy"] as? Double)
        #expect((0...1).contains(accuracy))
        #expect(row["accuracy_many"] is NSNull)
      }
    }
    let table = try run("evaluate", "runs/a", in: folder)
    #expect(table.hasPrefix("run "))
    let csv = try run("evaluate", "runs/a", "--format", "csv", in: folder)
    let lines = try folder.file("evaluation.csv", Data(csv.utf8))
    let rows = try CSVFile.readRows(lines)
    #expect(Set(rows.map(\.fields.count)).count == 1)
    #expect(rows.count >= 2)
    #expect(!csv.contains("–"))
    let markdown = try run("evaluate", "runs/a", "--format", "markdown", in: folder)
    let bars = markdown.split(separator: "\n").map { line in line.count { $0 == "|" } }
    #expect(Set(bars).count == 1)
    #expect(bars.count == rows.count + 1)
  }

  private func reports(_ folder: TemporaryFolder) throws {
    _ = try run("report", "runs/a", "--output", "one.html", in: folder)
    _ = try run("report", "runs/a", "runs/b", "--output", "two.html", in: folder)
    for name in ["one.html", "two.html", "runs/a/report.html"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: folder(name)))
      #expect(data.count < 2_000_000)
      let page = String(decoding: data, as: UTF8.self)
        .replacingOccurrences(of: "http://www.w3.org/", with: "")
      #expect(page.hasPrefix("<!"))
      #expect(page.contains("<svg"))
      #expect(page.contains("runs/a") || page.contains("balanced-softmax"))
      #expect(!page.contains("http://") && !page.contains("https://"), "\(name)")
    }
    _ = try run(
      "report", "runs/a", "runs/b", "--output", "two.html", "--pictures", "charts",
      "--overwrite", in: folder)
    let charts = try FileManager.default.contentsOfDirectory(atPath: folder("charts"))
    #expect(charts.contains("accuracy.svg") && charts.count > 4, "\(charts)")
    for name in charts {
      let text = try String(contentsOfFile: folder("charts/" + name), encoding: .utf8)
      #expect(text.hasPrefix("<svg xmlns=") && text.hasSuffix("</svg>"), "\(name)")
    }
  }

  private func predictions(_ folder: TemporaryFolder) throws {
    let picture = try folder.file("new.png", PNGPicture.gradient(width: 37, height: 21))
    for calibrator in [["--calibrator", "none"], ["--calibrator", "temperature"], []] {
      let outcome = try LongTailProcess.run(
        ["predict", "runs/a", picture, "--top", "4", "--format", "json"] + calibrator,
        in: folder.path)
      try #require(outcome.code == 0, "\(outcome.errors)")
      let rows = try PrintedJSON.rows(outcome.output)
      #expect(rows.count == 4)
      let probabilities = rows.compactMap { $0["probability"] as? Double }
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-3)
      #expect(probabilities == probabilities.sorted(by: >))
    }
    try expectRefusal(
      ["predict", "runs/a", picture, "--calibrator", "temperatur"], code: 2,
      naming: ["temperatur\"", "did you mean \"temperature\""], in: folder)
    _ = try folder.file("text.png", Data("no picture".utf8))
    try expectRefusal(["predict", "runs/a", "text.png"], code: 1, naming: ["text.png"], in: folder)
    try expectRefusal(["predict", "runs/a", "gone.png"], code: 1, naming: ["gone.png"], in: folder)
    try expectRefusal(["predict", "runs/z", picture], code: 1, naming: ["runs/z"], in: folder)
    try expectRefusal(
      ["evaluate", "runs/a", "--split", "tst"], code: 2, naming: ["did you mean \"test\""],
      in: folder)
  }

  /// Two families of two classes each.
  private func coarserClasses(_ folder: TemporaryFolder) throws {
    let picture = folder("new.png")
    _ = try folder.file("h.json", Data(#"["a", "a", "b", "b"]"#.utf8))
    for (confidence, levels) in [("0", ["class"]), ("0.5", ["class", "level 1"]), ("1", ["none"])] {
      let rows = try PrintedJSON.rows(
        run(
          "predict", "runs/a", picture, "--hierarchy", "h.json", "--confidence", confidence,
          "--format", "json", in: folder))
      #expect(rows.count == 1)
      let level = try #require(rows[0]["level"] as? String)
      #expect(levels.contains(level), "\(level) at \(confidence)")
      #expect((rows[0]["probability"] is NSNull) == (level == "none"))
    }
    _ = try run("report", "runs/a", "--output", "h.html", "--hierarchy", "h.json", in: folder)
    let page = try String(contentsOfFile: folder("h.html"), encoding: .utf8)
    #expect(page.contains("What does it know at coarser levels?"))
    for (options, code, words) in [
      (["--confidence", "0.5"], 2, "--hierarchy"), (["--consistent"], 2, "--hierarchy"),
      (["--hierarchy", "h.json", "--confidence", "2"], 2, "from 0 to 1"),
      (["--hierarchy", "h.json", "--alpha", "0.1"], 2, "say one of them"),
      (["--hierarchy", "gone.json"], 1, "gone.json"),
    ] as [([String], Int32, String)] {
      try expectRefusal(
        ["predict", "runs/a", picture] + options, code: code, naming: [words], in: folder)
    }
  }

  private func exportedSets(_ folder: TemporaryFolder) throws {
    _ = try run(
      "sets", "fit", "--validation", "runs/a/predictions/validation", "--calibrator",
      "runs/a/calibrators/temperature.json", "--alpha", "0.3", "--output", "s.json", in: folder)
    let export = ["export", "runs/a", "--sets", "s.json", "--calibrator"]
    _ = try LongTailProcess.output(
      export + ["temperature", "--output", "sets.onnx"], in: folder)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder("sets.onnx")))
    for text in ["prediction_set", "longtail.thresholds", "longtail.alpha"] {
      #expect(bytes.range(of: Data(text.utf8)) != nil, "\(text)")
    }
    try expectRefusal(
      export + ["none", "--output", "other.onnx"], code: 1,
      naming: ["s.json", "a temperature calibrator", "no calibrator"], in: folder)
    #expect(!FileManager.default.fileExists(atPath: folder("other.onnx")))
  }

  private func exportedForCoreML(_ folder: TemporaryFolder) throws {
    let export = ["export", "runs/a", "--format", "coreml", "--calibrator", "temperature"]
    for (name, file) in [
      ("m.mlmodel", "m.mlmodel"),
      ("m.mlpackage", "m.mlpackage/Data/com.apple.CoreML/model.mlmodel"),
    ] {
      let outcome = try LongTailProcess.run(export + ["--output", name], in: folder.path)
      #expect(outcome.code == 0 && outcome.output == name + "\n")
      #expect(outcome.errors.contains("not run on Apple hardware"))
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder(file)))
      for text in ["label", "probabilities", "longtail.calibrator", "not run on Apple hardware"] {
        #expect(bytes.range(of: Data(text.utf8)) != nil, "\(name): \(text)")
      }
      try expectRefusal(
        export + ["--output", name], code: 1, naming: [name, "--overwrite"], in: folder)
      _ = try LongTailProcess.output(export + ["--output", name, "--overwrite"], in: folder)
    }
    try expectRefusal(
      export + ["--output", "m.onnx"], code: 2, naming: ["m.onnx", ".mlmodel", ".mlpackage"],
      in: folder)
    try expectRefusal(
      export + ["--output", "n.mlmodel", "--input", "uint8-nhwc"], code: 2,
      naming: ["images", "float32-nchw"], in: folder)
    try expectRefusal(
      ["export", "runs/a", "--output", "n.onnx", "--input", "image"], code: 2,
      naming: ["no images", "uint8-nhwc"], in: folder)
    #expect(!FileManager.default.fileExists(atPath: folder("n.mlmodel")))
  }

  @Test
  func `data are described in every format, and exported as arrays of the right shape`() throws {
    let folder = try TemporaryFolder()
    let data = ["--data", SmallRun.data, "--imbalance-factor", "4"]
    for format in ["table", "json", "csv", "markdown"] {
      let outcome = try LongTailProcess.run(
        ["data", "describe"] + data + ["--format", format], in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("striped square"), "\(format)")
      if format == "json" {
        _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      }
    }
    let outcome = try LongTailProcess.run(
      ["data", "export"] + data + ["--split", "train", "--output", "lt"], in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    // ⌊60 · 4^(−i/3)⌋ for the classes i = 0 … 3.
    let counts = [60, 37, 23, 15]
    let total = counts.reduce(0, +)
    #expect(try NPYFile.read(folder("lt/images.npy")).shape == [total, 8, 8, 3])
    let labels = try NPYFile.read(folder("lt/labels.npy")).integers()
    #expect((0..<4).map { label in labels.count { $0 == label } } == counts)
    let indices = try NPYFile.read(folder("lt/indices.npy")).integers()
    #expect(Set(indices).count == total)
    #expect(indices.allSatisfy { (0..<240).contains($0) })
    let again = try LongTailProcess.run(
      [
        "train", "cross-entropy", "--data", "arrays:lt", "--epochs", "1", "--output", "run",
        "--set", "model.backbone=two-layer",
      ], in: folder.path)
    #expect(again.code == 0, "\(again.errors)")
  }

  @Test(arguments: [
    "methods", "losses", "datasets", "models", "samplers", "augmentations", "mixings",
    "schedules", "optimizers", "hooks", "companions", "calibrators",
  ])
  func `every kind of thing is listed`(kind: String) throws {
    let folder = try TemporaryFolder()
    let rows = try PrintedJSON.rows(run("list", kind, "--format", "json", in: folder))
    let names = rows.compactMap { $0["name"] as? String }
    #expect(!names.isEmpty)
    #expect(Set(names).count == rows.count)
    guard kind == "methods" else { return }
    for name in names {
      let page = try run("list", "methods", "--method", name, in: folder)
      #expect(page.contains("learning rate"), "\(name)")
    }
  }

  @Test func `the doctor finds this installation well, and data that are missing bad`() throws {
    let folder = try TemporaryFolder()
    #expect(try run("doctor", in: folder).contains("gradients are right"))
    let outcome = try LongTailProcess.run(["doctor", "--data", "cifar10:gone"], in: folder.path)
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("WRONG"))
    #expect(outcome.output.contains("gone"))
  }
}
