@testable import LongTail
import Testing

/// The plans of the methods that train one network in two stages.
struct SecondStageMethodTests: MethodPlanTests {
  @Test func `clouded logits come with mixup, and their second stage moves the classifier alone`()
    throws
  {
    let plan = try plan("gcl")
    #expect(plan.batchSize == 64 && plan.stages.map(\.epochs) == [200, 30])
    #expect(plan.model.classifier.head.cosineScale == 20)
    let losses = plan.stages.map { $0.loss.objective as? GaussianCloudedLogits }
    #expect(losses.map { $0?.scale } == [30, 20] && losses.map { $0?.margin } == [0, 0.1])
    #expect(losses.map { $0?.noise } == [0.5, 0.5] && losses.map { $0?.exponent } == [0, 1])
    #expect(plan.stages.allSatisfy { ($0.mixing?.mixing as? Mixup)?.alpha == 1 })
    let second = plan.stages[1]
    #expect(second.trains == ["classifier"] && second.batchNorm == .frozen)
    #expect(second.sampler.name == "class-balanced" && second.schedule.name == "cosine")
    #expect(try sgd(second).learningRate == 0.002)
    #expect(second.augmentations.map(\.name) == plan.stages[0].augmentations.map(\.name))
  }

  @Test func `weight balancing decays strongly, then bounds the classifier`() throws {
    let plan = try plan("weight-balancing")
    #expect(plan.batchSize == 64 && plan.stages.map(\.epochs) == [320, 10])
    #expect(try plan.stages.map { try sgd($0).learningRate } == [0.01, 0.01])
    #expect(try plan.stages.map { try sgd($0).weightDecay } == [5e-3, 0.1])
    #expect(plan.stages.map(\.schedule.name) == ["cosine", "cosine"])
    let second = plan.stages[1]
    #expect(second.trains == ["classifier"] && second.batchNorm == .follow)
    let loss = second.loss.objective as? ClassBalancedLoss
    #expect(loss?.form == .binaryOfSoftmax && loss?.beta == 0.9999)
    let bound = second.hooks.first?.hook as? MaxNorm
    #expect(bound?.share == 0.1 && bound?.after == .epoch && bound?.parameters == ["classifier"])
  }

  @Test func `alignment trains what it adds, and nothing of it before`() throws {
    let plan = try plan("disalign")
    #expect(plan.stages.map(\.epochs) == [200, 10] && plan.model.classifier.name == "aligned")
    let parts = ["weight", "bias", "scale", "offset", "confidence.weight", "confidence.bias"]
    func trained(_ stage: Stage) -> [String] {
      parts.filter { stage.trains("classifier." + $0) }
    }
    #expect(trained(plan.stages[0]) == ["weight", "bias"])
    #expect(trained(plan.stages[1]) == ["scale", "offset", "confidence.weight", "confidence.bias"])
    #expect(plan.stages[1].sampler.name == "instance-balanced")
    let weights = plan.stages[1].hooks.first?.hook as? ClassWeights
    #expect(weights?.form == .power && weights?.power == 1.2 && weights?.from == 0)
  }

  @Test func `the meta sampler's stage draws its own samples and has balanced ones beside`() throws
  {
    let plan = try plan("balms")
    #expect(plan.batchSize == 512 && plan.stages.map(\.epochs) == [619, 95])
    #expect(try plan.stages.map { try sgd($0).learningRate } == [0.1, 0.1])
    #expect(try plan.stages.map { try sgd($0).weightDecay } == [5e-4, 5e-4])
    #expect(plan.stages.map(\.schedule.name) == ["cosine", "cosine"])
    for stage in plan.stages {
      #expect(stage.augmentations.map(\.name).suffix(2) == ["auto-augment", "cutout"])
    }
    let second = plan.stages[1]
    #expect(second.trains == ["classifier"] && second.batchNorm == .follow)
    let loss = second.loss.objective as? MetaSampling
    #expect(loss?.labelLoss.name == "balanced-softmax" && loss?.rate == 0.01 && loss?.power == 0)
    #expect(second.streams.map(\.sampler.name) == ["class-aware"])
    #expect(try self.plan("balms", input: .features(width: 8)).batchSize == 128)
  }

  @Test func `a memory begins with stage 2, whose features move slowly`() throws {
    let plan = try plan("oltr")
    #expect(plan.model.backbone.name == "modulated" && plan.model.classifier.name == "memory")
    #expect(plan.stages.map(\.epochs) == [200, 60])
    let second = plan.stages[1]
    #expect(second.beginning?.name == "class-centroids" && second.sampler.name == "class-aware")
    #expect(second.additionalLosses.map(\.name) == ["discriminative-centroids"])
    #expect(try sgd(second).learningRate == 0.01 && sgd(second).weightDecay == 5e-4)
    #expect(second.rule("classifier.weight", \.rateFactor) == 10)
    #expect(second.rule("classifier.centroids", \.rateFactor) == 1)
    #expect(second.rule("layer1.0.conv1.weight", \.rateFactor) == nil)
    let first = plan.stages[0]
    #expect(first.trains("classifier.weight") && !first.trains("classifier.centroids"))
    #expect(!first.trains("attention.g.weight") && first.trains("layer1.0.conv1.weight"))
    let features = try self.plan("oltr", input: .features(width: 8))
    #expect(features.model.backbone.name == "linear")
  }

  @Test func `few-shot classes get weights that frequent ones have taught to make`() throws {
    let plan = try plan("fslwf")
    #expect(plan.model.classifier.name == "generating")
    #expect(plan.stages.map(\.epochs) == [200, 6, 1])
    let losses = plan.stages.map { $0.loss.objective as? FewShotEpisodes }
    #expect(losses.map { $0?.fakes } == [0, 50, nil] && losses.map { $0?.shots } == [20, 20, nil])
    #expect(!plan.stages[0].trains("classifier.generator.keys"))
    #expect(plan.stages[1].trains == ["classifier"] && plan.stages[1].batchNorm == .frozen)
    #expect(plan.stages[1].streams.count == 1 && plan.stages[0].streams.isEmpty)
    #expect((plan.stages[2].fit?.fit as? GeneratedWeights)?.shots == 20)
  }

  @Test func `over-smoothing follows strong decay`() throws {
    let plan = try plan("los")
    #expect(plan.batchSize == 64 && plan.stages.map(\.epochs) == [200, 20])
    #expect(try plan.stages.map { try sgd($0).learningRate } == [0.01, 5e-4])
    #expect(try plan.stages.map { try sgd($0).weightDecay } == [5e-3, 0])
    #expect((plan.stages[1].loss.objective as? LabelSmoothing)?.strength == 0.98)
    #expect(plan.stages[1].trains == ["classifier"] && plan.stages[1].batchNorm == .follow)
  }

  /// The known counts' deferred weights and margins, as the losses see them.
}
