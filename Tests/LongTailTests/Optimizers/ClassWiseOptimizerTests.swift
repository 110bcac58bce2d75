@testable import LongTail
import TestSupport
import Testing
import Torch

/// Optimizers whose gradients are of samples that count by their class, or are taken beside the weights.
struct ClassWiseOptimizerTests {
  private static let inputs = [1, 2, -1, 0.5, 0.3, -0.7, 2, 1]
  private static let start = [0.1, -0.2, 0.3, 0.4, -0.5, 0.2]
  private static let plain = SGDSettings(learningRate: 0.1, momentum: 0, weightDecay: 0)

  /// The weights `[3, 2]` of a linear model after a step on four samples.
  private func weights(
    _ make: ([ParameterGroup], StageSite) -> any Optimizer
  ) throws -> [Double] {
    let stage = try StageSiteFixture(width: 2, counts: KnownSamples.counts)
    let store = ParameterStore(seed: 1, dtype: .float64)
    let weight = store.root.parameter("weight", [3, 2], .zeros)
    withoutGradients { weight.assignInPlace(Tensor(Self.start, shape: [3, 2])) }
    let optimizer = make([ParameterGroup(parameters: store.parameters)], stage.site())
    let labels = Tensor(KnownSamples.labels)
    optimizer.step(rate: 0.1, at: StepMoment(epoch: 1, step: 0)) { classWeights in
      let logits = Tensor(Self.inputs, shape: [4, 2]).linear(weight: weight)
      let losses = expertLogLosses(logits.unsqueezed(axis: 1), labels).squeezed(axis: 1)
      let counted = classWeights.map { losses * $0.indexSelected(axis: 0, labels) } ?? losses
      counted.mean().backward()
    }
    return weight.doubles
  }

  private func expectWeights(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == 6)
    for (found, expected) in zip(found, expected) { #expect(abs(found - expected) < 5.1e-9) }
  }

  @Test func `a step on a linear model leads to the known weights`() throws {
    expectWeights(
      try weights { ImbalancedSharpnessAwareSettings(Self.plain).make($0, for: $1) },
      [0.09670334, -0.15758138, 0.19388482, 0.35408311, -0.39058816, 0.20349827])
    expectWeights(
      try weights {
        FocalSharpnessAwareSettings(Self.plain, radius: 0.05).make($0, for: $1)
      }, [0.11171927, -0.15920704, 0.22962560, 0.36570904, -0.44134487, 0.19349800])
    let noise = Tensor([0.3, -0.1, -0.9, 0.2, 0.05, 1], shape: [3, 2])
    expectWeights(
      try weights { groups, _ in
        NeighborhoodMinimization(Self.plain.make(groups), over: groups) { _, _, _ in noise * 0.005 }
      }, [0.11146538, -0.15935050, 0.23056773, 0.36608920, -0.44203311, 0.19326130])
    expectWeights(
      try weights { groups, site in SharpnessAwareSettings(Self.plain).make(groups, for: site) },
      [0.11259889, -0.15822721, 0.22830829, 0.36428218, -0.44090718, 0.19394503])
    expectWeights(
      try weights { groups, site in Self.plain.make(groups, for: site) },
      [0.11157207, -0.15933701, 0.23036906, 0.36594238, -0.44194113, 0.19339463])
  }

