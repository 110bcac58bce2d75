import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing

/// One task that methods are asked to plan for.
private struct Task: CustomStringConvertible {
  let dataset: String
  let input: InputShape
  let classes: Int
  let factor: Double?

  static let all = [
    Task(
      dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
      factor: 100),
    Task(
      dataset: "cifar10", input: .picture(height: 32, width: 32, channels: 3), classes: 10,
      factor: 50),
    Task(
      dataset: "mnist", input: .picture(height: 28, width: 28, channels: 1), classes: 10,
      factor: 12.5),
    Task(dataset: "features", input: .features(width: 64), classes: 7, factor: nil),
  ]

  var description: String { dataset }

  func recipe(_ method: String) throws -> Recipe {
    let plan = try Methods.method(named: method).plan(
      for: TaskDescription(
        dataset: dataset, input: input, classes: classes, imbalanceFactor: factor ?? 3))
    return Recipe(
      method: method, data: DataSettings(source: dataset + ":some/folder", imbalanceFactor: factor),
      plan: plan, selection: .validation, seed: 5)
  }
}

struct RecipeFileTests {
  private func readBack(_ recipe: Recipe) throws -> Recipe {
    let folder = try TemporaryFolder()
    let path = try folder.file("recipe.yaml", Data(RecipeFile.text(recipe).utf8))
    return try RecipeFile.read(path)
  }

  @Test(arguments: Methods.names, Task.all)
  fileprivate func `a recipe comes back from its file`(_ method: String, _ task: Task) throws {
    let recipe = try task.recipe(method)
    let back = try readBack(recipe)
    #expect(try SettingsTree(encoding: back) == SettingsTree(encoding: recipe))
    #expect(try RecipeFile.text(back) == RecipeFile.text(recipe))
  }

  @Test(arguments: Methods.names, Task.all)
  fileprivate func `every plan is valid, at any length`(_ method: String, _ task: Task) throws {
    let recipe = try task.recipe(method)
    try recipe.validate()
    for epochs in [1, 7, 20, 1000] {
      let scaled = try recipe.scaled(toEpochs: epochs)
      try scaled.validate()
      #expect(scaled.stages[0].epochs == epochs)
    }
  }

  @Test func `settings that no plan has come back too`() throws {
    var recipe = try Task.all[0].recipe("balanced-softmax")
    recipe.model = ModelSettings(
      classifier: CosineClassifier(scale: 16), experts: 3, sharedParts: 2)
    recipe.stages.append(
      Stage(
        name: "classifier", epochs: 3, trains: ["classifier"],
        parameterRules: [ParameterRule("classifier", rateFactor: 0.2)], batchNorm: .frozen,
        sampler: ClassBalanced(), views: [View([Cutout()])],
        streams: [Stream(Reversed(), augmentations: [HorizontalFlip()])],
        loss: BalancedSoftmax(strength: 1e-5),
        additionalLosses: [SupervisedContrast(queue: 64)],
        companions: [MomentumCopy(momentum: 1 / 3.0), Teacher(path: "run")],
        hooks: [WeightAveraging(decay: 0.999), MaxNorm(bound: 0.1)],
        optimizer: SharpnessAwareSettings(SGDSettings(learningRate: 1 / 3.0)),
        schedule: CosineSchedule(warmup: 1, floor: 0.01)))
    recipe.precision = .bfloat16
    recipe.selection = .test
    #expect(try RecipeFile.text(readBack(recipe)) == RecipeFile.text(recipe))
    #expect(try SettingsTree(encoding: readBack(recipe)) == SettingsTree(encoding: recipe))
  }

  @Test func `scaling keeps the shares of stages, milestones and warm-up`() throws {
    var recipe = try Task.all[0].recipe("cross-entropy")
    recipe.stages.append(Stage(name: "second", epochs: 30, schedule: ConstantSchedule()))
    let scaled = try recipe.scaled(toEpochs: 20)
    #expect(scaled.stages.map(\.epochs) == [20, 3])
    let schedule = try #require(scaled.stages[0].schedule.schedule as? StepSchedule)
    #expect(schedule.milestones == [16, 18])
    #expect(schedule.warmup == 5)
    #expect(try recipe.scaled(toEpochs: 1).stages.map(\.epochs) == [1, 1])
    #expect(throws: SettingsError.self) { try recipe.scaled(toEpochs: 0) }
  }

  @Test func `a share of every stage moves all that counts epochs, and none is empty`() throws {
    let recipe = try Task.all[0].recipe("mislas")
    let share = try recipe.scaled(by: 0.1)
    #expect(share.stages.map(\.epochs) == [20, 1])
    #expect((share.stages[0].schedule.schedule as? StepSchedule)?.milestones == [16, 18])
    #expect(try recipe.scaled(by: 0.001).stages.map(\.epochs) == [1, 1])
    let same = try recipe.scaled(by: 1)
    #expect(try RecipeFile.text(same) == RecipeFile.text(recipe))
    // Re-weighting begins with the first milestone at any length.
    let reweighted = try Task.all[0].recipe("drw").scaled(by: 0.25)
    let weights = try #require(reweighted.stages[0].hooks.first?.hook as? ClassWeights)
    #expect(reweighted.stages[0].epochs == 50 && weights.from == 40)
    for share in [0, -0.5, 1.5, .nan, .infinity] {
      #expect(throws: SettingsError.self) { try recipe.scaled(by: share) }
    }
  }

