import LongTail
import TestSupport
import Testing

/// The plans of the methods that compare several views.
struct ContrastMethodTests: MethodPlanTests {
  /// The two views of SimAugment beside pictures that AutoAugment and a cutout change.
  private func views(
    of stage: Stage, ending: [String], smallestArea: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [View] {
    #expect(
      stage.augmentations.map(\.name).suffix(2) == ["auto-augment", "cutout"],
      sourceLocation: sourceLocation)
    #expect(stage.views.count == 2, sourceLocation: sourceLocation)
    for view in stage.views {
      #expect(
        view.augmentations.map(\.name)
          == ["random-resized-crop", "horizontal-flip", "color-jitter", "random-grayscale"]
          + ending,
        sourceLocation: sourceLocation)
      let crop = try #require(
        view.augmentations[0].augmentation as? RandomResizedCrop, sourceLocation: sourceLocation)
      #expect(crop.smallestArea == smallestArea, sourceLocation: sourceLocation)
    }
    return stage.views
  }

  @Test func `GLMC has its authors' powers, and the second classifier answers`() throws {
    let plan = try plan("glmc")
    #expect(plan.batchSize == 64 && plan.stages.map(\.epochs) == [200])
    #expect(plan.model.backbone.name == "resnet32-4x" && plan.model.experts == 2)
    #expect(plan.model.sharedParts == 3 && plan.prediction.expertWeights == [0, 1])
    let stage = plan.stages[0]
    #expect(try sgd(stage).learningRate == 0.01 && sgd(stage).weightDecay == 5e-3)
    #expect(stage.schedule.name == "cosine" && stage.mixing?.name == "stream-mixup")
    #expect(
      stage.views.map { $0.augmentations.map(\.name) } == [["random-crop", "horizontal-flip"]])
    func settings(_ classes: Int, _ factor: Double) throws -> [Double] {
      let stage = try self.plan("glmc", classes: classes, factor: factor).stages[0]
      let loss = try #require(stage.loss.objective as? GlobalLocalConsistency)
      let sampler = try #require(stage.streams.first?.sampler.sampler as? PowerBalanced)
      return [sampler.power, loss.labelPower, loss.consistency]
    }
    #expect(try settings(100, 100) == [0, 1.2, 4] && settings(100, 50) == [0.2, 1.2, 6])
    #expect(try settings(100, 10) == [0.2, 1.2, 4] && settings(10, 100) == [0, 1.2, 1])
    #expect(try settings(10, 50) == [0, 1.2, 1] && settings(10, 10) == [0.2, 1, 2])
  }

  @Test func `BCL has three views, and its authors' weights`() throws {
    let plan = try plan("bcl")
    #expect(plan.batchSize == 256 && plan.stages.map(\.epochs) == [200])
    #expect(plan.model.classifier.name == "cosine" && plan.model.experts == 1)
    let stage = plan.stages[0]
    #expect(try sgd(stage).learningRate == 0.15 && sgd(stage).weightDecay == 5e-4)
    let loss = try #require(stage.loss.objective as? BalancedContrast)
    #expect(loss.labelWeight == 2 && loss.weight == 0.6 && loss.temperature == 0.1)
    #expect(loss.hidden == 512 && loss.dimension == 128)
    for view in try views(of: stage, ending: ["gaussian-blur"], smallestArea: 0.2) {
      let jitter = try #require(view.augmentations[2].augmentation as? ColorJitter)
      #expect(jitter.hue == 0.1 && jitter.probability == 0.8)
    }
    let large = try #require(BalancedContrastiveTraining.presets.first { $0.network == "resnet50" })
    let own = try #require(large.stages[0].loss.objective as? BalancedContrast)
    #expect(own.labelWeight == 1 && own.weight == 0.35 && own.temperature == 0.07)
    #expect(own.hidden == 2048 && own.dimension == 1024)
    // The authors do not blur large pictures.
    #expect(large.stages[0].views.allSatisfy { $0.augmentations.last?.name == "random-grayscale" })
    #expect(large.lacks == [])
  }

  @Test func `ProCo has its authors' views and schedule`() throws {
    let plan = try plan("proco")
    #expect(plan.batchSize == 256 && plan.stages.map(\.epochs) == [200])
    #expect(plan.model.classifier.name == "linear" && plan.model.experts == 1)
    let stage = plan.stages[0]
    #expect(try sgd(stage).learningRate == 0.3 && sgd(stage).weightDecay == 2e-4)
    for (epoch, expected) in [(0, 0.06), (159, 0.3), (160, 0.03), (180, 0.003)] {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    let loss = try #require(stage.loss.objective as? ProbabilisticContrast)
    #expect(loss.labelWeight == 1 && loss.weight == 1 && loss.temperature == 0.1)
    #expect(loss.hidden == 512 && loss.dimension == 128)
    _ = try views(of: stage, ending: [], smallestArea: 0.08)
    let large = try #require(
      ProbabilisticContrastiveTraining.presets.first { $0.network == "resnet50" })
    let own = try #require(large.stages[0].loss.objective as? ProbabilisticContrast)
    #expect(own.temperature == 0.07 && own.dimension == 1024 && large.stages[0].epochs == 90)
  }

  @Test(arguments: ["paco", "gpaco"])
  func `parametric contrast has its authors' schedule, and a slow copy in one form`(
    _ name: String
  ) throws {
    let plan = try plan(name)
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [400])
    let stage = plan.stages[0]
    #expect(stage.companions.map(\.name) == (name == "paco" ? ["momentum"] : []))
    #expect(stage.views.count == 1)
    #expect(try sgd(stage).learningRate == 0.05 && sgd(stage).weightDecay == 5e-4)
    for (epoch, expected) in [(0, 0.005), (320, 0.05), (321, 0.005), (361, 0.0005)] {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    let loss = try #require(stage.loss.objective as? ParametricContrast)
    #expect(loss.alpha == 0.01 && loss.beta == 1 && loss.gamma == 1 && loss.queue == 1024)
    #expect(loss.form == (name == "paco" ? .momentum : .general))
    #expect(loss.temperature == (name == "paco" ? 0.05 : 0.07))
    #expect(loss.dimension == (name == "paco" ? 32 : 128))
    let presets = type(of: try Methods.method(named: name)).presets
    let large = try #require(presets.first { $0.network == "resnext50" })
    let own = try #require(large.stages[0].loss.objective as? ParametricContrast)
    #expect(own.temperature == (name == "paco" ? 0.07 : 0.2) && own.queue == 8192)
    let stacked = name == "paco" ? ["random-grayscale", "gaussian-blur"] : []
    #expect(
      large.stages[0].augmentations.map(\.name)
        == ["random-resized-crop", "horizontal-flip", "color-jitter"] + stacked + ["rand-augment"])
    #expect(
      large.stages[0].views[0].augmentations.last?.name
        == (name == "paco" ? "gaussian-blur" : "rand-augment"))
    #expect(try sgd(large.stages[0]).learningRate == (name == "paco" ? 0.02 : 0.06))
  }
}
