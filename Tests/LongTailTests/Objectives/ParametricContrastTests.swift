import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

struct ParametricContrastTests {
  /// Three steps with a queue of eight keys that six samples do not fill.
  private func follow(_ expected: MixtureFixtures.Memory, _ loss: ParametricContrast) throws {
    let counts = try MixtureFixtures.read().view_counts
    let stage = try StageSiteFixture(width: 6, counts: counts)
    for (name, tensor) in stage.model.store.parameters {
      let array = try #require(expected.classifier[String(name.dropFirst("classifier.".count))])
      tensor.detached().assignInPlace(array.tensor)
    }
    let isMomentum = loss.form == .momentum
    let site = stage.site(momentum: isMomentum ? 0.9 : nil)
    let objective = loss.make(for: site)
    stage.load(expected.head, below: "projection.")
    // The slow copy begins as the head does.
    for (index, name) in ["0.weight", "0.bias", "1.weight", "1.bias", "3.weight", "3.bias"]
      .enumerated() where isMomentum
    {
      let slow = try #require(stage.store.buffers.first { $0.name == "slow.\(index)" })
      slow.tensor.assignInPlace(try #require(expected.head[name]).tensor)
    }
    let companions = StageCompanions(
      isMomentum ? [MomentumCopy(momentum: 0.9).make(for: site, trained: nil)] : [])
    for (index, given) in expected.steps.enumerated() {
      stage.store.train { _ in true }
      stage.model.store.train { _ in true }
      let views = try ["query", "key"].map {
        try #require(given.arrays[$0]).tensor.requiringGradient()
      }
      let step = stage.step(
        views, labels: given.labels, seen: isMomentum ? 1 : 2, companions: companions,
        at: StageProgress(epoch: 0, epochs: 1, step: index, steps: 3))
      let values = objective.loss(step).perSample
      // A second gradient of the same step is of the same loss.
      #expect(objective.loss(step).perSample.doubles == values.doubles)
      values.mean().backward()
      try expectEqual(values, given.arrays["values"], "values \(index)")
      try expectEqual(
        views[0].gradient, given.arrays["query_gradient"], "gradient of the query \(index)")
      if isMomentum {
        #expect(views[1].gradient == nil)
      } else {
        try expectEqual(
          views[1].gradient, given.arrays["key_gradient"], "gradient of the key \(index)")
      }
      let weight = stage.model.store.parameters.first { $0.name == "classifier.weight" }?.tensor
      try expectEqual(
        weight?.gradient, given.arrays["weight_gradient"], "gradient of the centres \(index)")
      withoutGradients {
        for (_, tensor) in stage.store.parameters {
          if let gradient = tensor.gradient { tensor.addInPlace(gradient, factor: -0.1) }
        }
        objective.finish(step)
      }
    }
    let state = Dictionary(uniqueKeysWithValues: stage.store.tensors.map { ($0.name, $0.tensor) })
    try expectEqual(state["queue.keys"], expected.queue, "queue")
    #expect(state["queue.labels"]?.ints == expected.queue_labels)
    for (name, array) in expected.final {
      try expectEqual(state["projection." + name], array, name)
    }
  }

  private static func loss(_ form: ParametricContrast.Form) -> ParametricContrast {
    ParametricContrast(
      form: form, alpha: 0.3, beta: 0.8, gamma: 0.7, temperature: 0.2,
      smoothing: form == .general ? 0.1 : 0, dimension: 4, queue: 8)
  }

  @Test func `three steps of PaCo are those of the authors' code`() throws {
    try follow(MixtureFixtures.read().parametric, Self.loss(.momentum))
  }

  @Test func `three steps of GPaCo are those of the authors' code`() throws {
    try follow(MixtureFixtures.read().general_parametric, Self.loss(.general))
  }

  /// Two queries, two keys, two keys of the queue, and the known samples' logits.
  private func known(
    _ loss: ParametricContrast, entries: Int = 6, emptied: Bool = false
  ) -> [Double] {
    let values = Tensor(
      [1, 0, 0.6, 0.8, 0.8, 0.6, 0, 1, 1, 0, -0.6, 0.8], shape: [6, 2])
    let labels = emptied ? [0, 1, 0, 1, -1, -1] : [0, 1, 0, 1, 0, 2]
    let logits = Tensor(Array(KnownSamples.logits[..<6]), shape: [2, 3])
    return loss.values(
      logits: logits + logarithmicPrior(KnownSamples.counts, device: .cpu),
      anchors: values.narrowed(axis: 0, from: 0, count: 2), labels: Tensor([0, 1]),
      entries: ParametricContrast.Entries(
        values: values.narrowed(axis: 0, from: 0, count: entries),
        labels: Tensor(Array(labels[..<entries])))
    ).doubles
  }

  @Test func `known entries have the known loss`() {
    let found = known(ParametricContrast(alpha: 0.05, temperature: 0.5))
    #expect(abs(found[0] - 1.363171) < 1e-6 && abs(found[1] - 3.609105) < 1e-6)
    #expect(abs((found[0] + found[1]) / 2 - 2.486138) < 1e-6)
  }

  @Test func `empty places of the queue take no part`() {
    let loss = ParametricContrast(alpha: 0.4, temperature: 0.5)
    let found = known(loss, emptied: true)
    #expect(relativeDistance(found, known(loss, entries: 4)) < 1e-14)
    #expect(relativeDistance(found, known(loss)) > 1e-3)
  }

  @Test func `without entries it is balanced softmax`() {
    let found = known(ParametricContrast(alpha: 0, gamma: 0))
    let expected = Array(KnownSamples.values(BalancedSoftmax())[..<2])
    #expect(relativeDistance(found, expected) < 1e-13)
  }

  @Test func `the gradient is the one by central differences`() throws {
    let stage = try StageSiteFixture(width: 3)
    let loss = ParametricContrast(
      form: .general, alpha: 0.5, temperature: 0.5, smoothing: 0.2, dimension: 2, queue: 4)
    let objective = loss.make(for: stage.site())
    #expect(try stage.viewGradientError(of: objective) < 1e-7)
  }

  @Test func `only PaCo asks a slow copy, and views for it alone`() {
    let momentum = ParametricContrast()
    #expect(momentum.companions == [MomentumCopy.name] && momentum.companionViews == 1)
    let general = ParametricContrast(form: .general)
    #expect(general.companions.isEmpty && general.companionViews == 0)
    #expect(momentum.views == 2...2 && general.views == 2...2)
    #expect(momentum.targetsUniformPrior)
  }

  @Test func `mixed views and settings out of range are refused under their keys`() {
    let mixed = #expect(throws: SettingsError.self) {
      try ParametricContrast().validate(
        for: LossInputs(experts: 1, classCounts: [2, 1], views: 2, mixes: true))
    }
    #expect(mixed?.problem.contains("mixing=none") == true)
    for (loss, key) in [
      (ParametricContrast(alpha: -1), "alpha"), (ParametricContrast(beta: 0), "beta"),
      (ParametricContrast(gamma: .nan), "gamma"),
      (ParametricContrast(temperature: 0), "temperature"),
      (ParametricContrast(smoothing: 1), "smoothing"),
      (ParametricContrast(dimension: 0), "dimension"),
      (ParametricContrast(queue: 0), "queue"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
