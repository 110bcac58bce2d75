import LongTail
import TestSupport
import Testing

/// The plans of the methods with several experts beside those of ExpertMethodTests.
struct MixtureMethodTests: MethodPlanTests {
  @Test func `ResLT has its authors' branches and shares`() throws {
    let plan = try plan("reslt")
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [200])
    #expect(plan.model.experts == 3 && plan.model.classifier.name == "shared")
    let network = try #require(plan.model.backbone.backbone as? BranchedBackbone)
    #expect(network.base.name == "resnet32" && network.form == .norm)
    let stage = plan.stages[0]
    #expect(try sgd(stage).nesterov && sgd(stage).weightDecay == 5e-4)
    for (epoch, expected) in [
      (0, 0.1 * (1 / 3.0 * 0.8 + 0.2)), (4, 0.1), (160, 0.01), (180, 0.001),
    ] {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    func loss(_ classes: Int, _ factor: Double) throws -> ResidualFusion {
      let plan = try self.plan("reslt", classes: classes, factor: factor)
      return try #require(plan.stages[0].loss.objective as? ResidualFusion)
    }
    #expect(try [100.0, 50, 10].map { try loss(100, $0).independent } == [0.995, 0.99, 0.72])
    #expect(try [100.0, 50, 10].map { try loss(10, $0).independent } == [0.998, 0.998, 0.96])
    #expect(try loss(10, 100).shares == [0.8, 0.6] && loss(100, 10).shares == [0.65, 0.3])
    // Features have no map: three linear classifiers.
    let features = try self.plan("reslt", input: .features(width: 8))
    #expect(features.model.backbone.name == "linear" && features.model.experts == 3)
  }

  @Test func `NCL trains three whole networks`() throws {
    let plan = try plan("ncl")
    #expect(plan.batchSize == 64 && plan.stages.map(\.epochs) == [400])
    #expect(plan.model.experts == 3 && plan.model.sharedParts == 0)
    #expect(plan.model.classifier.name == "linear")
    let stage = plan.stages[0]
    #expect(stage.augmentations.map(\.name).suffix(2) == ["auto-augment", "cutout"])
    #expect(try sgd(stage).weightDecay == 2e-4 && sgd(stage).nesterov)
    // lib/utils/lr_scheduler.py, stepped before the first epoch.
    let rates = [
      (0, 0.1 * 7 / 15), (3, 0.1 * 13 / 15), (4, 0.1), (318, 0.1), (319, 0.01), (359, 0.001),
    ]
    for (epoch, expected) in rates {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    #expect(stage.companions.map(\.name) == ["momentum"] && stage.views.count == 1)
    let contrast = try #require(
      stage.additionalLosses.first?.objective as? InstanceContrast)
    #expect(contrast.dimension == 64 && contrast.queue == 1024 && contrast.temperature == 0.2)
    #expect(contrast.weight == 1 && !contrast.movesHeads)
    #expect(try self.plan("ncl", input: .features(width: 8)).stages[0].additionalLosses.isEmpty)
    let loss = try #require(stage.loss.objective as? NestedCollaboration)
    #expect(loss.hardShare == 0.3 && loss.mutual == 0.6 && loss.form == .code)
  }

  @Test func `MDCS compares a weak with a strong view`() throws {
    let plan = try plan("mdcs")
    #expect(plan.batchSize == 64 && plan.stages.map(\.epochs) == [400])
    #expect(plan.model.experts == 3 && plan.model.classifier.head.cosineScale == 30)
    #expect((plan.model.backbone.backbone as? ResNet32)?.widths == [16, 24, 48])
    let stage = plan.stages[0]
    #expect(stage.augmentations.map(\.name) == ["random-crop", "horizontal-flip", "rotation"])
    #expect(
      stage.views.map { $0.augmentations.map(\.name) }
        == [["random-crop", "horizontal-flip", "auto-augment", "cutout"]])
    #expect(try sgd(stage).nesterov && sgd(stage).weightDecay == 5e-4)
    for (epoch, expected) in [(0, 0.005), (19, 0.1), (200, 0.01), (320, 0.001), (380, 0.0001)] {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    let loss = try #require(stage.loss.objective as? DiversityConsistency)
    #expect(loss.powers == [-0.5, 1, 2.5] && loss.weight == 0.6 && loss.ramp == 20)
    let short = try #require(stage.scaled(by: 0.1).loss.objective as? DiversityConsistency)
    #expect(short.ramp == 2)
  }

