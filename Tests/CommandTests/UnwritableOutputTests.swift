import Foundation
import TestSupport
import Testing

/// Places that nothing can be written to: below a file, and in a file system that takes no files.
struct UnwritableOutputTests {
  /// Commands with `OUT` where they write.
  private static let commands: [[String]] = [
    SmallRun.arguments(output: "OUT", epochs: 1),
    ["metrics", "--predictions", "test", "--state", "OUT"],
    [
      "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
      "OUT",
    ],
    [
      "calibrate", "compare", "--validation", "validation", "--test", "test", "--methods",
      "temperature", "--report", "OUT",
    ],
    [
      "calibrate", "apply", "--calibrator", "c.json", "--logits", "test/logits.npy", "--output",
      "OUT",
    ],
    ["calibrate", "export", "--calibrator", "c.json", "--output", "OUT"],
    ["sets", "fit", "--validation", "validation", "--output", "OUT"],
    ["sets", "apply", "--sets", "s.json", "--logits", "test/logits.npy", "--output", "OUT.npy"],
    ["sets", "apply", "--sets", "s.json", "--logits", "test/logits.npy", "--output", "OUT.csv"],
    ["sets", "compare", "--validation", "validation", "--test", "test", "--report", "OUT"],
    ["sets", "export", "--sets", "s.json", "--output", "OUT"],
    ["data", "export", "--data", SmallRun.data, "--split", "test", "--output", "OUT"],
    [
      "compare", "cross-entropy", "--data", SmallRun.data, "--epochs", "1", "--set",
      "model.backbone=two-layer", "--output", "OUT",
    ],
    ["report", "run", "--output", "OUT"],
    ["report", "run", "--output", "r.html", "--pictures", "OUT"],
    ["export", "run", "--output", "OUT"],
    ["checkpoint", "convert", "run/checkpoints/last/model.safetensors", "--output", "OUT"],
  ]

  private static func prepared() throws -> TemporaryFolder {
    let folder = try SmallPredictions.folder()
    _ = try folder.file("blocker", Data("mine".utf8))
    for arguments in [
      [
        "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
        "c.json",
      ],
      ["sets", "fit", "--validation", "validation", "--output", "s.json"],
    ] { _ = try LongTailProcess.output(arguments, in: folder) }
    try SmallRun.train("run", in: folder, epochs: 1)
    return folder
  }

  @Test(arguments: ["blocker/deep/out", "/proc/longtail-out", "/proc/longtail-out/deep"])
  func `are told by name, and nothing is left anywhere`(place: String) throws {
    guard place.hasPrefix("blocker") || FileManager.default.fileExists(atPath: "/proc/self") else {
      return
    }
    let folder = try Self.prepared()
    let before = try contents(of: folder.path)
    for arguments in Self.commands {
      let command = arguments.map { $0.replacing("OUT", with: place) }
      let outcome = try LongTailProcess.run(command, in: folder.path)
      #expect(outcome.code == 1, "\(command): \(outcome.errors)")
      let errors = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("Error: ") }
      #expect(errors.count == 1, "\(command): \(outcome.errors)")
      #expect(
        errors.first?.contains(place.hasPrefix("/") ? "/proc" : "blocker") == true, "\(errors)")
      #expect(!outcome.errors.contains("NSCocoaErrorDomain"), "\(outcome.errors)")
      #expect(try contents(of: folder.path) == before, "\(command)")
    }
  }
}
