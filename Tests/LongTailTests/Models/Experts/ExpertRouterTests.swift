import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Against RIDE's network with its expert assignment.
struct ExpertRouterTests {
  private static let settings = ModelSettings(
    backbone: ResNet32(widths: ResNet32.reducedWidths), classifier: CosineClassifier(), experts: 3,
    router: RouterSettings(topLogits: 4))

  private static func network(_ dtype: DType) throws
    -> (network: LoadedNetwork, fixtures: ExpertNetworkFixtures)
  {
    let fixtures = try ExpertNetworkFixtures.read()
    var state = ExpertNetworkFixtures.state(fixtures.ride.state)
    state["expert_help_pred_fc.bias"] = NumericArray([fixtures.ride.biases[0]], shape: [1])
    state["expert_help_pred_hidden_fcs.0.bias"] = NumericArray(
      [Double](repeating: fixtures.ride.biases[1], count: 16), shape: [16])
    let network = try LoadedNetwork(settings, state: state, fixtures: fixtures, dtype: dtype)
    return (network, fixtures)
  }

  @Test(arguments: [(DType.float64, 1e-9), (.float32, 1e-5)])
  func `experts say what RIDE's say, and the router decides as RIDE's`(
    _ dtype: DType, _ tolerance: Double
  ) throws {
    let (network, fixtures) = try Self.network(dtype)
    let given = fixtures.ride
    let outputs = network.model(
      fixtures.pictures(given.count, offset: given.offset, dtype: dtype), .inference)
    #expect(relativeDistance(outputs.logits.doubles, given.inference) < tolerance)
    let decisions = try #require(outputs.routing)
    #expect(decisions.shape == [given.count, 2])
    // Decisions are small differences of large sums: rounding counts against the sums.
    let distance = zip(decisions.doubles, given.decisions).map { abs($0 - $1) }.max() ?? 1
    #expect(distance < tolerance * 10)
  }

  @Test(arguments: [(DType.float64, 1e-9), (.float32, 1e-5)])
  func `samples stop where RIDE's stop, with the same mean logits`(
    _ dtype: DType, _ tolerance: Double
  ) throws {
    let (network, fixtures) = try Self.network(dtype)
    let given = fixtures.ride
    let routed = network.model.routed(
      fixtures.pictures(given.count, offset: given.offset, dtype: dtype))
    #expect(routed.expertsUsed == given.used)
    #expect(Set(given.used) == [1, 2, 3])
    #expect(relativeDistance(routed.logits.doubles, given.routed) < tolerance)
  }

  /// The evaluation asks all experts and takes the router's choice afterwards; a prediction asks no more
  /// than are needed.
  @Test func `choosing afterwards is the same as asking only those`() throws {
    let settings = ModelSettings(
      backbone: TwoLayerBackbone(hidden: 12), classifier: CosineClassifier(), experts: 4,
      router: RouterSettings(topLogits: 3, hidden: 5))
    var seen: Set<Int> = []
    for seed in 1...8 as ClosedRange<UInt64> {
      let model = try ExpertModel(
        settings, input: .features(width: 6), classes: 5, seed: seed, dtype: .float64)
      let values = (0..<64 * 6).map { 3 * sin(Double($0) * 1.7 + Double(seed) * 0.9) }
      let inputs = Tensor(values, shape: [64, 6])
      let asked = model.routed(inputs)
      let outputs = withoutGradients { model(inputs, .inference) }
      let chosen = try #require(outputs.routed)
      #expect(asked.expertsUsed == chosen.expertsUsed)
      #expect(relativeDistance(asked.logits.doubles, chosen.logits.doubles) < 1e-12)
      seen.formUnion(asked.expertsUsed)
    }
    #expect(seen == [1, 2, 3, 4])
  }

  @Test func `only the router learns from its decisions, with RIDE's gradients`() throws {
    let (network, fixtures) = try Self.network(.float64)
    let given = fixtures.ride
    network.model.store.train { matches($0, prefix: "router") }
    let outputs = network.model(fixtures.pictures(given.count, offset: given.offset), .inference)
    try #require(outputs.routing).mean().backward()
    let gradients = try network.gradients()
    #expect(gradients.count == 6)
    expectProjections(of: gradients, given.gradients, within: 1e-8)
    #expect(given.gradients.keys.allSatisfy { network.tensors[$0] != nil })
  }

  @Test func `the cost counts the experts and decisions that a sample had`() throws {
    let (network, fixtures) = try Self.network(.float32)
    let cost = network.model.cost
    #expect(network.model.parameterCount == fixtures.ride.parameters)
    #expect(cost.total == fixtures.ride.multiplyAdds)
    // 48 · 16 + (16 + 4): the hidden layer and the decision.
    #expect(cost.decision == 788)
    #expect(cost.cost(expertsUsed: 1) == cost.shared + cost.experts[0] + 788)
    #expect(cost.cost(expertsUsed: 3) - cost.cost(expertsUsed: 2) == cost.experts[2])
    let mean = Double(cost.cost(expertsUsed: 1) + cost.cost(expertsUsed: 3)) / 2
    #expect(cost.average(expertsUsed: [1, 3]) == mean)
    #expect(cost.average(expertsUsed: []) == nil)
  }

  @Test func `without a router all experts see all samples`() throws {
    var settings = Self.settings
    settings.router = nil
    let fixtures = try ExpertNetworkFixtures.read()
    let model = try ExpertModel(settings, input: fixtures.input, classes: 10, seed: 1)
    let pictures = fixtures.pictures(5, dtype: .float32)
    let routed = model.routed(pictures)
    let outputs = withoutGradients { model(pictures, .inference) }
    #expect(routed.expertsUsed == [3, 3, 3, 3, 3])
    #expect(outputs.routing == nil)
    #expect(relativeDistance(routed.logits.doubles, outputs.combinedLogits.doubles) < 1e-6)
    #expect(model.cost.decision == 0)
  }
}
