import LongTailTesting
@testable import LongTail
import TestSupport
import Testing
import Torch

/// Against Tests/Fixtures/stage_fixtures.py.
struct SupervisedContrastTests {
  @Test func `values and gradients within a batch are the formula's`() throws {
    let expected = try StageFixtures.read().within_batch
    let stage = try StageSiteFixture(width: 6)
    let objective = SupervisedContrast(temperature: 0.2, dimension: 4).make(for: stage.site())
    stage.load(expected.head, below: "projection.")
    let views = try ["first", "second"].map {
      try #require(expected.arrays[$0]).tensor.requiringGradient()
    }
    let values = objective.loss(stage.step(views, labels: expected.labels)).perSample
    values.mean().backward()
    #expect(try distance(values, expected.arrays["values"]) < 1e-13)
    #expect(try distance(views[0].gradient, expected.arrays["first_gradient"]) < 1e-12)
    #expect(try distance(views[1].gradient, expected.arrays["second_gradient"]) < 1e-12)
    for (name, tensor) in stage.store.parameters {
      let own = expected.head_gradients[String(name.dropFirst("projection.".count))]
      #expect(try distance(tensor.gradient, own) < 1e-12, "\(name)")
    }
  }

  @Test func `three steps with a memory follow MoCo's order`() throws {
    let expected = try StageFixtures.read().memory
    let stage = try StageSiteFixture(width: 6)
    let site = stage.site(momentum: 0.9)
    let objective = SupervisedContrast(temperature: 0.1, dimension: 4, queue: 8).make(for: site)
    stage.load(expected.head, below: "projection.")
    for (index, name) in ["0.weight", "0.bias", "2.weight", "2.bias"].enumerated() {
      let slow = try #require(stage.store.buffers.first { $0.name == "slow.\(index)" })
      slow.tensor.assignInPlace(try #require(expected.head[name]).tensor)
    }
    let companions = StageCompanions([MomentumCopy(momentum: 0.9).make(for: site, trained: nil)])
    for (index, given) in expected.steps.enumerated() {
      let step = stage.step(
        [try #require(given.arrays["query"]).tensor, try #require(given.arrays["key"]).tensor],
        labels: given.labels, seen: 1, companions: companions,
        at: StageProgress(epoch: 0, epochs: 1, step: index, steps: 3))
      stage.store.train { _ in true }
      let values = objective.loss(step).perSample
      // A second gradient of the same step is of the same loss.
      #expect(objective.loss(step).perSample.doubles == values.doubles)
      values.mean().backward()
      #expect(try distance(values, given.arrays["values"]) < 1e-12)
      withoutGradients {
        for (_, tensor) in stage.store.parameters {
          if let gradient = tensor.gradient { tensor.addInPlace(gradient, factor: -0.1) }
        }
        objective.finish(step)
      }
    }
    let state = Dictionary(uniqueKeysWithValues: stage.store.tensors.map { ($0.name, $0.tensor) })
    #expect(try distance(state["queue.keys"], expected.queue) < 1e-12)
    #expect(state["queue.labels"]?.ints == expected.queue_labels)
    for (name, array) in expected.final {
      #expect(try distance(state["projection." + name], array) < 1e-12)
    }
  }

  @Test func `the gradient is the one by central differences`() throws {
    let stage = try StageSiteFixture(width: 3)
    let objective = SupervisedContrast(temperature: 0.5, dimension: 2).make(for: stage.site())
    #expect(try stage.viewGradientError(of: objective) < 1e-7)
  }

  @Test func `samples alone in their class are drawn to their own other view`() throws {
    // With all labels different it is the contrast of pairs without labels, NT-Xent.
    let stage = try StageSiteFixture(width: 3)
    let objective = SupervisedContrast(temperature: 1, dimension: 2).make(for: stage.site())
    let views = [
      Tensor([1.0, 2, 0, -1, 0.5, 1], shape: [2, 3]), Tensor([0.5, 1, 1, 0, 0, 2], shape: [2, 3]),
    ]
    let values = objective.loss(stage.step(views, labels: [0, 1])).perSample.doubles
    let head = ProjectionHeadProbe(stage.store)
    let z = (head(views[0]) + head(views[1])).map { $0 }
    func score(_ a: Int, _ b: Int) -> Double { zip(z[a], z[b]).reduce(0) { $0 + $1.0 * $1.1 } }
    func loss(_ anchor: Int, _ own: Int) -> Double {
      let others = (0..<4).filter { $0 != anchor }.map { score(anchor, $0) }
      return -score(anchor, own) + logSumExp(others)
    }
    #expect(abs(values[0] - (loss(0, 2) + loss(2, 0)) / 2) < 1e-12)
    #expect(abs(values[1] - (loss(1, 3) + loss(3, 1)) / 2) < 1e-12)
  }

  @Test func `mixed views and missing copies are refused`() throws {
    func problem(_ objective: SupervisedContrast, _ inputs: LossInputs) -> SettingsError? {
      #expect(throws: SettingsError.self) { try objective.validate(for: inputs) }
    }
    let mixed = problem(
      SupervisedContrast(), LossInputs(experts: 1, classCounts: [1], views: 2, mixes: true))
    #expect(mixed?.problem.contains("stay unmixed") == true)
    let alone = problem(
      SupervisedContrast(queue: 8), LossInputs(experts: 1, classCounts: [1], views: 2))
    #expect(alone?.key == "queue")
  }

  private func distance(_ found: Tensor?, _ expected: StageFixtures.Array?) throws -> Double {
    let (found, expected) = (try #require(found), try #require(expected))
    #expect(found.shape == expected.shape)
    return relativeDistance(found.doubles, expected.values)
  }
}

/// The head's formula again, on plain numbers.
private struct ProjectionHeadProbe {
  private let weights: [[Double]]
  private let biases: [[Double]]

  init(_ store: ParameterStore) {
    func values(_ name: String) -> [Double] {
      store.tensors.first { $0.name == "projection." + name }?.tensor.doubles ?? []
    }
    weights = ["0.weight", "2.weight"].map(values)
    biases = ["0.bias", "2.bias"].map(values)
  }

  func callAsFunction(_ inputs: Tensor) -> [[Double]] {
    let width = inputs.shape[1]
    return (0..<inputs.shape[0]).map { row in
      let x = Array(inputs.doubles[row * width..<(row + 1) * width])
      let hidden = linear(x, 0).map { max(0, $0) }
      let z = linear(hidden, 1)
      let length = z.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return z.map { $0 / length }
    }
  }

  private func linear(_ x: [Double], _ layer: Int) -> [Double] {
    biases[layer].indices.map { row in
      biases[layer][row]
        + zip(x, weights[layer][(row * x.count)...]).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}

private func logSumExp(_ values: [Double]) -> Double {
  Tensor(values, shape: [1, values.count]).logSumExp(axis: 1).item()
}
