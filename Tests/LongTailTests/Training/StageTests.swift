import ArrayFiles
import Foundation
@testable import LongTail
import TestSupport
import Testing
import Torch

/// What stages may change, seen in the weights.
struct StageTests {
  private static let first = Stage(
    epochs: 1, optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule())

  /// The weights after some stages of a ResNet-32.
  private func weights(after stages: [Stage]) throws -> [String: Data] {
    let folder = try TemporaryFolder()
    let recipe = SmallRun.recipe(stages, model: ModelSettings(), selection: .last, batchSize: 32)
    let session = try SmallRun.session(recipe, in: folder("run"))
    _ = try session.carryOut()
    return Dictionary(
      uniqueKeysWithValues: session.model.store.state().map { ($0.name, $0.array.bytes) })
  }

  private func changed(by second: Stage) throws -> Set<String> {
    let before = try weights(after: [Self.first])
    let after = try weights(after: [Self.first, second])
    #expect(before.keys == after.keys)
    return Set(before.keys.filter { before[$0] != after[$0] })
  }

  private static func isStatistic(_ name: String) -> Bool {
    name.contains("running_") || name.hasSuffix("num_batches_tracked")
  }

  private static func isScaleOrShift(_ name: String) -> Bool {
    name.contains("bn") && !isStatistic(name)
  }

  @Test func `training everything changes everything`() throws {
    let changed = try changed(by: Self.first)
    let all = try weights(after: [Self.first]).keys
    #expect(changed == Set(all))
  }

  @Test func `frozen batch norm keeps its statistics`() throws {
    var stage = Self.first
    stage.batchNorm = .frozen
    // Frozen statistics that are an epoch old keep the features large.
    stage.optimizer = Chosen(SGDSettings(learningRate: 0.005))
    let changed = try changed(by: stage)
    #expect(!changed.contains(where: Self.isStatistic))
    #expect(changed.contains("conv1.weight"))
    #expect(changed.contains("layer2.3.bn1.weight"))
  }

  @Test func `following batch norm keeps scale and shift`() throws {
    var stage = Self.first
    stage.batchNorm = .follow
    let changed = try changed(by: stage)
    #expect(changed.contains("bn1.running_mean"))
    #expect(changed.contains("layer3.4.bn2.running_var"))
    #expect(changed.contains("conv1.weight"))
    #expect(!changed.contains(where: Self.isScaleOrShift))
  }

  @Test(arguments: BatchNormBehaviour.allCases)
  func `a classifier's stage leaves the backbone's parameters`(
    _ behaviour: BatchNormBehaviour
  ) throws {
    let changed = try changed(
      by: Stage(
        epochs: 1, trains: ["classifier"], batchNorm: behaviour,
        optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule()))
    let parameters = changed.filter { !Self.isStatistic($0) }
    #expect(parameters == ["classifier.weight", "classifier.bias"])
    #expect(changed.contains(where: Self.isStatistic) == (behaviour != .frozen))
  }

  @Test func `a rate factor of zero keeps its parameters`() throws {
    var stage = Self.first
    stage.optimizer = Chosen(SGDSettings(learningRate: 0.05))
    stage.parameterRules = [
      ParameterRule("layer1", rateFactor: 0), ParameterRule("layer1.2", rateFactor: 1),
    ]
    let changed = try changed(by: stage)
    #expect(!changed.contains("layer1.0.conv1.weight"))
    #expect(changed.contains("layer1.2.conv1.weight"))
    #expect(changed.contains("layer2.0.conv1.weight"))
  }

  @Test func `a stage that trains nothing is refused`() throws {
    let folder = try TemporaryFolder()
    var stage = Self.first
    stage.trains = ["layer9"]
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(SmallRun.recipe([Self.first, stage]), in: folder("run"))
    }
    #expect(error?.key == "stages.1.trains")
    stage.trains = ["classifier"]
    stage.fixed = ["classifier"]
    let nothing = #expect(throws: SettingsError.self) {
      try SmallRun.session(SmallRun.recipe([Self.first, stage]), in: folder("run"))
    }
    #expect(nothing?.key == "stages.1.parameterRules")
  }

  @Test func `two hooks that both measure other weights are refused`() throws {
    let folder = try TemporaryFolder()
    let stage = Stage(
      epochs: 1, hooks: [MaxNorm(), WeightAveraging(), StochasticWeightAveraging()])
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(SmallRun.recipe([stage]), in: folder("run"))
    }
    #expect(error?.key == "stages.0.hooks.2")
    #expect(error?.problem.contains("weight-averaging and") == true)
  }

  @Test func `the longest prefix that says something of a parameter decides`() {
    let stage = Stage(
      parameterRules: [
        ParameterRule("classifier", rateFactor: 0.5, weightDecay: 0),
        ParameterRule("classifier.bias", weightDecay: 0.25), ParameterRule("layer1", trains: false),
        ParameterRule("layer1.2", trains: true),
      ], optimizer: SGDSettings(weightDecay: 1e-3))
    #expect(!stage.trains("layer1.0.conv1.weight") && stage.trains("layer1.2.conv1.weight"))
    let names = ["conv1.weight", "classifier.weight", "classifier.bias", "layer2.weight"]
    let groups = stage.groups(of: names.map { ($0, Tensor.scalar(0)) })
    #expect(groups.map(\.rateFactor) == [1, 0.5, 0.5])
    #expect(groups.map(\.weightDecay) == [1e-3, 0, 0.25])
    #expect(
      groups.map { $0.parameters.map(\.name) } == [
        ["conv1.weight", "layer2.weight"], ["classifier.weight"], ["classifier.bias"],
      ])
  }

  @Test
  func `a rule for parameters that are not there is refused, but for parts that may be missing`()
    throws
  {
    let folder = try TemporaryFolder()
    func refusal(_ rule: ParameterRule) -> SettingsError? {
      var stage = Self.first
      stage.parameterRules = [rule]
      do {
        _ = try SmallRun.session(SmallRun.recipe([stage]), in: folder("run-\(rule.prefix)"))
        return nil
      } catch { return error as? SettingsError }
    }
    for rule in [
      ParameterRule("classifer", rateFactor: 0.2), ParameterRule("layer9", trains: false),
      ParameterRule("classifier.scale", rateFactor: 1),
    ] {
      #expect(refusal(rule)?.key == "stages.0.parameterRules.0.prefix", "\(rule.prefix)")
    }
    #expect(refusal(ParameterRule("router", trains: false)) == nil)
    #expect(refusal(ParameterRule("classifier.change", trains: false)) == nil)
  }

  @Test func `a prefix ends at a dot`() {
    let stage = Stage(trains: ["layer1", "classifier.bias"])
    #expect(stage.trains("layer1.0.conv1.weight"))
    #expect(!stage.trains("layer10.weight"))
    #expect(stage.trains("classifier.bias"))
    #expect(!stage.trains("classifier.weight"))
    #expect(Stage().trains("anything"))
  }
}
