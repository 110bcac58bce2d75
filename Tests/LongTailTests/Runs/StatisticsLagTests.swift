import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Networks whose running statistics have hardly followed their weights.
struct StatisticsLagTests {
  private func lag(
    _ whileTraining: Double, _ afterwards: Double, steps: Int = 6, perEpoch: Int = 1
  ) -> StatisticsLag? {
    StatisticsLag(
      whileTraining: whileTraining, afterwards: afterwards, steps: steps, stepsPerEpoch: perEpoch)
  }

  @Test func `more than a fifth of the training samples lost is told, with few steps alone`() {
    #expect(lag(1, 0.51) != nil && lag(0.9, 0.69) != nil)
    #expect(lag(0.9, 0.71) == nil && lag(0.5, 0.9) == nil)
    #expect(lag(1, 0.5, steps: 43, perEpoch: 43) != nil)
    #expect(lag(1, 0.5, steps: 44, perEpoch: 44) == nil)
    #expect(lag(1, 0.5, steps: 900, perEpoch: 9) != nil)
    #expect(lag(1, 0.5, steps: 1000, perEpoch: 10) == nil)
  }

  @Test func `the steps are said, and how much of the first values is left`() throws {
    let words = try #require(lag(1, 0.51, steps: 6)).summary
    #expect(words.hasPrefix("the network has 51.0 % of its own training samples right"), "\(words)")
    #expect(
      words.contains("in 6 steps, 1 an epoch (53 % of their first values is left"), "\(words)")
  }

  private final class Notes: TrainingObserver {
    var texts: [String] = []
    func progressed(_ progress: TrainingProgress) {}
    func finished(_ record: EpochRecord) {}
    func noted(_ text: String) { texts.append(text) }
  }

  /// A run of one step an epoch, or of several.
  private func evaluation(
    batchSize: Int, epochs: Int, backbone: any Backbone, in folder: TemporaryFolder
  ) throws -> (evaluation: Evaluation, notes: [String]) {
    let data = DataSettings(
      source: "synthetic:classes=4,per-class=40,test=20,size=8", validationFraction: 0)
    let recipe = SmallRun.recipe(
      [
        Stage(
          epochs: epochs, optimizer: SGDSettings(learningRate: 0.1), schedule: ConstantSchedule())
      ], model: ModelSettings(backbone: backbone), data: data, selection: .last,
      batchSize: batchSize)
    let notes = Notes()
    let evaluation = try RunSession(
      recipe: recipe, data: data.partition(seed: 3), output: folder("run"), resuming: false,
      execution: Execution(), version: "test", commandLine: ["test"], observer: notes
    ).carryOut()
    return (evaluation, notes.texts)
  }

  @Test func `a run of one step an epoch says why its figures are low, and what to do`() throws {
    let folder = try TemporaryFolder()
    let (evaluation, notes) = try evaluation(
      batchSize: 160, epochs: 16, backbone: ResNet32(), in: folder)
    let lag = try #require(evaluation.statisticsLag)
    #expect(lag.steps == 16 && lag.stepsPerEpoch == 1)
    let log = try EpochRecord.readAll(folder("run/log.jsonl"))
    #expect(lag.whileTraining == log.last?.trainingAccuracy)
    #expect(
      notes.contains {
        $0.hasPrefix("warning: \(lag.summary)") && $0.contains("--set batchSize=16")
          && $0.contains("--epochs 64")
      }, "\(notes)")
    #expect(try Evaluation.read(folder("run/evaluation.json")).statisticsLag == lag)
    if let chance = evaluation.chance {
      #expect(chance.reasons[0].hasPrefix("the running statistics of batch norm"))
    }
  }

  @Test func `a network without batch norm has no statistics that lag`() throws {
    let (evaluation, notes) = try evaluation(
      batchSize: 160, epochs: 16, backbone: TwoLayerBackbone(hidden: 16), in: TemporaryFolder())
    #expect(evaluation.statisticsLag == nil && !notes.contains { $0.contains("batch norm") })
  }

  @Test func `labels are not blamed where the training samples are answered wrongly too`() throws {
    let data = DataSettings(source: "synthetic:classes=4,per-class=40,test=20,size=8")
    let record = try JSONDecoder().decode(
      EpochRecord.self,
      from: Data(
        """
        {"stage": 0, "stageName": "training", "epoch": 0, "epochs": 1, "learningRate": 0.1, "loss": 0.2,
         "lossParts": {}, "trainingAccuracy": 1, "timing": {"seconds": 1, "imagesPerSecond": 1}}
        """.utf8))
    var evidence = ChanceEvidence(
      recipe: SmallRun.recipe([Stage(epochs: 1)], data: data), data: try data.partition(seed: 0),
      log: [record], steps: 1)
    let level = try JSONDecoder().decode(
      ChanceLevel.self,
      from: Data(
        """
        {"balancedAccuracy": 0.25, "expected": 0.25, "limit": 0.4, "commonestAnswer": 0, "commonestShare": 0.5}
        """.utf8))
    #expect(evidence.reasons(level).contains { $0.contains("the labels of the test set") })
    evidence.statisticsLag = lag(1, 0.3, steps: 1)
    let reasons = evidence.reasons(level)
    #expect(reasons[0].hasPrefix("the running statistics of batch norm have hardly followed"))
    #expect(!reasons.contains { $0.contains("the labels of the test set") }, "\(reasons)")
  }
}
