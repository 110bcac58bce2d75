import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// The four mixtures from end to end, on pictures of 8×8.
struct ExpertRunTests {
  private static func optimizer(_ rate: Double = 0.02) -> SGDSettings {
    SGDSettings(learningRate: rate)
  }

  private static func model(
    experts: Int, classifier: some ClassifierHead = CosineClassifier(),
    router: RouterSettings? = nil
  ) -> ModelSettings {
    ModelSettings(
      backbone: TwoLayerBackbone(hidden: 16), classifier: classifier, experts: experts,
      router: router)
  }

  private static let balpoe = SmallRun.recipe(
    [
      Stage(
        epochs: 3, mixing: Mixup(alpha: 0.4), loss: ExpertLogitAdjustment(),
        optimizer: optimizer(), schedule: ConstantSchedule())
    ], model: model(experts: 3))

  private static let shike = SmallRun.recipe(
    [
      Stage(
        name: "experts", epochs: 2, loss: DynamicKnowledgeTransfer(), optimizer: optimizer(),
        schedule: CosineSchedule(warmup: 1)),
      Stage(
        name: "classifiers", epochs: 2, trains: ["classifier"], reinitializes: ["classifier"],
        batchNorm: .follow, loss: BalancedSoftmax(experts: .sum), optimizer: optimizer(),
        schedule: ConstantSchedule()),
    ], model: model(experts: 3))

  private static let ride = SmallRun.recipe(
    [
      Stage(
        name: "experts", epochs: 3, fixed: ["router"],
        loss: DistributionAwareDiversity(reweightsFrom: 2), optimizer: optimizer(),
        schedule: ConstantSchedule()),
      Stage(
        name: "router", epochs: 1, trains: ["router"], batchNorm: .frozen, sampler: ClassBalanced(),
        batchSize: 50, loss: RoutingLoss(), optimizer: optimizer(), schedule: ConstantSchedule()),
    ], model: model(experts: 3, router: RouterSettings(topLogits: 4)),
    prediction: PredictionRule(routes: true))

  private static let bbn = SmallRun.recipe(
    [
      Stage(
        epochs: 3, augmentations: [HorizontalFlip()], streams: [Stream(Reversed())],
        mixing: Mixup(alpha: 0.4), loss: CumulativeLearning(), optimizer: optimizer(),
        schedule: ConstantSchedule())
    ], model: model(experts: 2, classifier: JointClassifier()))

  private static let recipes = ["balpoe": balpoe, "shike": shike, "ride": ride, "bbn": bbn]

