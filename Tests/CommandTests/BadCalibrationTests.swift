import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Calibration that is refused.
struct BadCalibrationTests {
  private func fit(_ method: String, _ extra: String...) -> [String] {
    [
      "calibrate", "fit", "--method", method, "--validation", "validation", "--output", "c.json",
    ] + extra
  }

  @Test func `an unknown calibrator suggests the nearest one`() throws {
    let folder = try SmallPredictions.folder()
    try expectRefusal(
      fit("temperatur"), code: 2, naming: ["temperatur\"", "did you mean \"temperature\""],
      in: folder)
    try expectRefusal(
      [
        "calibrate", "compare", "--validation", "validation", "--test", "test", "--methods",
        "temperature,isotonik", "--report", "r.html",
      ], code: 2, naming: ["isotonik", "did you mean \"isotonic\""], in: folder)
  }

  @Test func `settings that a calibrator does not have, or cannot have, are refused`() throws {
    let folder = try SmallPredictions.folder()
    try expectRefusal(
      fit("scaling-binning", "--set", "bin=3"), code: 2, naming: ["bin", "did you mean \"bins\""],
      in: folder)
    try expectRefusal(
      fit("scaling-binning", "--set", "bins=many"), code: 2, naming: ["bins", "many"], in: folder)
    try expectRefusal(
      fit("scaling-binning", "--set", "bins"), code: 2, naming: ["KEY=VALUE", "bins"], in: folder)
    try expectRefusal(
      fit("scaling-binning", "--set", "bins=0"), code: 2, naming: ["bins: expected 1 to"],
      in: folder)
    try expectRefusal(
      fit("isotonic", "--set", "precision=float99"), code: 2, naming: ["precision", "float99"],
      in: folder)
  }

  @Test func `weights that cannot be are refused`() throws {
    let folder = try SmallPredictions.folder()
    try expectRefusal(
      fit("temperature", "--weights", "class-balance"), code: 2,
      naming: ["did you mean \"class-balanced\""], in: folder)
    try expectRefusal(
      fit("temperature", "--weights", "none.json"), code: 1,
      naming: ["none.json", "cannot be read"],
      in: folder)
    try expectRefusal(
      fit("knowledge-transfer", "--weights", "class-balanced"), code: 2,
      naming: ["weighs the samples itself"], in: folder)
    _ = try folder.file("three.json", Data("[1, 2, 3]".utf8))
    try expectRefusal(
      fit("temperature", "--weights", "three.json"), code: 1, naming: ["3 shares for 4 classes"],
      in: folder)
  }

  @Test func `folders that are not there or lack what is needed are named`() throws {
    let folder = try SmallPredictions.folder()
    try expectRefusal(
      ["calibrate", "fit", "--method", "temperature", "--validation", "nowhere", "--output", "c"],
      code: 1, naming: ["nowhere"], in: folder)
    try FileManager.default.removeItem(atPath: folder("validation/features.npy"))
    try expectRefusal(fit("knowledge-transfer"), code: 1, naming: ["features"], in: folder)
    try expectRefusal(
      [
        "calibrate", "compare", "--validation", "validation", "--test", "test", "--report",
        "no/such/folder/r.html",
      ], code: 1, naming: ["no/such/folder"], in: folder)
  }

  @Test func `numbers that cannot be are named by row and column, and nothing is written`() throws {
    let folder = try SmallPredictions.folder()
    _ = try LongTailProcess.run(fit("temperature"), in: folder.path)
    var logits = [Float](repeating: 0.5, count: 12)
    logits[6] = .nan
    try NPYFile.write(NumericArray(logits, shape: [3, 4]), to: folder("nan.npy"))
    func apply(_ file: String) -> [String] {
      ["calibrate", "apply", "--calibrator", "c.json", "--logits", file, "--output", "p.npy"]
    }
    try expectRefusal(apply("nan.npy"), code: 1, naming: ["row 1, column 2", "nan"], in: folder)
    try NPYFile.write(
      NumericArray([Float](repeating: 0, count: 15), shape: [3, 5]), to: folder("5.npy"))
    try expectRefusal(
      apply("5.npy"), code: 1, naming: ["fitted for 4 classes", "the data has 5"], in: folder)
    try expectRefusal(
      apply("5.npy") + ["--probabilities", "5.npy"], code: 2, naming: ["--probabilities"],
      in: folder)
    let logits4 = try Data(contentsOf: URL(fileURLWithPath: folder("test/logits.npy")))
    try expectRefusal(
      [
        "calibrate", "apply", "--calibrator", "c.json", "--logits", "test/logits.npy", "--output",
        "test/logits.npy",
      ], code: 1, naming: ["test/logits.npy: it is read here as well"], in: folder)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder("test/logits.npy"))) == logits4)
    try expectRefusal(
      [
        "calibrate", "compare", "--validation", "validation", "--test", "test", "--bins",
        "2000000000",
      ], code: 2, naming: ["--bins", "100000"], in: folder)
  }

  @Test func `files that are no calibrator, and sets of other classes, are refused`() throws {
    let folder = try SmallPredictions.folder()
    _ = try folder.file("odd.json", Data("{\"format\": \"something\"}".utf8))
    try expectRefusal(
      [
        "calibrate", "apply", "--calibrator", "odd.json", "--logits", "test/logits.npy", "--output",
        "p.npy",
      ], code: 1, naming: ["odd.json", "not a calibrator file"], in: folder)
    try SmallPredictions.write("three", perClass: [9, 9, 9], seed: 6, in: folder)
    try expectRefusal(
      ["calibrate", "compare", "--validation", "validation", "--test", "three"], code: 1,
      naming: ["three", "3 classes", "has 4"], in: folder)
  }

  @Test func `what has no closed form, and a name that is none, cannot be exported`() throws {
    let folder = try SmallPredictions.folder()
    _ = try LongTailProcess.run(
      fit("gaussian-process", "--set", "iterations=2"), in: folder.path)
    let export = ["calibrate", "export", "--calibrator", "c.json", "--output", "C.swift"]
    try expectRefusal(export, code: 1, naming: ["gaussian-process", "closed form"], in: folder)
    try expectRefusal(
      export + ["--language", "python"], code: 2, naming: ["python", "--language"], in: folder)
    try expectRefusal(fit("temperature"), code: 1, naming: ["c.json", "--overwrite"], in: folder)
    let again = try LongTailProcess.run(fit("temperature", "--overwrite"), in: folder.path)
    #expect(again.code == 0, "\(again.errors)")
    for name in ["not a name", "Self", "Any", "Double"] {
      try expectRefusal(
        export + ["--name", name], code: 2, naming: ["--name", name], in: folder)
    }
    // The usage is the command's own, though it is found while the command runs.
    let said = try expectRefusal(
      export + ["--name", "1bad"], code: 2,
      naming: [
        "--name", "1bad", "Usage: longtail calibrate export --calibrator ",
        "See 'longtail calibrate export --help' for more information.",
      ], in: folder)
    #expect(!said.contains("longtail <subcommand>"), "\(said)")
  }

  @Test func `numbers out of range name the option`() throws {
    let folder = try SmallPredictions.folder()
    let compare = ["calibrate", "compare", "--validation", "validation", "--test", "test"]
    try expectRefusal(
      compare + ["--bins", "0"], code: 2, naming: ["--bins is 0"], in: folder)
    try expectRefusal(
      compare + ["--time-limit", "-1"], code: 2, naming: ["--time-limit is -1"], in: folder)
    try expectRefusal(compare + ["--seed", "-1"], code: 2, naming: ["--seed is -1"], in: folder)
  }
}
