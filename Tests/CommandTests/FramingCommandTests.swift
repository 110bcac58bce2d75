import Foundation
import TestSupport
import Testing

/// Pictures of several shapes on the command line.
struct FramingCommandTests {
  private func write(in folder: TemporaryFolder) throws {
    for (part, count, first) in [("train", 6, 0), ("test", 3, 50)] {
      for (label, red) in [("dark", UInt8(40)), ("light", 170)] {
        let path = folder("d/\(part)/\(label)")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for number in first..<first + count {
          try PNGPicture.colored(
            red, 90, 120, number: number, width: 11 + number % 5, height: 24 - number % 7
          ).write(to: URL(fileURLWithPath: "\(path)/\(number).png"))
        }
      }
    }
  }

  @Test func `new pictures get the probabilities that the run has of them`() throws {
    let folder = try TemporaryFolder()
    try write(in: folder)
    _ = try LongTailProcess.output(
      [
        "train", "cross-entropy", "--data", "image-folder:d", "--image-size", "8", "--epochs", "2",
        "--set", "data.framing.training=native", "--set",
        "data.framing.evaluation={name: five-crop, shorterSide: 10}", "--set",
        "stages.0.augmentations=[random-resized-crop, horizontal-flip]", "--set",
        "model.backbone=two-layer", "--set", "batchSize=4", "--threads", "1", "--device", "cpu",
        "--quiet", "--output", "run",
      ], in: folder)
    let paths = try ["dark", "light"].flatMap { label in
      try FileManager.default.contentsOfDirectory(atPath: folder("d/test/\(label)")).sorted()
        .map { "d/test/\(label)/\($0)" }
    }
    func loss(_ arguments: [String]) throws -> Double? {
      let rows = try PrintedJSON.rows(
        LongTailProcess.output(["evaluate", "run", "--format", "json"] + arguments, in: folder))
      return rows.first?["nll"] as? Double
    }
    let own = try #require(try loss([]))
    #expect(try loss(["--data", "image-folder:d"]) == own)
    let answers = try PrintedJSON.rows(
      LongTailProcess.output(
        ["predict", "run"] + paths + ["--calibrator", "none", "--top", "2", "--format", "json"],
        in: folder))
    // The mean negative log probability of the true class, which is the folder's name.
    let losses = answers.compactMap { row -> Double? in
      guard let picture = row["picture"] as? String, let label = row["class"] as? String,
        picture.contains("/\(label)/"), let probability = row["probability"] as? Double
      else { return nil }
      return -log(probability)
    }
    #expect(losses.count == paths.count)
    #expect(abs(losses.reduce(0, +) / Double(losses.count) - own) < 1e-4)
  }

  @Test(arguments: [
    (
      ["data.framing.evaluation={name: five-crop, shorterSide: 7}"],
      "data.framing.evaluation.shorterSide"
    ),
    (["data.framing.evaluation=native"], "data.framing.evaluation"),
    (["data.framing.training=five-crop"], "data.framing.training"),
    (["data.framing.training=nativ"], "native"),
    (
      ["data.framing.training=native", "stages.0.augmentations=[cutout]"], "stages.0.augmentations"
    ),
  ])
  func `what does not go together ends with 2 before data are read`(
    _ settings: [String], _ word: String
  ) throws {
    try expectRefusal(
      ["train", "cross-entropy", "--data", "image-folder:nowhere", "--image-size", "8"]
        + settings.flatMap { ["--set", $0] } + ["--output", "run"], code: 2, naming: [word],
      in: TemporaryFolder())
  }

  @Test func `the framings are listed, and a preset says how pictures are framed`() throws {
    let folder = try TemporaryFolder()
    let list = try LongTailProcess.output(["list", "framings"], in: folder)
    for name in ["squared", "native", "resize", "resize-center-crop", "five-crop"] {
      #expect(list.contains("\n\(name) "))
    }
    let page = try LongTailProcess.output(["list", "methods", "--method", "bbn"], in: folder)
    #expect(page.contains("files as large as they are"))
  }
}
