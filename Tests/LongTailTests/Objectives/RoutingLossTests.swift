import Testing
import TestSupport
import Torch

@testable import LongTail

struct RoutingLossTests {
  @Test func `value and gradient are the authors'`() throws {
    let fixtures = try ExpertFixtures.read()
    let logits = fixtures.logits(experts: 4)
    let shape = [fixtures.labels.count, 3]
    let routing = Tensor(
      MiSLASFixtures.chirp(shape.reduce(1, *), offset: 23, scale: 2), shape: shape)
    try fixtures.expect(routing, fixtures.ride.routing) {
      RoutingLoss()(
        expertOutputs(logits, routing: $0), Tensor(fixtures.labels), fixtures.context()
      ).perSample
    }
  }

  @Test func `the next expert is wanted where it mends the answer, not where nothing does`() {
    // Label 0 throughout; rows of experts: right at once; mended by the third; never right; mended by the
    // second and spoilt again by the third.
    let logits = Tensor(
      [
        3.0, 0, 0, 1, 0, 1,
        0, 1, 0, 1, 5, 0,
        0, 1, 0, 1, 0, 1,
        0, 1, 2, 0, 0, 9,
      ], shape: [4, 3, 2])
    let targets = RoutingLoss.targets(logits, Tensor([0, 0, 0, 0]))
    #expect(targets.doubles == [0, 0, 1, 1, 0, 0, 1, 0])
  }

  @Test func `samples that are right cost little when the router stops, and much when it goes on`()
  {
    let logits = Tensor([5.0, 0, 5, 0], shape: [1, 2, 2])
    func loss(_ decision: Double) -> Double {
      RoutingLoss(positiveWeight: 20)(
        expertOutputs(logits, routing: Tensor([decision], shape: [1, 1])), Tensor([0]),
        LossContext(classCounts: [3, 1], epoch: 0, epochs: 1)
      ).perSample.item()
    }
    #expect(loss(-10) < 1e-4 && loss(10) > 9.9)
  }

  @Test func `the sample is shown to experts until the router stops it`() throws {
    let logits = Tensor(
      [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6].map(Double.init), shape: [3, 3, 2])
    // The third sample stops after the first expert; what comes later does not count.
    let routing = Tensor([1.0, 1, 1, -1, -1, 1], shape: [3, 2])
    let routed = try #require(expertOutputs(logits, routing: routing).routed)
    #expect(routed.expertsUsed == [3, 2, 1])
    #expect(routed.logits.doubles == [3, 4, 2, 3, 1, 2])
    #expect(expertOutputs(logits).routed == nil)
  }

  @Test func `a router needs experts, and a network that has one`() {
    let loss = RoutingLoss()
    let alone = #expect(throws: SettingsError.self) {
      try loss.validate(for: LossInputs(experts: 1, classCounts: [2, 1], hasRouter: true))
    }
    #expect(alone?.problem.contains("the model has 1") == true)
    let without = #expect(throws: SettingsError.self) {
      try loss.validate(for: LossInputs(experts: 3, classCounts: [2, 1]))
    }
    #expect(without?.problem.contains("router") == true)
    #expect(throws: SettingsError.self) { try RoutingLoss(positiveWeight: 0).validate() }
  }
}
