import TestSupport
import Testing
import Torch

@testable import LongTail

struct GlobalLocalConsistencyTests {
  private static func model(width: Int, classes: Int) throws -> ExpertModel {
    try ExpertModel(
      ModelSettings(backbone: IdentityBackbone(), experts: 2, sharedParts: 1),
      input: .features(width: width), classes: classes, seed: 1, dtype: .float64)
  }

  @Test func `values and gradients are those of the authors' code`() throws {
    let fixtures = try MixtureFixtures.read()
    let (expected, given) = (fixtures.mixtures, fixtures.mixtures.arrays)
    let model = try Self.model(width: 6, classes: 3)
    let store = ParameterStore(seed: 2, dtype: .float64)
    let objective = GlobalLocalConsistency(dimension: 5).make(
      for: StageSite(
        model: model, classCounts: fixtures.view_counts, epochs: 4, batchSize: 4, root: store.root))
    for (name, tensor) in model.store.parameters + store.parameters {
      tensor.detached().assignInPlace(try #require(given[name]).tensor)
    }
    let leaves = try ["first", "second", "partner"].map {
      try #require(given[$0]).tensor.requiringGradient()
    }
    let batch = StreamBatch(
      views: Array(leaves[..<2]), labels: Tensor(expected.labels))
    let partner = StreamBatch(views: [leaves[2]], labels: Tensor(expected.partners))
    let mixed = MixedBatch(
      inputs: leaves[0] * 0.3 + leaves[2] * 0.7,
      targets: [(batch.labels, .whole(0.3)), (partner.labels, .whole(0.7))])
    let values = objective.loss(
      ObjectiveStep(
        outputs: [model(mixed.inputs, .training)], batches: [mixed], streams: [batch, partner],
        progress: StageProgress(epoch: 1, epochs: 4), classCounts: fixtures.view_counts)
    ).perSample
    values.mean().backward()
    try expectEqual(values, given["values"], "values")
    for (name, leaf) in zip(["first", "second", "partner"], leaves) {
      try expectEqual(leaf.gradient, given[name + "_gradient"], name)
    }
    #expect(store.parameters.count == 4)
    for (name, tensor) in model.store.parameters + store.parameters {
      try expectEqual(tensor.gradient, given[name + "_gradient"], name)
    }
  }

  /// The known samples' logits, halves and shifts of them, as logits and as what the heads give.
  @Test func `known answers have the known terms`() {
    let z = Tensor(KnownSamples.logits, shape: [4, 3])
    let other = z + Tensor([0.25, -0.25, 0], shape: [1, 3])
    let late = z.flipped(axis: 1) / 2
    let lateOther = late - Tensor([0, 0.25, -0.25], shape: [1, 3])
    let loss = GlobalLocalConsistency()
    let weights = loss.weights(classCounts: KnownSamples.counts)
    for (found, expected) in zip(weights, [0.06770491, 0.46707237, 2.46522272]) {
      #expect(abs(found - expected) < 1e-8)
    }
    let terms = loss.terms(
      [
        GlobalLocalConsistency.Answers(
          logits: Tensor.stacked([z, late], axis: 1), projected: late, predicted: z),
        GlobalLocalConsistency.Answers(
          logits: Tensor.stacked([other, lateOther], axis: 1), projected: lateOther,
          predicted: other),
      ],
      targets: [
        (Tensor(KnownSamples.labels), .whole(0.3)), (Tensor([2, 2, 1, 0]), .whole(0.7)),
      ], weights: Tensor(weights))
    let means = [terms.plain, terms.weighted, terms.consistency].map { $0.mean().item() }
    for (found, expected) in zip(means, [3.25005860, 2.35822919, -0.88687768]) {
      #expect(abs(found - expected) < 1e-8)
    }
    let a = 1 - 1.0 / 16
    #expect(abs(a * means[0] + (1 - a) * means[1] + 4 * means[2] + 0.35319143) < 2e-8)
  }

  /// Rows of pictures of ones, pasted from pictures of zeros.
  @Test func `a box's sides are rounded up, and pasted at one place for a step`() {
    for (lambda, side) in [(0.5, 32.0), (0.51, 7), (0.99, 8), (0, 9)] {
      let expected = Int((side * (1 - lambda).squareRoot()).rounded(.up)) / 2
      let box = PastedBox(
        height: Int(side), width: Int(side), lambda: lambda, centre: (Int(side) / 2, 0),
        rounding: .up)
      let middle = Int(side) / 2
      #expect(box.rows == max(0, middle - expected)..<min(Int(side), middle + expected))
      #expect(box.columns == 0..<min(Int(side), expected))
    }
    // √0.5 · 10 is 7.07: eight when rounded up, seven when down, which is halved to three.
    let sides = [FloatingPointRoundingRule.up, .down].map {
      PastedBox(height: 10, width: 10, lambda: 0.5, centre: (5, 5), rounding: $0).rows.count
    }
    #expect(sides == [8, 6])
  }

  @Test func `a stream is mixed with the batch by the share of its labels`() throws {
    var random = CounterBasedGenerator(seed: 3, stream: 1)
    let batch = StreamBatch(
      views: [Tensor([1.0, 1], shape: [2, 1])], labels: Tensor([0, 1]))
    let partner = StreamBatch(
      views: [Tensor([0.0, 0], shape: [2, 1])], labels: Tensor([2, 0]))
    let mixed = StreamMixup()(batch, MixingContext(partners: [partner]), using: &random)
    guard case .whole(let share) = mixed.targets[0].weight,
      case .whole(let rest) = mixed.targets[1].weight
    else {
      Issue.record("shares of samples")
      return
    }
    #expect(share > 0 && share < 1 && abs(share + rest - 1) < 1e-15)
    #expect(mixed.inputs.doubles == [share, share])
    #expect(mixed.targets.map(\.labels.ints) == [[0, 1], [2, 0]])
  }

  @Test func `other networks, unmixed views and settings out of range are refused`() {
    let single = #expect(throws: SettingsError.self) {
      try GlobalLocalConsistency().validate(
        for: LossInputs(experts: 1, classCounts: [2, 1], views: 2, mixes: true))
    }
    #expect(single?.problem.contains("model.experts=2") == true)
    let unmixed = #expect(throws: SettingsError.self) {
      try GlobalLocalConsistency().validate(
        for: LossInputs(experts: 2, classCounts: [2, 1], views: 2))
    }
    #expect(unmixed?.problem.contains("mixing=stream-mixup") == true)
    for (loss, key) in [
      (GlobalLocalConsistency(labelPower: -1), "labelPower"),
      (GlobalLocalConsistency(consistency: .nan), "consistency"),
      (GlobalLocalConsistency(dimension: 0), "dimension"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    let alpha = #expect(throws: SettingsError.self) { try StreamMixup(alpha: 0).validate() }
    let power = #expect(throws: SettingsError.self) { try PowerBalanced(power: 11).validate() }
    #expect(alpha?.key == "alpha" && power?.key == "power")
  }
}
