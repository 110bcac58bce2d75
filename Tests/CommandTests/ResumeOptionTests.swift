import Foundation
import TestSupport
import Testing

/// What is said beside `--resume`, and what is not.
struct ResumeOptionTests {
  private static let begin = [
    "train", "balanced-softmax", "--data", SmallRun.data, "--resume", "--output", "run",
    "--threads", "1", "--device", "cpu",
  ]

  @Test func `options that are left out are the run's own`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 2)
    let before = try SmallRun.result(folder("run"))
    for options in [
      [], ["--epochs", "2"], ["--imbalance-factor", "4"], ["--set", "batchSize=16"],
    ] {
      let outcome = try LongTailProcess.run(Self.begin + options, in: folder.path)
      #expect(outcome.code == 0, "\(options): \(outcome.errors)")
      try SmallRun.expectEqual(folder("run"), before)
    }
  }

  @Test(arguments: [
    (
      ["--epochs", "3"],
      "recipe.yaml, stages.0.epochs: the run began with the number 2, now the number 3 is asked"
    ),
    (
      ["--imbalance-factor", "2"],
      "recipe.yaml, data.imbalanceFactor: the run began with the number 4"
    ),
    (["--set", "batchSize=8"], "recipe.yaml, batchSize: the run began with the number 16"),
  ])
  func `what is said and differs is told`(options: [String], words: String) throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 2)
    try expectRefusal(Self.begin + options, code: 1, naming: [words], in: folder)
  }

  @Test func `another method and other data are told as such`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 2)
    var other = Self.begin
    other[1] = "mixup"
    try expectRefusal(
      other, code: 1,
      naming: ["recipe.yaml, method: the run began with balanced-softmax, now mixup is asked for"],
      in: folder)
    let place = "synthetic:classes=5,per-class=60,test=10,size=8"
    for command in [
      ["train", "--resume", "--output", "run", "--data", place, "--threads", "1"],
      ["train", "balanced-softmax", "--resume", "--output", "run", "--data", place],
      SmallRun.arguments(output: "run", epochs: 2, extra: ["--resume"]).map {
        $0 == SmallRun.data ? place : $0
      },
    ] {
      let errors = try expectRefusal(
        command, code: 1,
        naming: ["run: \(place) has other data than synthetic:", "which it was trained on"],
        in: folder)
      #expect(!errors.contains("epochs"), "\(errors)")
    }
  }

  @Test(arguments: ["--from", "--teacher", "--backbone", "--preset"])
  func `a run that goes on keeps its beginning`(option: String) throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      ["train", "--resume", "--output", "run", option, "other"], code: 2,
      naming: ["\(option) says how a run begins", "longtail train --resume --output run"],
      in: folder)
  }
}