  /// MiSLAS has other constants for ten classes than for a hundred, and for each imbalance factor.
  @Test(arguments: [
    (5, 100.0, 0.3, 0.0, BatchNormBehaviour.frozen), (5, 10, 0.1, 0, .frozen),
    (20, 100, 0.4, 0.1, .follow), (20, 10, 0.2, 0, .follow),
  ])
  func `a partial file is completed by its method's plan for its own data`(
    _ classes: Int, _ factor: Double, _ head: Double, _ tail: Double, _ norm: BatchNormBehaviour
  ) throws {
    let folder = try TemporaryFolder()
    let text = """
      method: mislas
      data: {source: "synthetic:classes=\(classes),per-class=100,test=4,size=8", imbalanceFactor: \(factor)}
      stages: [{epochs: 12, mixing: {alpha: 0.4}}, {epochs: 2}]
      """
    let path = try folder.file("recipe.yaml", Data(text.utf8))
    let plan = try RunPlan(recipeFile: path)
    let stages = plan.recipe.stages
    #expect(plan.partition.training.samples.classes == classes)
    #expect(stages.map(\.epochs) == [12, 2])
    #expect((stages[0].mixing?.mixing as? Mixup)?.alpha == 0.4)
    let loss = try #require(stages[1].loss.objective as? LabelAwareSmoothing)
    #expect(loss.head == head && loss.tail == tail && stages[1].batchNorm == norm)
    // Where no data are read it is refused: it would get another task's constants.
    let error = #expect(throws: FileProblem.self) { try RecipeFile.read(path) }
    #expect(error?.problem.contains("depends on the data") == true)
  }

  @Test func `settings of the data are laid over a file before its method plans`() throws {
    let folder = try TemporaryFolder()
    let text = """
      method: mislas
      data: {source: "synthetic:classes=5,per-class=100,test=4,size=8", imbalanceFactor: 100}
      """
    let path = try folder.file("recipe.yaml", Data(text.utf8))
    let plan = try RunPlan(
      recipeFile: path, setting: ["data.imbalanceFactor=10", "seed=3", "batchSize=16"])
    #expect(plan.recipe.data.imbalanceFactor == 10)
    #expect(plan.recipe.seed == 3 && plan.recipe.batchSize == 16)
    #expect((plan.recipe.stages[1].loss.objective as? LabelAwareSmoothing)?.head == 0.1)
  }

  @Test(arguments: [
    ("[{epochs: 3}]", "has 1 stage, not all of them whole; mislas has 2 (features, classifier)"),
    ("[{name: classifier, epochs: 3}, {}]", "is classifier, which is another stage"),
    ("[{}, {}, {epochs: 3}]", "has 3 stages"),
  ])
  func `stages in part that are not the plan's are refused`(_ stages: String, _ words: String)
    throws
  {
    let folder = try TemporaryFolder()
    let text = "method: mislas\ndata: {source: '\(SmallRun.data.source)'}\nstages: \(stages)"
    let path = try folder.file("recipe.yaml", Data(text.utf8))
    let error = #expect(throws: FileProblem.self) { try RunPlan(recipeFile: path) }
    #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "")")
  }

  @Test func `data may be named beside a file that names none`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("recipe.yaml", Data("method: mixup\nstages: [{epochs: 3}]".utf8))
    let plan = try RunPlan(recipeFile: path, changingData: { $0.source = SmallRun.data.source })
    #expect(plan.recipe.stages[0].epochs == 3 && plan.partition.training.samples.classes == 4)
    let error = #expect(throws: FileProblem.self) { try RunPlan(recipeFile: path) }
    #expect(error?.problem.contains("--data") == true)
  }

  @Test func `a wrong name in a partial file is told before its data are read`() throws {
    let folder = try TemporaryFolder()
    let text = "method: mixup\ndata: {source: \"cifar10:nowhere\"}\nstages: [{epoch: 1}]"
    let path = try folder.file("recipe.yaml", Data(text.utf8))
    let error = #expect(throws: UnknownName.self) { try RunPlan(recipeFile: path) }
    #expect(error?.name == "epoch")
  }

  @Test(arguments: [
    "stages: []", "method: mixup", "method: mixup\ndata: {source: 3}", "method: [", "- 1\n- 2", "",
  ])
  func `a file that is no recipe is refused with its path`(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("recipe.yaml", Data(text.utf8))
    let error = #expect(throws: FileProblem.self) { try RecipeFile.read(path) }
    #expect(error?.path == path)
  }

  @Test func `bytes that are no text, and no file at all, are refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("recipe.yaml", Data([0xff, 0xfe, 0x00, 0xd8]))
    #expect(throws: FileProblem.self) { try RecipeFile.read(path) }
    #expect(throws: FileProblem.self) { try RecipeFile.read(folder("absent.yaml")) }
  }

  @Test func `an unknown method comes with its neighbour`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("recipe.yaml", Data("method: mixip\ndata: {source: x}".utf8))
    let error = #expect(throws: UnknownName.self) { try RecipeFile.read(path) }
    #expect(error?.description.contains("did you mean \"mixup\"") == true)
    #expect(error?.place == "method")
  }
}
