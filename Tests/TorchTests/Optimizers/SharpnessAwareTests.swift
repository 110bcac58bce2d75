import ArrayFiles
import TestSupport
import Testing
import Torch

/// Against Tests/Fixtures/stage_fixtures.py, which writes the algorithm out around PyTorch's SGD.
struct SharpnessAwareTests {
  private struct Fixtures: Decodable {
    let sharpness: FixtureTrajectory
    let adaptive_sharpness: FixtureTrajectory
  }

  private func optimizer(of net: SmallNet, radius: Double, adaptive: Bool) -> SharpnessAware {
    let groups = [ParameterGroup(parameters: net.store.parameters, weightDecay: 0.01)]
    return SharpnessAware(
      SGD(groups, momentum: 0.9), over: groups, radius: radius, isAdaptive: adaptive)
  }

  @Test(arguments: [false, true])
  func `eight steps lead where the algorithm around PyTorch's SGD leads`(_ adaptive: Bool) throws {
    let all = try fixture("stage_fixtures", as: Fixtures.self)
    let trajectory = adaptive ? all.adaptive_sharpness : all.sharpness
    let net = SmallNet()
    try net.store.load(trajectory.initial.mapValues(\.numericArray), from: "fixture")
    let optimizer = optimizer(of: net, radius: 0.3, adaptive: adaptive)
    let labels = Tensor(trajectory.labels)
    let found = trajectory.losses.map { _ in
      var values: [Double] = []
      optimizer.step(rate: 0.1) {
        let loss = net.loss(trajectory.x.tensor, labels)
        loss.backward()
        values.append(loss.item())
      }
      #expect(values.count == 2 && values[1] > values[0])
      return values[0]
    }
    #expect(relativeDistance(found, trajectory.losses) <= 1e-10)
    for (name, tensor) in net.store.tensors {
      let expected = try #require(trajectory.final[name])
      expect(tensor, expected.values, expected.shape, within: 1e-9)
    }
  }

  @Test func `a radius of zero is the optimizer inside, bit for bit`() {
    let (x, labels) = (sample([3, 2, 4, 4]), Tensor([0, 1, 2]))
    func weights(_ step: (SmallNet) -> Void) -> [[UInt8]] {
      let net = SmallNet(seed: 1)
      // Without batch norm's statistics, which both passes move.
      step(net)
      return net.store.parameters.map { [UInt8]($0.tensor.numericArray().bytes) }
    }
    let plain = weights { net in
      let optimizer = SGD(
        [ParameterGroup(parameters: net.store.parameters, weightDecay: 0.01)], momentum: 0.9)
      for _ in 0..<3 { optimizer.step(rate: 0.1) { net.loss(x, labels).backward() } }
    }
    let flat = weights { net in
      let optimizer = optimizer(of: net, radius: 0, adaptive: false)
      for _ in 0..<3 { optimizer.step(rate: 0.1) { net.loss(x, labels).backward() } }
    }
    #expect(plain == flat)
  }
}
