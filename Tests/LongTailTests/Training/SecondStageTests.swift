import Calibration
import Foundation
@testable import LongTail
import TestSupport
import Testing
import Torch

/// Rates, samples and mixing of MiSLAS's stages against fixtures, and what is refused.
struct SecondStageTests {
  private static func plan() throws -> Plan {
    MiSLASTraining().plan(
      for: TaskDescription(
        dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
        imbalanceFactor: 100))
  }

  private static func rates(_ stage: Stage) -> [Double] {
    (0..<stage.epochs).map {
      stage.optimizer.settings.learningRate
        * stage.schedule.schedule.factor(at: StageProgress(epoch: $0, epochs: stage.epochs))
    }
  }

  @Test func `learning rates of every epoch are the published ones`() throws {
    let expected = try MiSLASFixtures.read().rates
    let stages = try Self.plan().stages
    #expect(relativeDistance(Self.rates(stages[0]), expected.first) < 1e-14)
    #expect(relativeDistance(Self.rates(stages[1]), expected.second) < 1e-14)
    let store = ParameterStore(seed: 0)
    _ = ScaledLinearClassifier().layer(
      width: 4, classes: 3, initial: nil, at: store.root / "classifier")
    let factors = stages[1].groups(of: store.parameters).flatMap { group in
      group.parameters.map { ($0.name, group.rateFactor) }
    }
    let byName = Dictionary(uniqueKeysWithValues: factors)
    #expect(byName["classifier.scale"] == 1)
    for name in ["classifier.weight", "classifier.bias"] {
      let factor = try #require(byName[name])
      #expect(
        relativeDistance(Self.rates(stages[1]).map { $0 * factor }, expected.classifier) < 1e-14)
    }
  }

  @Test func `the short schedule has its steps at epochs 16 and 18`() throws {
    let expected = try MiSLASFixtures.read().rates
    let recipe = try Recipe(
      method: "mislas", data: DataSettings(source: "cifar100:data"), plan: Self.plan(),
      selection: .last
    ).scaled(toEpochs: 20)
    #expect(relativeDistance(Self.rates(recipe.stages[0]), expected.short) < 1e-14)
  }

  @Test func `the class-aware epoch shows each class as often as the authors' rule says`() throws {
    let expected = try MiSLASFixtures.read().frequencies
    let counts = LongTailSplit(imbalanceFactor: try ImbalanceFactor(100))
      .counts(largest: 500, classes: 100)
    let labels = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    let sampler = try Self.plan().stages[1].sampler.sampler
    for epoch in 0..<3 {
      let order = sampler.order(labels: labels, classes: 100, seed: 7, epoch: epoch, epochs: 10)
      #expect(order.count == expected.length)
      var shown = [Int](repeating: 0, count: 100)
      for position in order { shown[labels[position]] += 1 }
      // A class comes once a round; an epoch may cut a round at either end.
      #expect(shown.allSatisfy { (104...116).contains($0) })
      guard epoch == 0 else { continue }
      let found = Dictionary(grouping: shown, by: { "\($0)" }).mapValues(\.count)
      #expect(found == expected.shown)
    }
  }

  @Test func `the loss of a mixed batch is PyTorch's`() throws {
    let fixtures = try MiSLASFixtures.read()
    let given = fixtures.mixup
    let shape = [fixtures.labels.count, 1, fixtures.counts.count]
    let logits = Tensor(
      MiSLASFixtures.chirp(shape.reduce(1, *), offset: 8, scale: 2), shape: shape
    ).requiringGradient()
    let outputs = ExpertOutputs(logits: logits, features: Tensor.zeros([shape[0], 1, 1]))
    let context = LossContext(classCounts: fixtures.counts, epoch: 0, epochs: 1)
    let partners = given.partners.map { fixtures.labels[$0] }
    let batch = MixedBatch(
      inputs: logits,
      targets: [
        (Tensor(fixtures.labels), .whole(given.share)), (Tensor(partners), .whole(1 - given.share)),
      ])
    let loss = batch.targets.reduce(Tensor.zeros([shape[0]], dtype: .float64)) { sum, target in
      sum + target.weight.scaling(CrossEntropy()(outputs, target.labels, context).perSample)
    }.mean()
    loss.backward()
    #expect(abs(loss.item() - given.loss) < 1e-13)
    #expect(relativeDistance(try #require(logits.gradient).doubles, given.gradient) < 1e-12)
  }

  private func refusal(_ stages: [Stage], model: ModelSettings = ModelSettings()) throws
    -> SettingsError?
  {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(SmallRun.recipe(stages, model: model), in: folder("run"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
    return error
  }

  @Test func `stage 2 without stage 1 is refused before anything is written`() throws {
    let error = try refusal([Stage(name: "classifier", trains: ["classifier"])])
    #expect(error?.key == "stages.0")
    #expect(error?.problem.contains("--from") == true)
  }

  @Test func `a scale that the classifier lacks is named`() throws {
    let error = try refusal([Stage(), Stage(trains: ["classifier.scale"])])
    #expect(error?.key == "stages.1.trains")
    #expect(error?.problem.contains("classifier.scale") == true)
    #expect(error?.problem.contains("linear") == true)
  }

  @Test func `a fit that the classifier cannot hold is refused`() throws {
    let error = try refusal([Stage(), Stage(epochs: 1, fit: NearestClassMean())])
    #expect(error?.key == "stages.1.fit")
    #expect(error?.problem.contains("center") == true)
    let experts = try refusal(
      [Stage(), Stage(epochs: 1, fit: TauNormalization())], model: ModelSettings(experts: 2))
    #expect(experts?.problem.contains("one expert") == true)
  }

  @Test func `a fit has one epoch, and keeps it at any length`() throws {
    let stage = Stage(epochs: 1, fit: TauNormalization())
    #expect(stage.scaled(by: 7).epochs == 1)
    let error = try refusal([Stage(), Stage(epochs: 2, fit: TauNormalization())])
    #expect(error?.key == "stages.1.epochs")
  }

  @Test(arguments: ["head", "tail"])
  func `a smoothing outside 0 to 1 names its key`(_ end: String) throws {
    let recipe = SmallRun.recipe([Stage(loss: LabelAwareSmoothing())])
    let error = #expect(throws: SettingsError.self) {
      try recipe.setting("stages.0.loss.\(end)=1")
    }
    #expect(error?.key == "stages.0.loss.\(end)")
  }

  @Test func `samplers and fits that balance classes aim at the uniform prior`() {
    func uniform(_ stage: Stage) -> Bool { SmallRun.recipe([stage]).targetsUniformPrior }
    #expect(uniform(Stage(sampler: ClassAware())))
    #expect(uniform(Stage(sampler: ClassBalanced())))
    #expect(!uniform(Stage(sampler: SquareRoot())))
    #expect(!uniform(Stage(sampler: InstanceBalanced())))
    #expect(uniform(Stage(epochs: 1, fit: NearestClassMean())))
  }

  /// The softmax is for the prior of the samples seen, less what the loss or the rule takes away.
  @Test func `sampler, loss, fit and rule each take their power of the prior away`() {
    func exponent(_ stage: Stage, adjustment: Double = 0) -> Double {
      SmallRun.recipe(
        [Stage(), stage], prediction: PredictionRule(logitAdjustment: adjustment)
      ).priorExponent
    }
    #expect(exponent(Stage()) == 1)
    #expect(exponent(Stage(), adjustment: 1) == 0)
    #expect(exponent(Stage(loss: BalancedSoftmax())) == 0)
    #expect(exponent(Stage(loss: BalancedSoftmax(strength: 0.5))) == 0.5)
    #expect(exponent(Stage(sampler: ClassBalanced())) == 0)
    #expect(exponent(Stage(sampler: ClassBalanced(), loss: BalancedSoftmax())) == -1)
    #expect(exponent(Stage(epochs: 1, fit: NearestClassMean())) == 0)
    #expect(exponent(Stage(sampler: SquareRoot())) == 0.5)
    #expect(exponent(Stage(sampler: ProgressivelyBalanced())) == 0)
    #expect(exponent(Stage(sampler: Reversed())) == -1)
    #expect(exponent(Stage(streams: [Stream(Reversed())], loss: CumulativeLearning())) == 0)
  }

  @Test func `a stage of a router leaves the prior as it is`() {
    func recipe(_ loss: some LossFunction) -> Recipe {
      SmallRun.recipe([
        Stage(loss: loss),
        Stage(trains: ["router"], sampler: ClassBalanced(), loss: RoutingLoss()),
      ])
    }
    #expect(recipe(CrossEntropy()).priorExponent == 1)
    #expect(recipe(BalancedSoftmax()).priorExponent == 0)
    #expect(recipe(DistributionAwareDiversity(reweightsFrom: nil)).priorExponent == 1)
    #expect(recipe(DistributionAwareDiversity()).targetsUniformPrior)
  }

  @Test func `the experts' priors follow the rule of prediction`() throws {
    var recipe = SmallRun.recipe([Stage(loss: ExpertLogitAdjustment())])
    recipe.model.experts = 3
    let counts = [90, 10]
    let own = try #require(recipe.expertPriors(classCounts: counts))
    #expect(zip(own.map { $0[0] }, [0.9, 0.5, 0.1]).allSatisfy { abs($0 - $1) < 1e-12 })
    recipe.prediction.logitAdjustment = 1
    let adjusted = try #require(recipe.expertPriors(classCounts: counts))
    #expect(zip(adjusted.map { $0[0] }, [0.5, 0.1, 1.0 / 82]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(SmallRun.recipe([Stage()]).expertPriors(classCounts: counts) == nil)
  }
}
