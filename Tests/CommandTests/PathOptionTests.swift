import Foundation
import TestSupport
import Testing

/// Options that name a file or folder.
struct PathOptionTests {
  /// What each command says or makes of a “~” that the shell left as it is.
  @Test(arguments: [
    "metrics --logits=~/none.npy --labels=y", "metrics --probabilities=~/none.npy --labels=y",
    "metrics --predictions=~/none.npy", "metrics merge \\~/none.npy",
    "metrics --logits=test/logits.npy --labels=~/none.npy",
    "metrics --predictions=test --class-counts=~/none.npy",
    "metrics --predictions=test --test-prior=~/none.npy",
    "calibrate fit --method temperature --output x.json --validation=~/none.npy",
    "calibrate fit --method temperature --output x.json --validation=test --train=~/none.npy",
    "calibrate fit --method temperature --output x.json --validation=test --weights=~/none.npy",
    "calibrate compare --validation=~/none.npy --test=test",
    "calibrate compare --validation=test --test=~/none.npy",
    "calibrate compare --validation=test --test=test --methods temperature --report=~/none.npy/a",
    "calibrate apply --calibrator=~/none.npy --logits=x --output=y",
    "calibrate export --calibrator=~/none.npy --output=y",
    "evaluate \\~/none.npy", "predict \\~/none.npy x.png", "report \\~/none.npy",
    "checkpoint list \\~/none.npy", "checkpoint convert --output=x \\~/none.npy",
    "train --recipe=~/none.npy", "train crt --from=~/none.npy --data=synthetic",
    "train --resume --output=~/none.npy", "data describe --data=mnist:~/none.npy",
    "data describe --data=image-folder:train=~/none.npy",
    "data describe --data=image-list:train=~/none.npy",
    "train mixup --data=\(SmallRun.data) --output=x --set=stages.0.loss=knowledge-distillation '--set=stages.0.companions=[{name: teacher, path: ~/none.npy}]'",
    "train --recipe=home.yaml --output=x", "sets fit --output s.json --validation=~/none.npy",
    "sets fit --output s.json --validation=test --calibrator=~/none.npy",
    "sets fit --output s.json --validation=test --rule label-shift --prior=~/none.npy",
  ])
  func `a tilde that the shell left is the home folder`(_ command: String) throws {
    let folder = try SmallPredictions.folder()
    try FileManager.default.createDirectory(
      atPath: folder("home"), withIntermediateDirectories: true)
    let recipe =
      "method: mixup\ndata: {source: '\(SmallRun.data)'}\nstages: [{loss: knowledge-distillation, teacher: {path: ~/none.npy}}]\n"
    _ = try folder.file("home.yaml", Data(recipe.utf8))
    let quoted = command.replacing("=~", with: "=\\~")
    let outcome = try LongTailProcess.shell(
      "HOME=\"$PWD/home\" \"$0\" \(quoted)", in: folder.path)
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("/home/none.npy"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("~"), "\(outcome.errors)")
  }

  @Test(arguments: [
    "calibrate fit --method temperature --validation validation --output=\\~/out",
    "data export --data \(SmallRun.data) --split test --output=\\~/out",
    "train balanced-softmax --data \(SmallRun.data) --epochs 1 --set model.backbone=two-layer --output=\\~/out",
  ])
  func `what is written to a tilde lands in the home folder`(_ command: String) throws {
    let folder = try SmallPredictions.folder()
    try FileManager.default.createDirectory(
      atPath: folder("home"), withIntermediateDirectories: true)
    let outcome = try LongTailProcess.shell(
      "HOME=\"$PWD/home\" \"$0\" \(command)", in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(FileManager.default.fileExists(atPath: folder("home/out")))
    #expect(!FileManager.default.fileExists(atPath: folder("~")))
  }

  @Test(arguments: [
    ["report", ""], ["metrics", "--logits", "", "--labels", "y"],
    ["train", "mixup", "--data", "synthetic", "--output", ""],
    ["checkpoint", "convert", "x", "--output", ""], ["evaluate", ""],
  ])
  func `no path at all is refused`(_ arguments: [String]) throws {
    try expectRefusal(
      arguments, code: 2, naming: ["a path was expected, found none"], in: TemporaryFolder())
  }
}
