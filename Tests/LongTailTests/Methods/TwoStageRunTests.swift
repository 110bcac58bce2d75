import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// Whole runs of the methods that train features first and a classifier afterwards.
struct TwoStageRunTests {
  private static let methods = ["crt", "lws", "tau-norm", "ncm", "mislas"]

  /// A method's recipe on pictures of 8×8: two epochs a stage, four or five steps an epoch.
  private static func recipe(
    _ name: String, backbone: any Backbone = TwoLayerBackbone(hidden: 16),
    selection: CheckpointSelection = .validation
  ) throws -> Recipe {
    var plan = try Methods.method(named: name).plan(
      for: TaskDescription(
        dataset: "synthetic", input: .picture(height: 8, width: 8, channels: 3), classes: 4,
        imbalanceFactor: 4))
    plan.batchSize = 16
    for index in plan.stages.indices {
      plan.stages[index] = plan.stages[index].scaled(by: 2 / Double(plan.stages[index].epochs))
      plan.stages[index].sampler =
        index == 0
        ? Chosen(InstanceBalanced())
        : Chosen(ClassAware(samplesPerClass: 4, epochLength: .batches(size: 16, extra: 1)))
    }
    func chosen(_ backbone: some Backbone) -> Chosen<Backbones> { Chosen(backbone) }
    plan.model.backbone = chosen(backbone)
    var recipe = Recipe(
      method: name, data: SmallRun.data, plan: plan, selection: selection, seed: 3)
    // The published rates are for features that have settled.
    for index in recipe.stages.indices {
      recipe = try recipe.setting("stages.\(index).optimizer.learningRate=0.01")
    }
    return recipe
  }

  private static func weights(_ path: String) throws -> [String: Data] {
    Dictionary(
      uniqueKeysWithValues: try SafetensorsFile.read(path).tensors.map { ($0.name, $0.array.bytes) }
    )
  }

  private static func isStatistic(_ name: String) -> Bool {
    name.contains("running_") || name.hasSuffix("num_batches_tracked")
  }

  /// Which parameters move in stage 2 (Kang et al., 2020; Zhong et al., 2021).
  @Test(arguments: [
    ("crt", ["classifier.bias", "classifier.weight"], true),
    ("lws", ["classifier.scale"], true),
    ("mislas", ["classifier.bias", "classifier.scale", "classifier.weight"], false),
    ("tau-norm", ["classifier.bias", "classifier.weight"], false),
    (
      "ncm",
      ["classifier.bias", "classifier.center", "classifier.normalizes", "classifier.weight"],
      false
    ),
  ])
  func `stage 2 moves what the method says, and statistics where they follow`(
    _ name: String, _ expected: [String], _ follows: Bool
  ) throws {
    let folder = try TemporaryFolder()
    var recipe = try Self.recipe(name, backbone: ResNet32(), selection: .last)
    if name == "tau-norm" { recipe = try recipe.setting("stages.1.fit.tau=0.5") }
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let before = try Self.weights(folder("run/checkpoints/after-stage-1/model.safetensors"))
    let after = try Self.weights(folder("run/checkpoints/last/model.safetensors"))
    let changed = before.keys.filter { before[$0] != after[$0] }
    #expect(changed.filter { !Self.isStatistic($0) }.sorted() == expected)
    #expect(changed.contains(where: Self.isStatistic) == follows)
  }

