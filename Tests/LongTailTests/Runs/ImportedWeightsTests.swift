import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// Weights of other programs, put into a network: Tests/Fixtures/weight_set_fixtures.py.
struct ImportedWeightsTests {
  private static func path(_ name: String) -> String {
    fixtureFile("weight-sets/\(name).pt").path
  }

  private func load(_ path: String, weights: String? = nil) throws -> (ExpertModel, [String]) {
    let model = try ExpertModel(
      ModelSettings(backbone: TwoLayerBackbone(hidden: 2)),
      input: .picture(height: 8, width: 8, channels: 3), classes: 4, seed: 1)
    let remarks = try StartingWeights(path, afterStages: 0, weights: weights)
      .load(into: model, stages: [Stage()], start: 0)
    return (model, remarks)
  }

  private func expect(
    _ model: ExpertModel, is value: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (name, tensor) in model.store.parameters {
      #expect(
        tensor.doubles.allSatisfy { $0 == value }, "\(name)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    ("compiled", "_orig_mod."), ("compiled-parallel", "_orig_mod.module."),
    ("parallel-compiled", "module._orig_mod."), ("net", "net."), ("encoder-q", "encoder_q"),
    ("deep", "my_system.net."), ("compiled-part", "model.trunk."), ("averaged", "module."),
  ])
  func `prefixes in any nesting are taken off and said`(_ name: String, _ prefix: String) throws {
    let (model, remarks) = try load(Self.path(name))
    expect(model, is: 0.25)
    #expect(remarks.contains { $0.contains(prefix) }, "\(remarks)")
  }

  @Test(arguments: [
    ("timm", nil, 0.5), ("timm", "raw", 0.25), ("state-dict-ema", nil, 0.5),
    ("ema-model", nil, 0.5),
    ("nested-ema", nil, 0.5), ("dino", "student", 0.75), ("dino", "teacher", 1),
    ("moco", nil, 0.25),
    ("left-right", "right", 0.5),
  ])
  func `the set that is asked for, or preferred, is the one that is loaded`(
    _ name: String, _ weights: String?, _ value: Double
  ) throws {
    expect(try load(Self.path(name), weights: weights).0, is: value)
  }

  @Test(arguments: [("dino", ["student", "teacher"]), ("left-right", ["left.", "right."])])
  func `two sets that both fit are refused with both named`(
    _ name: String, _ sets: [String]
  ) throws {
    let problem = #expect(throws: FileProblem.self) { try load(Self.path(name)) }
    for set in sets { #expect(problem?.problem.contains(set) == true) }
    #expect(problem?.problem.contains("--weights") == true)
  }

  @Test(arguments: [
    ("nan", "hidden.weight holds NaN (1 of 384"),
    ("too-large", "classifier.bias holds an infinite"),
  ])
  func `weights that are no numbers are named at loading`(_ name: String, _ words: String) throws {
    let problem = #expect(throws: FileProblem.self) { try load(Self.path(name)) }
    #expect(problem?.path == Self.path(name))
    #expect(problem?.problem.contains(words) == true, "\(String(describing: problem))")
  }

  @Test func `a teacher's set is chosen, written down, and kept`() throws {
    let folder = try TemporaryFolder()
    var stage = Stage(
      epochs: 1, loss: KnowledgeDistillation(), optimizer: SGDSettings(learningRate: 0.02))
    stage.teacher = Teacher(path: Self.path("timm"))
    let recipe = SmallRun.recipe(
      [stage], model: ModelSettings(backbone: TwoLayerBackbone(hidden: 2)))
    let session = try SmallRun.session(recipe, in: folder("run"))
    #expect(session.recipe.stages[0].teacher?.weights == "ema")
    let saved = try RecipeFile.read(session.run.recipePath)
    #expect(saved.stages[0].teacher?.weights == "ema")
  }

  @Test func `a run has one set of weights`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(
      SmallRun.recipe([Stage(epochs: 1, optimizer: SGDSettings(learningRate: 0.02))]),
      in: folder("run")
    ).carryOut()
    let problem = #expect(throws: FileProblem.self) {
      try StartingWeights(folder("run"), afterStages: 0, weights: "ema")
    }
    #expect(problem?.problem.contains("is a run") == true)
  }
}
