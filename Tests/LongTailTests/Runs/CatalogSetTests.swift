import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// Somebody's own loss, sampler, method, measure and calibrator are used as those built in.
struct CatalogSetTests {
  /// Cross-entropy to a power.
  struct PowerLoss: LossFunction {
    static let name = "own-power"
    static let summary = "cross-entropy to a power"
    var exponent = 2.0

    func callAsFunction(
      _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
    ) -> LossValues {
      let logits = outputs.combinedLogits.logSoftmax(axis: 1)
      let losses = -logits.gathered(axis: 1, labels.unsqueezed(axis: 1)).squeezed(axis: 1)
      return LossValues(losses.pow(exponent))
    }
  }

  struct Backwards: Sampler {
    static let name = "own-backwards"
    static let summary = "every sample once, the last one first"

    func order(labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int) -> [Int] {
      labels.indices.reversed()
    }
  }

  struct OwnMethod: LongTail.Method {
    static let name = "own-method"
    static let summary = "one stage with a loss and a sampler of its own"
    static let citation = "nobody"

    func plan(for task: TaskDescription) -> Plan {
      Plan(
        model: ModelSettings(backbone: TwoLayerBackbone(hidden: 8)),
        stages: [
          Stage(
            epochs: 4, sampler: Backwards(), loss: PowerLoss(exponent: 1.5),
            optimizer: SGDSettings(learningRate: 0.01), schedule: ConstantSchedule())
        ], batchSize: 16)
    }
  }

  /// How much the classes' recalls differ.
  struct RecallRange: Measure {
    let name = "own_recall_range"
    let title = "range of recalls"
    let summary = "the highest recall of a class less the lowest"
    let need = MeasureNeed.bins

    func convention(_ settings: MeasureSettings) -> String { "recall/highest-minus-lowest" }

    func value(of evidence: Evidence) -> MeasuredValue {
      let recalls = evidence.accuracies.ofClass.compactMap(\.self)
      guard let highest = recalls.max(), let lowest = recalls.min() else {
        return .absent("no class has a sample")
      }
      return .value(highest - lowest)
    }
  }

  /// Probabilities moved towards equal ones, as far as the accuracy on the validation set asks for.
  struct Blending: CalibrationMethod {
    static let name = "own-blending"
    static let summary = "a blend with equal probabilities"
    var strength = 1.0

    func fitted(to validation: Predictions, training: Predictions?) throws -> BlendedCalibrator {
      let classes = validation.logits.classes
      let table = try FigureTable(softmax(validation.logits), labels: validation.labels)
      let share = strength * (1 - (table["accuracy"] ?? 0))
      return BlendedCalibrator(classes: classes, share: share)
    }
  }

  struct BlendedCalibrator: Calibrator {
    let classes: Int
    let share: Double
    var warnings: [String] { [] }
    var facts: [CalibratorFact] { [CalibratorFact("share", "\(share)")] }

    func callAsFunction(_ logits: Logits) -> Probabilities {
      let values = softmax(logits).values.map { (1 - share) * $0 + share / Double(classes) }
      return Probabilities(values, classes: classes)
    }
  }

  private static let catalog = CatalogSet.builtIn.adding(loss: PowerLoss.self)
    .adding(sampler: Backwards.self).adding(method: OwnMethod.self)
    .adding(measure: RecallRange()).adding(calibrator: Blending.self)

  @Test func `what a package adds is named in files, trained, stopped, resumed and evaluated`()
    throws
  {
    let folder = try TemporaryFolder()
    try Self.catalog.inUse {
      let plan = try RunPlan(
        MethodRequest(method: "own-method", settings: ["stages.0.loss.exponent=1.25"]),
        data: SmallRun.data)
      func session(_ name: String, stoppingAt question: Int, resuming: Bool) throws -> RunSession {
        let stop = StopAtQuestion(question)
        return try RunSession(
          recipe: plan.recipe, data: plan.partition, output: folder(name), resuming: resuming,
          execution: Execution(shouldStop: { stop() }), version: "test", commandLine: ["test"])
      }
      _ = try session("whole", stoppingAt: 0, resuming: false).carryOut()
      #expect(throws: TrainingError.self) {
        try session("stopped", stoppingAt: 3, resuming: false).carryOut()
      }
      _ = try session("stopped", stoppingAt: 0, resuming: true).carryOut()
      #expect(try RunTraces(folder("stopped")).differences(from: RunTraces(folder("whole"))) == [])
      let saved = try RecipeFile.read(folder("whole") + "/recipe.yaml")
      #expect((saved.stages[0].loss.objective as? PowerLoss)?.exponent == 1.25)
      #expect(Methods.names.last == "own-method" && Losses.names.last == "own-power")
      try expectRange(in: folder("whole"))
    }
    // Outside it is unknown.
    let error = #expect(throws: UnknownName.self) {
      try RecipeFile.read(folder("whole") + "/recipe.yaml")
    }
    #expect(error?.name == "own-method")
    #expect(!Losses.names.contains("own-power"))
    let scores = try Evaluation.read(folder("whole") + "/evaluation.json").results[0].scores
    #expect(scores?["own_recall_range"] == nil && scores?["accuracy"] != nil)
    #expect(!Measures.names.contains("own_recall_range"))
  }

  /// The measure is in the run's evaluation, has the value that it is defined as, and can be a gate.
  private func expectRange(in run: String) throws {
    let scores = try #require(Evaluation.read(run + "/evaluation.json").results[0].scores)
    let recalls = scores.accuracyOfClass.compactMap(\.self)
    let range = try #require(scores["own_recall_range"])
    #expect(try abs(range - (#require(recalls.max()) - #require(recalls.min()))) < 1e-12)
    let predictions = try PredictionFolder.read(run + "/predictions/test")
    let table = try FigureTable(softmax(predictions.logits), labels: predictions.labels)
    #expect(table["own_recall_range"] == range)
    #expect(try MeasureGate("own_recall_range<=1").failure(of: table) != nil)
    #expect(try MeasureGate("own_recall_range>1").failure(of: table) == nil)
  }

  @Test func `a calibrator that a package adds is fitted, written, read back and compared`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder("calibrator.json")
    let predictions = Predictions(
      logits: Logits([2, 0, 0, 0, 3, 0, 1, 0, 0, 0, 0, 4], classes: 3), labels: [0, 1, 1, 2])
    try Self.catalog.inUse {
      #expect(Calibrators.names.last == "own-blending")
      let fitted = try Blending(strength: 0.5).fitted(to: predictions)
      #expect(abs(fitted.share - 0.125) < 1e-12)
      try CalibratorFile.write(fitted, method: Blending(strength: 0.5), to: path)
      let content = try CalibratorFile.read(path)
      #expect((content.method as? Blending)?.strength == 0.5)
      let calibrator = try content.calibrator
      #expect(calibrator(predictions.logits) == fitted(predictions.logits))
      let methods = try ["temperature", "own-blending"].map { name in
        try Calibrators.type(named: name).init()
      }
      let entries = try CalibratorComparison(
        validation: predictions, training: nil, test: predictions
      ).run(methods)
      #expect(entries.map(\.method) == ["none", "temperature", "own-blending"])
      #expect(entries[2].measurement?.figures["nll"] != nil)
    }
    // Outside it is unknown.
    #expect(!Calibrators.names.contains("own-blending"))
    let problem = #expect(throws: FileProblem.self) { try CalibratorFile.read(path) }
    #expect(problem?.place == "method")
  }
}