  @Test(arguments: [("lws", "scale"), ("mislas", "scale"), ("ncm", "center")])
  func `a scale or a centre that belongs to stage 2 stays in stage 1`(
    _ name: String, _ owned: String
  ) throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.recipe(name), in: folder("run")).carryOut()
    let path = folder("run/checkpoints/after-stage-1/model.safetensors")
    let array = try #require(try SafetensorsFile.read(path)["classifier." + owned])
    #expect(array.floats().allSatisfy { $0 == (owned == "scale" ? 1 : 0) })
  }

  @Test(arguments: methods)
  func `stage 2 alone, from a run of stage 1, gives the bits of both in one`(
    _ name: String
  ) throws {
    let folder = try TemporaryFolder()
    let recipe = try Self.recipe(name)
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    // A run of the first stage alone, with a plain linear classifier, as cross-entropy or mixup has.
    var first = recipe
    first.method = "mixup"
    first.stages = [recipe.stages[0]]
    first.stages[0].fixed = []
    first.model.classifier = Chosen(LinearClassifier())
    _ = try SmallRun.session(first, in: folder("first")).carryOut()
    for source in ["first", "whole"] {
      var second = recipe
      let weights = try StartingWeights(folder(source), afterStages: 1)
      second.start = CheckpointStart(path: folder(source), stage: 1, sha256: weights.sha256)
      let output = folder("second-from-\(source)")
      _ = try SmallRun.session(second, in: output).carryOut()
      let last = try Self.weights(output + "/checkpoints/last/model.safetensors")
      #expect(last == (try Self.weights(folder("whole/checkpoints/last/model.safetensors"))))
      let records = try EpochRecord.readAll(output + "/log.jsonl")
      #expect(records.allSatisfy { $0.stage == 1 } && !records.isEmpty)
    }
  }

  @Test(arguments: ["mislas", "crt", "lws"])
  func `resuming inside stage 2 changes no bit`(_ name: String) throws {
    let recipe = try Self.recipe(name, backbone: ResNet32())
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    let steps = try EpochRecord.readAll(folder("whole/log.jsonl")).count
    #expect(steps == 4)
    // Into stage 2's first step, its middle, and its second epoch.
    var stops = 0
    for question in [12, 2, 3, 4, 0] {
      let stop = StopAtQuestion(question)
      let session = try SmallRun.session(
        recipe, in: folder("parts"), resuming: stops > 0,
        execution: Execution(shouldStop: { stop() }))
      do {
        _ = try session.carryOut()
        break
      } catch TrainingError.stopped {
        stops += 1
      }
    }
    #expect(stops == 4)
    let (whole, parts) = (try RunTraces(folder("whole")), try RunTraces(folder("parts")))
    #expect(parts.records == whole.records)
    #expect(parts.differences(from: whole) == [])
  }

  /// CE, cRT and LWS with mixup in stage 1, stage 2, both and neither.
  @Test(
    arguments: ["crt", "lws", "mislas"],
    [[true, false], [false, true], [true, true], [false, false]])
  func `mixup may be in either stage`(_ name: String, _ mixes: [Bool]) throws {
    var recipe = try Self.recipe(name)
    for (index, mixes) in mixes.enumerated() {
      recipe = try recipe.setting("stages.\(index).mixing=\(mixes ? "mixup" : "none")")
      #expect((recipe.stages[index].mixing != nil) == mixes)
    }
    let folder = try TemporaryFolder()
    let evaluation = try SmallRun.session(recipe, in: folder("run")).carryOut()
    #expect(evaluation.results[0].scores?["accuracy"]?.isFinite == true)
    #expect(try EpochRecord.readAll(folder("run/log.jsonl")).map(\.stage) == [0, 0, 1, 1])
  }

  @Test func `a later stage starts from the weights that the selection picked`() throws {
    let folder = try TemporaryFolder()
    var recipe = try Self.recipe("crt")
    recipe.stages[0].epochs = 4
    recipe.stages[0].optimizer = Chosen(SGDSettings(learningRate: 0.02))
    recipe.stages[1].optimizer = Chosen(SGDSettings(learningRate: 1e-12))
    recipe.stages[1].reinitializes = []
    let session = try SmallRun.session(recipe, in: folder("run"))
    _ = try session.carryOut()
    let records = try EpochRecord.readAll(folder("run/log.jsonl"))
    let scores = records.prefix(4).compactMap { $0.validation?.balancedAccuracy }
    #expect(records[4].validation?.balancedAccuracy == scores.max())
  }

  @Test func `what a stage draws anew depends on seed and stage alone`() throws {
    func drawn(seed: Int) throws -> [Float] {
      let folder = try TemporaryFolder()
      var recipe = try Self.recipe("crt")
      recipe.seed = seed
      recipe.stages[1].optimizer = Chosen(SGDSettings(learningRate: 1e-12, weightDecay: 0))
      _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
      let path = folder("run/checkpoints/last/model.safetensors")
      let weight = try SafetensorsFile.read(path).tensors.first { $0.name == "classifier.weight" }
      return try #require(weight).array.floats()
    }
    let first = try drawn(seed: 3)
    #expect(try drawn(seed: 3) == first)
    #expect(try drawn(seed: 4) != first)
    let fresh = try ExpertModel(
      ModelSettings(backbone: TwoLayerBackbone(hidden: 16)),
      input: .picture(height: 8, width: 8, channels: 3), classes: 4, seed: 3)
    let initial = fresh.store.parameters.first { $0.name == "classifier.weight" }
    #expect(try #require(initial).tensor.floats != first)
  }
}
