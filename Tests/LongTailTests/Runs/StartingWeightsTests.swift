import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

struct StartingWeightsTests {
  private static let stages = [
    Stage(name: "features", epochs: 1, fixed: ["classifier.scale"]),
    Stage(name: "classifier", epochs: 1, trains: ["classifier"]),
  ]

  private static func model(
    _ head: any ClassifierHead = LinearClassifier(), hidden: Int = 16, classes: Int = 4
  ) throws -> ExpertModel {
    func settings(_ head: some ClassifierHead) -> ModelSettings {
      ModelSettings(backbone: TwoLayerBackbone(hidden: hidden), classifier: head)
    }
    return try ExpertModel(
      settings(head), input: .picture(height: 8, width: 8, channels: 3), classes: classes, seed: 1)
  }

  private static let authors = fixtureFile("checkpoints/two-stage-layout.pt").path

  /// The values of Tests/Fixtures/mislas_fixtures.py.
  private func expectAuthorsWeights(_ model: ExpertModel, sourceLocation: SourceLocation) {
    let names = ["hidden.weight", "hidden.bias", "classifier.weight", "classifier.bias"]
    for (name, tensor) in model.store.parameters where names.contains(name) {
      let offset = Double(name.utf8.reduce(0) { $0 + Int($1) })
      let expected = MiSLASFixtures.chirp(tensor.count, offset: offset, scale: 0.1)
      #expect(
        relativeDistance(tensor.doubles, expected) < 1e-6, "\(name)",
        sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [true, false])
  func `a PyTorch checkpoint laid out as MiSLAS's is read by our names`(_ scaled: Bool) throws {
    let model = try Self.model(scaled ? ScaledLinearClassifier() : LinearClassifier())
    let weights = try StartingWeights(Self.authors, afterStages: 1)
    #expect(weights.recipe == nil && weights.sha256.count == 64)
    try weights.load(into: model, stages: Self.stages, start: 1)
    expectAuthorsWeights(model, sourceLocation: #_sourceLocation)
    let scale = model.store.parameters.first { $0.name == "classifier.scale" }
    if scaled { #expect(try #require(scale).tensor.floats == [1, 1, 1, 1]) }
  }

  @Test func `the weights of another network are refused with what differs`() throws {
    let weights = try StartingWeights(Self.authors, afterStages: 1)
    let wide = #expect(throws: FileProblem.self) {
      try weights.load(into: Self.model(hidden: 32), stages: Self.stages, start: 1)
    }
    #expect(wide?.path == Self.authors)
    #expect(wide?.problem.contains("hidden.weight is [16, 192] instead of [32, 192]") == true)
    let resnet = try ExpertModel(
      ModelSettings(), input: .picture(height: 8, width: 8, channels: 3), classes: 4, seed: 1)
    let other = #expect(throws: FileProblem.self) {
      try weights.load(into: resnet, stages: Self.stages, start: 1)
    }
    #expect(other?.problem.contains("no weights of resnet32") == true)
    #expect(other?.problem.contains("missing: conv1.weight") == true)
    let classes = #expect(throws: FileProblem.self) {
      try weights.load(into: Self.model(classes: 5), stages: Self.stages, start: 1)
    }
    #expect(classes?.problem.contains("classifier.weight") == true)
  }

  @Test func `a classifier that is drawn anew need not fit`() throws {
    let model = try Self.model(classes: 5)
    let before = model.store.parameters.filter { $0.name.hasPrefix("classifier") }
      .map { $0.tensor.floats }
    var stages = Self.stages
    stages[1].reinitializes = ["classifier"]
    try StartingWeights(Self.authors, afterStages: 1).load(into: model, stages: stages, start: 1)
    let after = model.store.parameters.filter { $0.name.hasPrefix("classifier") }
      .map { $0.tensor.floats }
    #expect(after == before)
  }

  @Test func `a scale that an earlier stage has trained must be there`() throws {
    var stages = Self.stages
    stages[0].fixed = []
    let error = #expect(throws: FileProblem.self) {
      try StartingWeights(Self.authors, afterStages: 1).load(
        into: Self.model(ScaledLinearClassifier()), stages: stages, start: 1)
    }
    #expect(error?.problem.contains("missing: classifier.scale") == true)
  }

  @Test func `what is not there, no run, or not finished says so`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileProblem.self) {
      try StartingWeights(folder("absent"), afterStages: 1)
    }
    #expect(throws: FileProblem.self) { try StartingWeights(folder.path, afterStages: 1) }
    let text = try folder.file("words.txt", Data("no weights".utf8))
    #expect(throws: FileProblem.self) { try StartingWeights(text, afterStages: 1) }
    let stop = StopAtQuestion(2)
    let session = try SmallRun.session(
      SmallRun.recipe([Stage(epochs: 2)]), in: folder("run"),
      execution: Execution(shouldStop: { stop() }))
    #expect(throws: TrainingError.self) { try session.carryOut() }
    let error = #expect(throws: FileProblem.self) {
      try StartingWeights(folder("run"), afterStages: 1)
    }
    #expect(error?.problem.contains("is not finished") == true)
  }

  /// A finished run of one stage.
  private static func run(in folder: TemporaryFolder, validation: Double = 0.2) throws -> Recipe {
    var data = SmallRun.data
    data.validationFraction = validation
    let recipe = SmallRun.recipe(
      [Stage(epochs: 1, optimizer: SGDSettings(learningRate: 0.02))], data: data, selection: .last)
    _ = try SmallRun.session(recipe, in: folder("first")).carryOut()
    return recipe
  }

  private static func second(
    _ first: Recipe, in folder: TemporaryFolder
  ) throws -> Recipe {
    var recipe = first
    recipe.stages.append(
      Stage(
        epochs: 1, trains: ["classifier"], optimizer: SGDSettings(learningRate: 0.02),
        schedule: ConstantSchedule()))
    let weights = try StartingWeights(folder("first"), afterStages: 1)
    recipe.start = CheckpointStart(path: folder("first"), stage: 1, sha256: weights.sha256)
    return recipe
  }

  @Test(arguments: ["seed", "validation", "selection"])
  func `what stage 1 has seen cannot be held out from stage 2`(_ what: String) throws {
    let folder = try TemporaryFolder()
    let first = try Self.run(in: folder, validation: what == "validation" ? 0 : 0.2)
    var recipe = try Self.second(first, in: folder)
    switch what {
    case "seed": recipe.seed += 1
    case "validation": recipe.data.validationFraction = 0.2
    default: recipe.data.imbalanceFactor = 2
    }
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(recipe, in: folder("second"))
    }
    #expect(error?.key == "start")
    #expect(!FileManager.default.fileExists(atPath: folder("second")))
    recipe.data.validationFraction = 0
    #expect(throws: Never.self) { try SmallRun.session(recipe, in: folder("second")) }
  }

  @Test func `weights that have changed since, and another backbone, are refused`() throws {
    let folder = try TemporaryFolder()
    let first = try Self.run(in: folder)
    var recipe = try Self.second(first, in: folder)
    recipe.start?.sha256 = String(repeating: "0", count: 64)
    let changed = #expect(throws: FileProblem.self) {
      try SmallRun.session(recipe, in: folder("second"))
    }
    #expect(changed?.problem.contains("has changed") == true)
    recipe = try Self.second(first, in: folder)
    recipe.model.backbone = Chosen(ResNet32())
    let other = #expect(throws: FileProblem.self) {
      try SmallRun.session(recipe, in: folder("second"))
    }
    #expect(other?.problem.contains("two-layer") == true)
    #expect(other?.problem.contains("resnet32") == true)
  }
}
