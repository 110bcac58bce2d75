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
        name: "classifier", epochs: 3, trains: ["classifier"], batchNorm: .frozen,
        sampler: ClassBalanced(), loss: BalancedSoftmax(strength: 1e-5),
        optimizer: SGDSettings(learningRate: 1 / 3.0, rateFactors: ["classifier": 0.2]),
        schedule: CosineSchedule(warmup: 1, floor: 0.01), averageDecay: 0.999))
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

  @Test func `a partial file starts from its method's plan`() throws {
    let folder = try TemporaryFolder()
    let text = """
      method: mixup
      data: {source: "cifar10:pictures"}
      stages: [{epochs: 12, mixing: {alpha: 0.4}}]
      """
    let recipe = try RecipeFile.read(folder.file("recipe.yaml", Data(text.utf8)))
    #expect(recipe.data.source == "cifar10:pictures")
    #expect(recipe.stages[0].epochs == 12)
    #expect((recipe.stages[0].mixing?.mixing as? Mixup)?.alpha == 0.4)
    #expect(recipe.stages[0].optimizer.settings.learningRate == 0.1)
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
  }
}
