import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// Losses of several experts and several views from end to end, on pictures of 8×8.
struct MixtureRunTests {
  private static func stage(
    views: [View] = [], loss: some ObjectiveSettings,
    companions: [any CompanionSettings] = []
  ) -> Stage {
    Stage(
      epochs: 3, augmentations: [RandomCrop()], views: views, loss: loss, companions: companions,
      optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
  }

  private static func model(
    experts: Int = 1, classifier: some ClassifierHead = LinearClassifier()
  ) -> ModelSettings {
    ModelSettings(
      backbone: TwoLayerBackbone(hidden: 16), classifier: classifier, experts: experts)
  }

  private static let recipes = [
    "reslt": SmallRun.recipe(
      [stage(loss: ResidualFusion(independent: 0.7))],
      model: ModelSettings(
        backbone: BranchedBackbone(ResNet32(widths: [4, 8, 16])), classifier: SharedClassifier(),
        experts: 3)),
    "bcl": SmallRun.recipe(
      [
        stage(
          views: [View([RandomCrop()]), View([HorizontalFlip()])],
          loss: BalancedContrast(hidden: 8, dimension: 8))
      ], model: model(classifier: CosineClassifier())),
    "proco": SmallRun.recipe(
      [
        stage(
          views: [View([RandomCrop()]), View([HorizontalFlip()])],
          loss: ProbabilisticContrast(hidden: 8, dimension: 8))
      ], model: model()),
    "ncl": SmallRun.recipe(
      [stage(loss: NestedCollaboration(hardShare: 0.5))],
      model: model(experts: 3)),
    "ncl-contrast": SmallRun.recipe(
      [
        Stage(
          epochs: 3, augmentations: [RandomCrop()], views: [View([HorizontalFlip()])],
          loss: NestedCollaboration(hardShare: 0.5),
          additionalLosses: [InstanceContrast(weight: 0.001, dimension: 8, queue: 96)],
          companions: [MomentumCopy(momentum: 0.9)],
          optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
      ], model: model(experts: 3)),
    "mdcs": SmallRun.recipe(
      [stage(views: [View([HorizontalFlip()])], loss: DiversityConsistency(ramp: 1))],
      model: model(experts: 3, classifier: CosineClassifier())),
    "sade": SmallRun.recipe(
      [stage(loss: DiverseDistributions())],
      model: model(experts: 3, classifier: CosineClassifier())),
    "dirmixe": SmallRun.recipe(
      [stage(loss: DirichletMixture(draws: 6, variance: 0.001, varianceFrom: 2))],
      model: model(experts: 3, classifier: CosineClassifier())),
    "tlc": SmallRun.recipe(
      [stage(loss: EvidentialExperts(annealing: 10, reweightsFrom: nil))],
      model: model(experts: 3, classifier: CosineClassifier()),
      prediction: PredictionRule(evidence: EvidenceGate())),
    "batch-former": SmallRun.recipe([
      Stage(
        epochs: 3, parameterRules: [ParameterRule("additionalLosses.0", rateFactor: 0.1)],
        mixing: Mixup(), loss: BalancedSoftmax(),
        additionalLosses: [BatchFormer(BalancedSoftmax())],
        optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
    ]),
    "glmc": SmallRun.recipe(
      [
        Stage(
          epochs: 3, views: [View([HorizontalFlip()])],
          streams: [Stream(PowerBalanced(power: 0.2))],
          mixing: StreamMixup(), loss: GlobalLocalConsistency(consistency: 1, dimension: 8),
          optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
      ],
      model: ModelSettings(backbone: TwoLayerBackbone(hidden: 16), experts: 2, sharedParts: 1),
      prediction: PredictionRule(expertWeights: [0, 1])),
    // The queue is not full before the second epoch.
    "paco": SmallRun.recipe(
      [
        stage(
          views: [View([HorizontalFlip()])],
          loss: ParametricContrast(dimension: 8, queue: 96),
          companions: [MomentumCopy(momentum: 0.9)])
      ]),
    "gpaco": SmallRun.recipe(
      [
        stage(
          views: [View([HorizontalFlip()])],
          loss: ParametricContrast(form: .general, dimension: 8, queue: 96))
      ]),
  ]

  @Test(arguments: recipes.keys.sorted())
  func `it learns, and one that was stopped ends with the same bits`(_ name: String) throws {
    let recipe = try #require(Self.recipes[name])
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    let losses = try EpochRecord.readAll(folder("whole") + "/log.jsonl").map(\.loss)
    #expect(losses[2] < losses[0], "\(name): \(losses)")
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
}
