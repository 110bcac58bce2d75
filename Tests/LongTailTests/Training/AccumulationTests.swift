import TestSupport
import Testing

@testable import LongTail

/// A batch in parts makes the step of the batch.
struct AccumulationTests {
  private static func stage(
    mixing: (any Mixing)? = nil, loss: some ObjectiveSettings = CrossEntropy(),
    additionalLosses: [any ObjectiveSettings] = [], hooks: [any HookSettings] = [],
    optimizer: some OptimizerSettings = SGDSettings(learningRate: 0.05), streams: [Stream] = []
  ) -> Stage {
    Stage(
      epochs: 3, augmentations: [RandomCrop(), HorizontalFlip()], streams: streams, mixing: mixing,
      loss: loss, additionalLosses: additionalLosses, hooks: hooks, optimizer: optimizer,
      schedule: ConstantSchedule())
  }

  fileprivate enum Case: String, CaseIterable {
    case plain, mixup, remix, pasting, weights, margins, branches, ownBatches, sharpness
    case classSharpness

    var recipe: Recipe {
      var model = ModelSettings(backbone: TwoLayerBackbone(hidden: 16))
      let stage: Stage
      switch self {
      case .plain: stage = AccumulationTests.stage()
      case .mixup: stage = AccumulationTests.stage(mixing: Mixup())
      // Shares of their own for each sample.
      case .remix: stage = AccumulationTests.stage(mixing: Remix())
      case .pasting:
        stage = AccumulationTests.stage(
          mixing: ContextRichOversampling(rest: 0), streams: [Stream(ClassBalanced())])
      // Losses over the mean weight of a batch's samples.
      case .weights:
        stage = AccumulationTests.stage(mixing: Mixup(), hooks: [ClassWeights(form: .inverse)])
      case .margins:
        stage = AccumulationTests.stage(loss: LabelDistributionAwareMargin(reweightsFrom: 1))
      // Losses over how many samples of a batch teach a branch.
      case .branches:
        model.experts = 3
        stage = AccumulationTests.stage(loss: ResidualFusion())
      case .ownBatches:
        model.experts = 2
        stage = AccumulationTests.stage(
          loss: CumulativeLearning(), streams: [Stream(ClassBalanced())])
      case .sharpness:
        stage = AccumulationTests.stage(
          optimizer: SharpnessAwareSettings(SGDSettings(learningRate: 0.05)))
      case .classSharpness:
        stage = AccumulationTests.stage(
          optimizer: FocalSharpnessAwareSettings(SGDSettings(learningRate: 0.05)))
      }
      return SmallRun.recipe([stage], model: model, selection: .last)
    }
  }

  @Test(arguments: Case.allCases)
  fileprivate func `a step in parts is the step of the whole batch`(_ given: Case) throws {
    let whole = try DoublePrecisionRun.results(given.recipe, processes: 1)[0]
    for parts in [2, 5] {
      var recipe = given.recipe
      recipe.accumulation = parts
      let own = try DoublePrecisionRun.results(recipe, processes: 1)[0]
      #expect(own.distance(from: whole) < 1e-10, "\(parts) parts")
      #expect(own.steps == whole.steps)
    }
  }

  @Test(arguments: [Case.plain, .weights, .remix])
  fileprivate func `any number of processes goes through the same parts`(_ given: Case) throws {
    var recipe = given.recipe
    let whole = try DoublePrecisionRun.results(recipe, processes: 1)[0]
    recipe.accumulation = 3
    for processes in [2, 3] {
      let own = try DoublePrecisionRun.results(recipe, processes: processes)[0]
      #expect(own.distance(from: whole) < 1e-10, "\(processes) processes")
    }
  }

  @Test func `batch norm takes the statistics of each part`() throws {
    var recipe = SmallRun.recipe(
      [Self.stage()], model: DoublePrecisionRun.residual, selection: .last)
    let whole = try DoublePrecisionRun.results(recipe, processes: 1)[0]
    recipe.accumulation = 2
    let parts = try DoublePrecisionRun.results(recipe, processes: 1)[0]
    // Two parts a step, each followed by the running statistics.
    #expect(parts.distance(from: whole) > 1e-3)
    let tracked = "bn1.num_batches_tracked"
    let count = try #require(whole.weights[tracked]?.first)
    #expect(count > 0 && (parts.weights[tracked]?.first ?? 0) > 1.5 * count)
    // Statistics that stay as they are have no parts; nothing holds the maps down, so that steps have to be small.
    recipe.stages[0].batchNorm = .frozen
    recipe.stages[0].optimizer = Chosen(SGDSettings(learningRate: 1e-8))
    let frozen = try DoublePrecisionRun.results(recipe, processes: 1)[0]
    recipe.accumulation = 1
    #expect(
      frozen.distance(from: try DoublePrecisionRun.results(recipe, processes: 1)[0]) < 1e-10)
  }

  @Test func `a run in parts that is stopped goes on to the same bits`() throws {
    var recipe = Case.weights.recipe
    recipe.accumulation = 3
    let folder = try TemporaryFolder()
    #expect(try GroupRun.carryOut(recipe, in: folder("whole"), processes: 1))
    #expect(try !GroupRun.carryOut(recipe, in: folder("run"), processes: 1, stoppingAt: 3))
    #expect(try GroupRun.carryOut(recipe, in: folder("run"), processes: 1, resuming: true))
    let (own, whole) = (try RunTraces(folder("run")), try RunTraces(folder("whole")))
    #expect(own.differences(from: whole) == [] && own.records == whole.records)
    #expect(try RecipeFile.read(folder("run/recipe.yaml")).accumulation == 3)
    recipe.accumulation = 2
    #expect {
      _ = try GroupRun.carryOut(recipe, in: folder("run"), processes: 1, resuming: true)
    } throws: { "\($0)".contains("accumulation") }
  }

  @Test func `what needs a whole batch is refused by name`() throws {
    let objectives: [(String, Stage)] = [
      ("range", Self.stage(loss: RangeLoss())),
      ("lade", Self.stage(loss: LabelDistributionDisentangling())),
      (
        "supervised-contrast", Self.stage(additionalLosses: [SupervisedContrast()])
      ),
      ("batch-former", Self.stage(additionalLosses: [BatchFormer()])),
      (
        "knowledge-distillation",
        Self.stage(loss: KnowledgeDistillation(LabelDistributionDisentangling()))
      ),
    ]
    for (name, stage) in objectives {
      var recipe = SmallRun.recipe([stage])
      recipe.accumulation = 2
      let error = #expect(throws: SettingsError.self) { try recipe.validate() }
      #expect(error?.key == "accumulation")
      #expect(error?.description.contains("\(name) of stage “train” needs") == true)
    }
  }

  @Test func `parts that a batch does not have are refused`() throws {
    var recipe = Case.plain.recipe
    for parts in [0, -1, 17] {
      recipe.accumulation = parts
      let error = #expect(throws: SettingsError.self) { try recipe.validate() }
      #expect(error?.key == "accumulation", "\(parts)")
    }
    recipe.accumulation = 16
    try recipe.validate()
  }
}