  @Test func `SADE has its authors' experts and schedule`() throws {
    let plan = try plan("sade")
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [200])
    #expect(plan.model.experts == 3 && plan.model.classifier.head.cosineScale == 30)
    #expect((plan.model.backbone.backbone as? ResNet32)?.widths == [16, 24, 48])
    let stage = plan.stages[0]
    #expect(stage.augmentations.map(\.name) == ["random-crop", "horizontal-flip", "rotation"])
    for (epoch, expected) in [(0, 0.02), (159, 0.1), (160, 0.01), (180, 0.001)] {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    #expect((stage.loss.objective as? DiverseDistributions)?.strength == 2)
    let large = try #require(DiverseExpertTraining.presets.first { $0.network == "resnext50" })
    #expect(large.batchSize == 64 && large.stages[0].epochs == 180)
    #expect(try sgd(large.stages[0]).learningRate == 0.025)
    let naturalist = try #require(
      DiverseExpertTraining.presets.first { $0.dataset == "iNaturalist 2018" })
    #expect((naturalist.stages[0].loss.objective as? DiverseDistributions)?.strength == 1)
    #expect(naturalist.batchSize == 512 && naturalist.stages[0].epochs == 100)
  }

  @Test func `DirMixE has its authors' draws and weights`() throws {
    let plan = try plan("dirmixe")
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [200])
    #expect(plan.model.experts == 3 && plan.model.classifier.head.cosineScale == 30)
    #expect((plan.model.backbone.backbone as? ResNet32)?.widths == [16, 24, 48])
    func settings(_ classes: Int) throws -> [Double] {
      let stage = try self.plan("dirmixe", classes: classes).stages[0]
      let loss = try #require(stage.loss.objective as? DirichletMixture)
      #expect(loss.draws == 60 && loss.concentration == 10_000 && loss.varianceFrom == 160)
      return [loss.power, loss.variance, try sgd(stage).weightDecay]
    }
    #expect(try settings(100) == [1.3, 5, 1e-3] && settings(10) == [1.3, 15, 5e-4])
    for (epoch, expected) in [(0, 0.02), (159, 0.1), (160, 0.01), (180, 0.001)] {
      #expect(abs(try rate(plan.stages[0], epoch) - expected) < 1e-15)
    }
    let large = try #require(
      DirichletMixtureTraining.presets.first { $0.network == "resnext50" })
    let own = try #require(large.stages[0].loss.objective as? DirichletMixture)
    #expect(own.power == 1.6 && own.variance == 1 && own.varianceFrom == 144)
  }

  @Test func `TLC has its authors' experts, and evidence weighs them`() throws {
    let plan = try plan("tlc")
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [200])
    #expect(plan.model.experts == 3 && plan.model.classifier.head.cosineScale == 30)
    #expect(plan.model.sharedParts == 0)
    #expect(plan.prediction.evidence?.form == .sample)
    #expect(plan.prediction.evidence?.temperature == 0.2)
    let stage = plan.stages[0]
    for (epoch, expected) in [(0, 0.02), (159, 0.1), (160, 0.001), (180, 0.00001)] {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    let loss = try #require(stage.loss.objective as? EvidentialExperts)
    #expect(loss.engagement == 0.54 && loss.diversity == 0.01 && loss.annealing == 500)
    #expect(loss.reweightsFrom == 160)
    let short = try #require(stage.scaled(by: 0.1).loss.objective as? EvidentialExperts)
    #expect(short.reweightsFrom == 16 && short.annealing == 50)
    let large = try #require(TrustworthyTraining.presets.first { $0.network == "resnet50" })
    let own = try #require(large.stages[0].loss.objective as? EvidentialExperts)
    #expect(own.gate.temperature == 0.3 && own.reweightsFrom == 80 && large.batchSize == 256)
    #expect(large.settings.contains("prediction.evidence.temperature=0.3"))
    #expect(try self.plan("tlc", input: .features(width: 8)).prediction.evidence != nil)
  }
}