  @Test(arguments: recipes.keys.sorted())
  func `a mixture learns, and one that was stopped ends with the same bits`(_ name: String) throws {
    let recipe = try #require(Self.recipes[name])
    let folder = try TemporaryFolder()
    let whole = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    let accuracy = try #require(whole.results[0].scores?["accuracy"])
    #expect(accuracy > 0.4, "\(name): \(accuracy) on four classes")
    // The folder is free again once the session is gone.
    do {
      let stop = StopAtQuestion(7)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    let (first, second) = (try RunTraces(folder("whole")), try RunTraces(folder("stopped")))
    #expect(first.differences(from: second) == [])
    #expect(first.records == second.records)
    #expect(first.records.allSatisfy { $0.loss.isFinite })
  }

  @Test func `a recipe with every new setting comes back from its file`() throws {
    for (name, recipe) in Self.recipes {
      let folder = try TemporaryFolder()
      let path = try folder.file("recipe.yaml", Data(RecipeFile.text(recipe).utf8))
      let back = try RecipeFile.read(path)
      #expect(try SettingsTree(encoding: back) == SettingsTree(encoding: recipe), "\(name)")
    }
  }

  @Test func `the log has each part of a loss`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.shike, in: folder("run")).carryOut()
    let records = try EpochRecord.readAll(folder("run") + "/log.jsonl")
    #expect(Set(records[0].lossParts.keys) == ["cross-entropy", "non-target", "mutual"])
    let sum = records[0].lossParts.values.reduce(0, +)
    #expect(abs(sum - records[0].loss) < 1e-5 * records[0].loss)
  }

  /// A checkpoint's parameters by name.
  private static func parameters(
    _ checkpoint: RunCheckpoint, of recipe: Recipe, _ session: RunSession
  ) throws -> [String: [Double]] {
    let model = try ExpertModel(recipe.model, input: session.model.input, classes: 4, seed: 9)
    try checkpoint.load(into: model.store)
    return Dictionary(
      uniqueKeysWithValues: model.store.parameters.map { ($0.name, $0.tensor.doubles) })
  }

  @Test func `the second stage of SHIKE leaves the features and draws new classifiers`() throws {
    let folder = try TemporaryFolder()
    let session = try SmallRun.session(Self.shike, in: folder("run"))
    _ = try session.carryOut()
    let run = try RunDirectory.opened(folder("run"))
    let before = try Self.parameters(.stages(1, in: run), of: Self.shike, session)
    let after = try Self.parameters(RunCheckpoint("last", in: run), of: Self.shike, session)
    for (name, values) in before {
      #expect((values == after[name]) == !ExpertModel.isClassifier(name), "\(name)")
    }
  }

  @Test func `only the router learns in its stage, and it is asked at the end`() throws {
    let folder = try TemporaryFolder()
    let session = try SmallRun.session(Self.ride, in: folder("run"))
    let evaluation = try session.carryOut()
    let run = try RunDirectory.opened(folder("run"))
    let before = try Self.parameters(.stages(1, in: run), of: Self.ride, session)
    let after = try Self.parameters(RunCheckpoint("last", in: run), of: Self.ride, session)
    #expect(before.keys.contains { $0.hasPrefix("router") })
    for (name, values) in before {
      #expect((values == after[name]) == !name.hasPrefix("router"), "\(name)")
    }
    let routing = try #require(evaluation.routing)
    #expect(1...3 ~= routing.averageExperts)
    #expect(routing.averageMultiplyAdds <= Double(routing.totalMultiplyAdds))
    #expect(abs(routing.shares.reduce(0, +) - 1) < 1e-12)
  }

  @Test func `calibrators of routed answers are for no combination of all experts`() throws {
    let folder = try TemporaryFolder()
    let session = try SmallRun.session(Self.ride, in: folder("run"))
    _ = try session.carryOut()
    let path = folder("run/calibrators/temperature.json")
    let fitted = try CalibratorFile.read(path).fitted
    #expect(fitted.combination == nil)
    // Those of each expert, if they were there, would be of other answers than the run's.
    let model = try TrainedModel(folder("run"), device: .cpu)
    let each = FittedCalibration.each(
      ExpertCalibrators(
        [any Calibrator](repeating: try fitted.single, count: 3), combination: .meanLogits))
    let error = #expect(throws: FileProblem.self) {
      try model.probabilities(
        of: session.data.test.samples, calibration: each, execution: Execution())
    }
    #expect(error?.problem.contains("router") == true)
    _ = try SmallRun.session(Self.shike, in: folder("all")).carryOut()
    let plain = try CalibratorFile.read(folder("all/calibrators/temperature.json")).fitted
    #expect(plain.combination == .meanLogits)
  }

  @Test func `BBN's branches see other samples, conventional ones first`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.bbn, in: folder("run")).carryOut()
    let records = try EpochRecord.readAll(folder("run") + "/log.jsonl")
    let shares = records.map { $0.lossParts["re-balancing"] ?? -1 }
    // α = 1 in the first epoch: the re-balancing branch does not count yet.
    #expect(shares[0] == 0 && shares[1] > 0 && shares[2] > shares[1] / 2)
    #expect(records.allSatisfy { 0...1 ~= $0.trainingAccuracy })
  }

  @Test func `the expected marginals of BalPoE's experts are in the evaluation`() throws {
    let folder = try TemporaryFolder()
    let evaluation = try SmallRun.session(Self.balpoe, in: folder("run")).carryOut()
    let marginals = try #require(evaluation.expectedMarginals)
    #expect(marginals.experts.count == 3)
    #expect((marginals.experts + [marginals.ensemble]).allSatisfy { $0 >= -1e-9 && $0.isFinite })
    let plain = try SmallRun.session(Self.shike, in: folder("shike")).carryOut()
    #expect(plain.expectedMarginals == nil && plain.routing == nil)
  }
}