  @Test func `classes count as rare as they are`() {
    let imbalanced = ImbalancedSharpnessAwareSettings().classWeights(KnownSamples.counts)
    #expect(imbalanced.sharp == [0, 0, 2] && imbalanced.flat == [1, 1, 0])
    let focal = FocalSharpnessAwareSettings().classWeights(KnownSamples.counts)
    for (found, expected) in zip(focal, [0.00463859, 0.45791377, 0.70203366]) {
      #expect(abs(found - expected) < 5.1e-9)
    }
    #expect(
      FocalSharpnessAwareSettings(SGDSettings(), exponent: 0, strength: 1)
        .classWeights([9, 1]) == [1, 1])
  }

  @Test(arguments: [(0, 2.0), (1, 1), (59, 1), (60, 0.5), (118, 0.5), (119, 0.25)])
  func `noise is halved when the authors' code halves it`(_ epoch: Int, _ factor: Double) {
    let deviation = NeighborhoodMinimizationSettings().deviation(inEpoch: epoch)
    #expect(abs(deviation - 0.005 * factor) < 1e-16)
  }

  /// |N(0, 1/3)| kept within 1 has the mean 0.26571 and a root of the mean square of 0.3325.
  @Test func `noise follows from seed and step, and is a third of a normal deviate`() throws {
    let groups = { (store: ParameterStore) in [ParameterGroup(parameters: store.parameters)] }
    func moved(_ seed: UInt64, _ moment: StepMoment) throws -> [Double] {
      let stage = try StageSiteFixture(width: 2)
      let store = ParameterStore(seed: 1, dtype: .float64)
      let weight = store.root.parameter("weight", [20_000], .zeros)
      let site = StageSite(
        model: stage.model, classCounts: [1], epochs: 9, batchSize: 1, seed: seed,
        root: stage.store.root)
      var seen: [Double] = []
      NeighborhoodMinimizationSettings(Self.plain, radius: 1, amplitude: 1)
        .make(groups(store), for: site).step(rate: 0.1, at: moment) { _ in
          withoutGradients { seen = weight.doubles }
        }
      #expect(weight.doubles.allSatisfy { $0 == 0 })
      return seen
    }
    let first = try moved(3, StepMoment(epoch: 1, step: 4))
    #expect(try moved(3, StepMoment(epoch: 1, step: 4)) == first)
    #expect(try moved(4, StepMoment(epoch: 1, step: 4)) != first)
    #expect(try moved(3, StepMoment(epoch: 1, step: 5)) != first)
    #expect(try moved(3, StepMoment(epoch: 2, step: 4)) != first)
    let count = Double(first.count)
    let mean: Double = first.reduce(0) { $0 + abs($1) } / count
    let square: Double = first.reduce(0) { $0 + $1 * $1 } / count
    #expect(abs(mean - 0.26571) < 0.006 && abs(square.squareRoot() - 0.3325) < 0.006)
    #expect(first.allSatisfy { abs($0) <= 1 })
  }

  private func traces(of optimizer: some OptimizerSettings, stop: Int = 0) throws -> RunTraces {
    let recipe = SmallRun.recipe([
      Stage(epochs: 2, optimizer: optimizer, schedule: ConstantSchedule())
    ])
    let folder = try TemporaryFolder()
    if stop > 0 {
      let question = StopAtQuestion(stop)
      let session = try SmallRun.session(
        recipe, in: folder("run"), execution: Execution(shouldStop: { question() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("run"), resuming: stop > 0).carryOut()
    return try RunTraces(folder("run"))
  }

  private static let own = SGDSettings(learningRate: 0.02)

  @Test func `in a run, no rare class is the optimizer inside, and all alike are SAM`() throws {
    let plain = try traces(of: Self.own)
    let sharp = try traces(of: SharpnessAwareSettings(Self.own, radius: 0.1))
    #expect(plain.differences(from: sharp).contains { $0.hasSuffix("last/model.safetensors") })
    #expect(
      try traces(of: ImbalancedSharpnessAwareSettings(Self.own, radius: 0.1, threshold: 0))
        .differences(from: plain) == [])
    #expect(
      try traces(
        of: ImbalancedSharpnessAwareSettings(Self.own, radius: 0.1, threshold: 1000, factor: 1)
      ).differences(from: sharp) == [])
    #expect(
      try traces(
        of: FocalSharpnessAwareSettings(Self.own, radius: 0.1, exponent: 0, strength: 1)
      ).differences(from: sharp) == [])
  }

  @Test func `a run that is stopped ends with the same bits`() throws {
    func check(_ optimizer: some OptimizerSettings) throws {
      #expect(
        try traces(of: optimizer).differences(from: traces(of: optimizer, stop: 7)) == [],
        "\(type(of: optimizer).name)")
    }
    try check(ImbalancedSharpnessAwareSettings(Self.own, threshold: 15))
    try check(FocalSharpnessAwareSettings(Self.own))
    try check(NeighborhoodMinimizationSettings(Self.own))
  }

  @Test func `settings out of range and optimizers inside that take other gradients are refused`() {
    let items: [(any OptimizerSettings, String)] = [
      (ImbalancedSharpnessAwareSettings(SGDSettings(), radius: 0), "radius"),
      (ImbalancedSharpnessAwareSettings(SGDSettings(), threshold: -1), "threshold"),
      (ImbalancedSharpnessAwareSettings(SGDSettings(), factor: 0), "factor"),
      (ImbalancedSharpnessAwareSettings(SGDSettings(momentum: 1)), "base.momentum"),
      (ImbalancedSharpnessAwareSettings(SharpnessAwareSettings()), "base"),
      (FocalSharpnessAwareSettings(SGDSettings(), radius: -1), "radius"),
      (FocalSharpnessAwareSettings(SGDSettings(), exponent: -1), "exponent"),
      (FocalSharpnessAwareSettings(SGDSettings(), strength: .nan), "strength"),
      (FocalSharpnessAwareSettings(FocalSharpnessAwareSettings()), "base"),
      (NeighborhoodMinimizationSettings(SGDSettings(), radius: 101), "radius"),
      (NeighborhoodMinimizationSettings(SGDSettings(), amplitude: 0), "amplitude"),
      (NeighborhoodMinimizationSettings(SGDSettings(), period: 0), "period"),
      (NeighborhoodMinimizationSettings(ImbalancedSharpnessAwareSettings()), "base"),
      (SharpnessAwareSettings(NeighborhoodMinimizationSettings()), "base"),
    ]
    for (settings, key) in items {
      let error = #expect(throws: SettingsError.self) { try settings.validate() }
      #expect(error?.key == key)
    }
    #expect(FocalSharpnessAwareSettings().gradientsPerStep == 3)
    #expect(NeighborhoodMinimizationSettings().gradientsPerStep == 1)
  }
}
