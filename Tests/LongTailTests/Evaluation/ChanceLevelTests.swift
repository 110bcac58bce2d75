import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// When a network is no better than guessing.
struct ChanceLevelTests {
  /// Predictions that answer as told.
  private func level(answers: [Int], labels: [Int], classes: Int) -> ChanceLevel {
    let logits = answers.flatMap { answer in (0..<classes).map { $0 == answer ? Float(3) : 0 } }
    return ChanceLevel(
      Predictions(logits: Logits(logits, classes: classes), labels: labels))
  }

  @Test func `always the same answer is chance without any luck`() {
    let labels = (0..<90).map { $0 % 3 }
    let level = level(answers: Array(repeating: 1, count: 90), labels: labels, classes: 3)
    #expect(abs(level.balancedAccuracy - 1 / 3.0) < 1e-12)
    #expect(abs(level.limit - 1 / 3.0) < 1e-12)
    #expect(level.isGuessing && level.commonestAnswer == 1 && level.commonestShare == 1)
  }

  @Test func `the limit is what binomial recalls allow`() {
    // Half of the answers each: variance ¼ · 2 · ¼ / 50.
    let labels = (0..<100).map { $0 % 2 }
    let level = level(
      answers: (0..<100).map { $0 / 2 % 2 }, labels: labels, classes: 2)
    #expect(level.expected == 0.5)
    #expect(abs(level.limit - (0.5 + 2.326 * 0.05)) < 1e-12)
    #expect(level.isGuessing)
  }

  @Test func `guesses are hardly ever taken for knowledge, knowledge is`() {
    var generator = SeededGenerator(seed: 4)
    let labels = (0..<400).map { $0 % 10 }
    var mistakes = 0
    for _ in 0..<500 {
      let answers = labels.map { _ in Int.random(in: 0..<10, using: &generator) }
      if !level(answers: answers, labels: labels, classes: 10).isGuessing { mistakes += 1 }
    }
    // One in a hundred: five are expected.
    #expect((0...15).contains(mistakes), "\(mistakes)")
    let some = labels.map {
      Double.random(in: 0..<1, using: &generator) < 0.2
        ? $0 : Int.random(in: 0..<10, using: &generator)
    }
    #expect(!level(answers: some, labels: labels, classes: 10).isGuessing)
  }

  @Test func `a handful of right answers is no remark`() {
    #expect(!level(answers: [0, 1], labels: [0, 1], classes: 2).isGuessing)
    #expect(!level(answers: [0, 0], labels: [0, 1], classes: 2).limit.isNaN)
  }

  private final class Notes: TrainingObserver {
    var texts: [String] = []
    func progressed(_ progress: TrainingProgress) {}
    func finished(_ record: EpochRecord) {}
    func noted(_ text: String) { texts.append(text) }
  }

  private func evaluation(
    rate: Double, epochs: Int = 1, start: CheckpointStart? = nil, in folder: TemporaryFolder
  ) throws -> (Evaluation, [String]) {
    let data = DataSettings(source: "synthetic:classes=4,per-class=40,test=50,size=8")
    var recipe = SmallRun.recipe(
      [
        Stage(
          epochs: epochs, optimizer: SGDSettings(learningRate: rate), schedule: ConstantSchedule())
      ], data: data)
    recipe.start = start
    let notes = Notes()
    let evaluation = try RunSession(
      recipe: recipe, data: data.partition(seed: 3), output: folder("run"), resuming: false,
      execution: Execution(), version: "test", commandLine: ["test"], observer: notes
    ).carryOut()
    return (evaluation, notes.texts)
  }

  @Test func `a run that learned nothing says so, with three reasons`() throws {
    let folder = try TemporaryFolder()
    // A network of zeros gives every sample the same answer.
    let path = folder("zeros.safetensors")
    let shapes = [
      "hidden.weight": [16, 192], "hidden.bias": [16], "classifier.weight": [4, 16],
      "classifier.bias": [4],
    ]
    try SafetensorsFile.write(
      shapes.map { name, shape in
        (name, NumericArray([Float](repeating: 0, count: shape.reduce(1, *)), shape: shape))
      }, to: path)
    let digest = try StartingWeights(path, afterStages: 0).sha256
    let (evaluation, notes) = try evaluation(
      rate: 1e-12, start: CheckpointStart(path: path, stage: 0, sha256: digest), in: folder)
    let remark = evaluation.chance
    let chance = try #require(remark)
    #expect(chance.level.balancedAccuracy == 0.25 && chance.level.commonestShare == 1)
    #expect(chance.reasons.count == 3)
    #expect(chance.reasons[0].hasPrefix("nothing was learned: the training loss never fell below"))
    #expect(notes.contains { $0.hasPrefix("warning: the network is no better than chance") })
    #expect(try Evaluation.read(folder("run/evaluation.json")).chance == chance)
  }

  @Test func `a run that learned says nothing`() throws {
    let (evaluation, notes) = try evaluation(rate: 0.05, epochs: 8, in: TemporaryFolder())
    #expect(evaluation.chance == nil)
    #expect(!notes.contains { $0.contains("chance") })
  }
}
