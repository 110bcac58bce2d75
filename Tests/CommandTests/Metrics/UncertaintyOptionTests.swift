import ArrayFiles
import Foundation
import TestSupport
import Testing

/// `longtail metrics --uncertainty` and `--confidence`.
struct UncertaintyOptionTests {
  private func run(
    _ arguments: String..., in folder: TemporaryFolder, code: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> LongTailProcess.Outcome {
    let outcome = try LongTailProcess.run(["metrics"] + arguments, in: folder.path)
    try #require(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  private func object(_ outcome: LongTailProcess.Outcome) throws -> [String: Any] {
    try PrintedJSON.object(outcome.output)
  }

  @Test func `answers are also ranked by a given uncertainty, in either direction`() throws {
    let folder = try TemporaryFolder()
    try SmallPredictions.write(
      "test", perClass: [60, 50, 40, 30], seed: 7, classCounts: [500, 150, 50, 10], in: folder)
    let logits = try NPYFile.read(folder("test/logits.npy"))
    let values = logits.doubles()
    let largest = (0..<180).map { values[$0 * 4..<$0 * 4 + 4].max() ?? 0 }
    try NPYFile.write(NumericArray(largest, shape: [180]), to: folder("largest.npy"))
    try NPYFile.write(NumericArray(largest.map { -$0 }, shape: [180]), to: folder("unsure.npy"))
    let plain = try object(run("--predictions", "test", "--format", "json", in: folder))
    #expect(plain["uncertainty_auroc"] == nil)
    let first = try run(
      "--predictions", "test", "--uncertainty", "unsure.npy", "--intervals", "--format", "json",
      in: folder)
    #expect(first.errors.contains("unsure.npy: the larger a number, the less sure"))
    let second = try run(
      "--predictions", "test", "--confidence", "largest.npy", "--intervals", "--format", "json",
      in: folder)
    #expect(first.output == second.output)
    let figures = try object(first)
    let area = try #require(figures["uncertainty_auroc"] as? Double)
    // Pairs of a right and a wrong answer of which the right one has the larger number.
    let labels = try NPYFile.read(folder("test/labels.npy")).doubles().map { Int($0) }
    let isRight = labels.indices.map { row in
      values[row * 4 + labels[row]] == largest[row]
    }
    let pairs = labels.indices.filter { isRight[$0] }.flatMap { right in
      labels.indices.filter { !isRight[$0] }.map { largest[right] > largest[$0] }
    }
    #expect(abs(area - Double(pairs.count { $0 }) / Double(pairs.count)) < 1e-12)
    #expect(area != figures["auroc"] as? Double)
    #expect((figures["intervals"] as? [String: Any])?["uncertainty_aurc"] != nil)
    for name in ["accuracy", "ece", "auroc", "aurc"] {
      #expect(figures[name] as? Double == plain[name] as? Double, "\(name)")
    }
    try NPYFile.write(
      NumericArray(largest.map { -$0 }, shape: [180]), to: folder("test/uncertainty.npy"))
    let table = try run("--predictions", "test", in: folder).output
    #expect(table.contains("uncertainty_auroc") && table.contains("correct-by-uncertainty"))
    _ = try run(
      "--predictions", "test", "--fail-if", "uncertainty_auroc<1", in: folder, code: 3)
    let state = try run(
      "--predictions", "test", "--uncertainty", "unsure.npy", "--state", "s.json", in: folder)
    #expect(state.errors.contains("the state does without --uncertainty"))
    #expect(!(try run("merge", "s.json", in: folder).output.contains("uncertainty")))
  }
}
