import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Folders called by numbers, which are classes in the order of their letters: 0, 1, 10, 2.
struct NumberedFolderTests {
  private static let classes = ["0", "1", "10", "2"]

  private func run(in folder: TemporaryFolder) throws {
    for (place, name) in Self.classes.enumerated() {
      for (part, count) in [("train", 4 + 2 * place), ("test", 3)] {
        let path = folder("pictures/\(part)/\(name)")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for number in 0..<count {
          try PNGPicture.colored(
            UInt8(60 * place), 200, UInt8(200 - 60 * place),
            number: number + (part == "test" ? 50 : 0)
          ).write(to: URL(fileURLWithPath: "\(path)/\(number).png"))
        }
      }
    }
    _ = try LongTailProcess.output(
      [
        "train", "cross-entropy", "--data", "image-folder:pictures", "--epochs", "1", "--set",
        "model.backbone=two-layer", "--set", "batchSize=8", "--threads", "1", "--device", "cpu",
        "--output", "run",
      ], in: folder)
  }

  private func figures(_ arguments: [String], in folder: TemporaryFolder) throws -> [[String: Any]]
  {
    try PrintedJSON.rows(
      LongTailProcess.output(arguments + ["--format", "json"], in: folder))
  }

  @Test func `a run on them ends, and its predictions take counts by name as the run does`() throws
  {
    let folder = try TemporaryFolder()
    try run(in: folder)
    let predictions = "run/predictions/test"
    let names = try String(
      contentsOfFile: folder(predictions + "/class_names.txt"), encoding: .utf8)
    #expect(names == "0\n1\n10\n2\n")
    let check = try LongTailProcess.run(["doctor", "run"], in: folder.path)
    #expect(check.code == 0, "\(check.output)\(check.errors)")

    _ = try folder.file("by-name.json", Data(#"{"0": 4, "1": 6, "2": 10, "10": 8}"#.utf8))
    let measured = ["metrics", "--predictions", predictions, "--format", "json"]
    let own = try LongTailProcess.output(measured, in: folder)
    let named = try LongTailProcess.output(
      measured + ["--class-counts", "by-name.json"], in: folder)
    // The groups of the classes come from their counts.
    #expect(named == own)
    _ = try folder.file("by-place.json", Data("[4, 6, 8, 10]".utf8))
    try expectRefusal(
      ["metrics", "--predictions", predictions, "--class-counts", "by-place.json"], code: 1,
      naming: ["by-place.json", "leaves one reading"], in: folder)

    // A prior by name is the same to the run and to its predictions.
    _ = try folder.file("prior.json", Data(#"{"0": 0.1, "1": 0.2, "2": 0.3, "10": 0.4}"#.utf8))
    _ = try folder.file("places.json", Data("[0.1, 0.2, 0.4, 0.3]".utf8))
    let ofRun = try figures(["evaluate", "run", "--prior", "prior.json"], in: folder)
    #expect(!ofRun.isEmpty)
    try expectRefusal(
      ["evaluate", "run", "--prior", "places.json"], code: 1, naming: ["leaves one reading"],
      in: folder)
  }

  @Test func `a calibrator of the run takes no table with the classes in another order`() throws {
    let folder = try TemporaryFolder()
    try run(in: folder)
    let calibrator = "run/calibrators/temperature.json"
    let logits = try NPYFile.read(folder("run/predictions/test/logits.npy"))
    let values = logits.floats()
    let order = [3, 0, 1, 2]
    let lines = (0..<logits.shape[0]).map { row in
      order.map { "\(values[row * 4 + $0])" }.joined(separator: ",") + "\n"
    }
    _ = try folder.file("other.csv", Data(("2,0,1,10\n" + lines.joined()).utf8))
    func apply(_ arguments: [String], _ output: String) -> [String] {
      ["calibrate", "apply", "--calibrator", calibrator, "--output", output, "--logits"] + arguments
    }
    try expectRefusal(
      apply(["other.csv", "--header", "yes"], "p.npy"), code: 1,
      naming: ["other.csv: class 0 is '2', but '0' in \(calibrator)"], in: folder)
    let own = try LongTailProcess.run(
      apply(["run/predictions/test/logits.npy"], "own.npy"), in: folder.path)
    #expect(own.code == 0 && !own.errors.contains("by position"), "\(own.errors)")
    _ = try LongTailProcess.output(
      apply(["other.csv", "--header", "yes", "--columns", "0,1,10,2"], "ordered.npy"), in: folder)
    #expect(
      try NPYFile.read(folder("own.npy")).floats()
        == NPYFile.read(folder("ordered.npy")).floats())
  }
}
