import Foundation
import TestSupport
import Testing

/// Packing pictures on the command line.
struct DataPackTests {
  private func write(_ folder: TemporaryFolder) throws {
    for (number, name) in ["a", "b"].enumerated() {
      for part in ["train", "test"] {
        let path = folder("pictures/\(part)/\(name)")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for picture in 0..<4 {
          let seed = picture + 10 * number + (part == "test" ? 100 : 0)
          try PNGPicture.colored(40, 90, 200, number: seed, width: 9, height: 8)
            .write(to: URL(fileURLWithPath: "\(path)/\(picture).png"))
        }
      }
    }
  }

  @Test func `packed data are described as their files are`() throws {
    let folder = try TemporaryFolder()
    try write(folder)
    let rows = try PrintedJSON.rows(
      LongTailProcess.output(
        [
          "data", "pack", "--data", "image-folder:pictures", "--output", "packed", "--format",
          "json",
        ], in: folder))
    #expect(rows.map { $0["part"] as? String } == ["training", "test"])
    #expect(rows.allSatisfy { $0["pictures"] as? Int == 8 && $0["unreadable"] as? Int == 0 })
    func described(_ source: String) throws -> [String: Any] {
      try PrintedJSON.object(
        LongTailProcess.output(
          ["data", "describe", "--data", source, "--image-size", "8", "--format", "json"],
          in: folder))
    }
    let (files, packed) = (
      try described("image-folder:pictures"), try described("packed:packed")
    )
    #expect(Set(files.keys) == Set(packed.keys))
    for key in files.keys where !["dataset", "split", "fingerprint"].contains(key) {
      let values = try [files, packed].map {
        try JSONSerialization.data(
          withJSONObject: $0[key] ?? NSNull(), options: [.sortedKeys, .fragmentsAllowed])
      }
      #expect(values[0] == values[1], "\(key)")
    }
  }

  @Test func `wrong settings and damaged pictures are told, and skipped when asked`() throws {
    let folder = try TemporaryFolder()
    try write(folder)
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder("pictures/train/a/2.png")))
    let pack = ["data", "pack", "--data", "image-folder:pictures", "--output", "packed"]
    try expectRefusal(pack + ["--quality", "0"], code: 2, naming: ["quality"], in: folder)
    // What was packed before stays, to go on with.
    let refused = try LongTailProcess.run(pack, in: folder.path)
    #expect(refused.code == 1 && refused.errors.contains("2.png"), "\(refused.errors)")
    let outcome = try LongTailProcess.run(pack + ["--skip-unreadable"], in: folder.path)
    #expect(outcome.code == 0 && outcome.errors.contains("2.png"), "\(outcome.errors)")
    let described = try LongTailProcess.run(
      [
        "data", "describe", "--data", "image-folder:pictures", "--image-size", "8",
        "--skip-unreadable",
      ], in: folder.path)
    #expect(described.code == 0 && described.output.contains("1 of 8 pictures cannot be read"))
  }
}
