import TestSupport
import Testing

/// Arguments that are refused.
struct BadArgumentTests {
  private func train(_ extra: String...) -> [String] {
    ["train", "cross-entropy", "--data", SmallRun.data, "--output", "run"] + extra
  }

  @Test(arguments: ["0", "-1", "0.0", "nan", "inf"])
  func `an imbalance factor that is none is told apart from the two that are`(
    factor: String
  ) throws {
    let folder = try TemporaryFolder()
    let shown = factor == "0.0" ? "0" : factor
    try expectRefusal(
      train("--imbalance-factor", factor), code: 2,
      naming: ["imbalance factor \(shown) is neither", "100", "0.01"], in: folder)
  }

  @Test(arguments: ["10", "0.1"])
  func `both spellings of an imbalance factor are understood, and shown`(factor: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      ["data", "describe", "--data", SmallRun.data, "--imbalance-factor", factor], in: folder.path)
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("imbalance factor 10 (reciprocal 0.1)"), "\(outcome.output)")
  }

  @Test func `a number out of range names the option, what was found and what is needed`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      train("--epochs", "0"), code: 2, naming: ["--epochs is 0", "1 to"], in: folder)
    try expectRefusal(
      train("--epochs", "-3"), code: 2, naming: ["--epochs is -3", "1 to"], in: folder)
    try expectRefusal(
      train("--seed", "-1"), code: 2, naming: ["--seed is -1", "0 or more"], in: folder)
    try expectRefusal(
      train("--workers", "0"), code: 2, naming: ["--workers is 0", "1 to 1024"], in: folder)
    try expectRefusal(
      train("--processes", "999"), code: 2, naming: ["--processes is 999", "1 to"], in: folder)
    try expectRefusal(
      ["compare", "mixup", "--data", SmallRun.data, "--output", "grid", "--jobs", "999"], code: 2,
      naming: ["--jobs is 999", "1 to"], in: folder)
    try expectRefusal(
      train("--set", "precision=half"), code: 2, naming: ["precision", "half", "bfloat16"],
      in: folder)
    try expectRefusal(
      train("--process-timeout", "0"), code: 2, naming: ["--process-timeout is 0", "5 to"],
      in: folder)
    try expectRefusal(train("--epochs", "many"), code: 2, naming: ["many", "--epochs"], in: folder)
    try expectRefusal(["train"], code: 2, naming: ["name a method", "--recipe"], in: folder)
  }

  @Test func `an unknown name suggests the nearest one`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      ["train", "cross-entropi", "--data", SmallRun.data, "--output", "run"], code: 2,
      naming: ["cross-entropi\"", "did you mean \"cross-entropy\""], in: folder)
    try expectRefusal(
      ["train", "mixup", "--data", "cifar11:X", "--output", "run"], code: 2,
      naming: ["--data: ", "cifar11", "did you mean \"cifar10\""], in: folder)
    try expectRefusal(
      train("--set", "stages.0.optimizer.learnRate=1"), code: 2,
      naming: ["learnRate", "did you mean \"learningRate\""], in: folder)
    try expectRefusal(
      train("--set", "stages.0.loss.name=cross-entropi"), code: 2,
      naming: ["stages.0.loss: ", "cross-entropi\"", "did you mean \"cross-entropy\""], in: folder)
  }

  @Test func `a class that the selection leaves empty is named`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      train("--imbalance-factor", "100"), code: 2,
      naming: [
        "data.imbalanceFactor: class 3 (striped square) has no training sample",
        "smaller imbalance factor",
      ],
      in: folder)
  }

  private static let hasCUDA: Bool = {
    let doctor = try? LongTailProcess.run(["doctor", "--format", "csv"], in: "/")
    return doctor?.output.contains("cuda") ?? false
  }()

  @Test(.enabled(if: !hasCUDA))
  func `a device that is not there is named beside those that are`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      train("--device", "cuda"), code: 1, naming: ["\"cuda\"", "available", "cpu"], in: folder)
  }
}
