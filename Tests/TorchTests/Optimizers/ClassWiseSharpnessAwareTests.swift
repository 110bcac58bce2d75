import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

/// Against Tests/Fixtures/class_sharpness_fixtures.py, which writes the authors' steps out around PyTorch's SGD.
struct ClassWiseSharpnessAwareTests {
  struct Fixtures: Decodable {
    let counts: [Int]
    let imbalanced: FixtureTrajectory
    let focal: FixtureTrajectory
    let adaptive_focal: FixtureTrajectory
    let neighborhood: FixtureTrajectory

    static func read() throws -> Fixtures {
      try fixture("class_sharpness_fixtures", as: Fixtures.self)
    }
  }

  private static let moment = StepMoment(epoch: 0, step: 0)

  /// The mean of the samples' losses, which count by their class where weights are given.
  private func loss(
    of net: SmallNet, _ x: Tensor, _ labels: Tensor, _ classWeights: Tensor?
  ) -> Tensor {
    let values = -net(x, .training).logSoftmax(axis: 1)
      .gathered(axis: 1, labels.unsqueezed(axis: 1)).squeezed(axis: 1)
    return (classWeights.map { values * $0.indexSelected(axis: 0, labels) } ?? values).mean()
  }

  private func groups(of net: SmallNet) -> [ParameterGroup] {
    [ParameterGroup(parameters: net.store.parameters, weightDecay: 0.01)]
  }

  private func check(
    _ trajectory: FixtureTrajectory, gradientsPerStep: Int,
    _ make: ([ParameterGroup]) -> any Optimizer
  ) throws {
    let net = SmallNet()
    try net.store.load(trajectory.initial.mapValues(\.numericArray), from: "fixture")
    let optimizer = make(groups(of: net))
    let (x, labels) = (trajectory.x.tensor, Tensor(trajectory.labels))
    let found = trajectory.losses.indices.map { step in
      var values: [Double] = []
      optimizer.step(rate: 0.1, at: StepMoment(epoch: 0, step: step)) { classWeights in
        withoutGradients { values.append(loss(of: net, x, labels, nil).item()) }
        loss(of: net, x, labels, classWeights).backward()
      }
      #expect(values.count == gradientsPerStep)
      return values[0]
    }
    #expect(relativeDistance(found, trajectory.losses) <= 1e-10)
    for (name, tensor) in net.store.parameters {
      let expected = try #require(trajectory.final[name])
      expect(tensor, expected.values, expected.shape, within: 1e-9)
    }
  }

  @Test func `eight steps lead where ImbSAM's authors' steps lead`() throws {
    let all = try Fixtures.read()
    let rare = all.counts.map { $0 < 20 }
    try check(all.imbalanced, gradientsPerStep: 3) { groups in
      ClassWiseSharpnessAware(
        SGD(groups, momentum: 0.9), over: groups, radius: 0.3, sharp: rare.map { $0 ? 2 : 0 },
        flat: rare.map { $0 ? 0 : 1 })
    }
  }

  @Test(arguments: [false, true])
  func `eight steps lead where Focal-SAM's authors' steps lead`(_ adaptive: Bool) throws {
    let all = try Fixtures.read()
    let total = Double(all.counts.reduce(0, +))
    let sharp = all.counts.map { 0.8 * pow(1 - Double($0) / total, 3.2) }
    try check(adaptive ? all.adaptive_focal : all.focal, gradientsPerStep: 3) { groups in
      ClassWiseSharpnessAware(
        SGD(groups, momentum: 0.9), over: groups, radius: 0.3, isAdaptive: adaptive, sharp: sharp,
        flat: sharp.map { 1 - $0 })
    }
  }

  @Test func `eight steps lead where the gradients beside the weights lead`() throws {
    try check(try Fixtures.read().neighborhood, gradientsPerStep: 1) { groups in
      NeighborhoodMinimization(SGD(groups, momentum: 0.9), over: groups) {
        moment, index, parameter in
        let values = (0..<parameter.count).map { place in
          0.05 * sin(0.7 * Double(place) + Double(index) + 2 * Double(moment.step))
        }
        return Tensor(values, shape: parameter.shape)
      }
    }
  }

  /// Weights after three steps.
  private func weights(_ make: ([ParameterGroup]) -> any Optimizer) -> [[UInt8]] {
    let net = SmallNet(seed: 1)
    let optimizer = make(groups(of: net))
    let (x, labels) = (sample([3, 2, 4, 4]), Tensor([0, 1, 2]))
    for _ in 0..<3 {
      optimizer.step(rate: 0.1, at: Self.moment) { classWeights in
        loss(of: net, x, labels, classWeights).backward()
      }
    }
    return net.store.parameters.map { [UInt8]($0.tensor.numericArray().bytes) }
  }

  @Test func `all sharp is SAM, all flat or no noise the optimizer inside, bit for bit`() {
    let (ones, none) = ([Double](repeating: 1, count: 4), [Double](repeating: 0, count: 4))
    let plain = weights { SGD($0, momentum: 0.9) }
    let sharp = weights { SharpnessAware(SGD($0, momentum: 0.9), over: $0, radius: 0.3) }
    #expect(plain != sharp)
    func classWise(_ sharp: [Double], _ flat: [Double]) -> [[UInt8]] {
      weights {
        ClassWiseSharpnessAware(
          SGD($0, momentum: 0.9), over: $0, radius: 0.3, sharp: sharp, flat: flat)
      }
    }
    #expect(classWise(ones, none) == sharp)
    #expect(classWise(none, ones) == plain)
    #expect(
      weights { groups in
        NeighborhoodMinimization(SGD(groups, momentum: 0.9), over: groups) { _, _, parameter in
          Tensor.zeros(parameter.shape, dtype: parameter.dtype)
        }
      } == plain)
  }

  @Test func `what it remembers is the optimizer's inside`() throws {
    let net = SmallNet(seed: 1)
    let groups = groups(of: net)
    let (x, labels) = (sample([3, 2, 4, 4]), Tensor([0, 1, 2]))
    let base = SGD(groups, momentum: 0.9)
    let optimizer = ClassWiseSharpnessAware(
      base, over: groups, radius: 0.3, sharp: [1, 1, 1, 1], flat: [0, 0, 0, 0])
    optimizer.step(rate: 0.1, at: Self.moment) { loss(of: net, x, labels, $0).backward() }
    #expect(optimizer.state().map(\.name) == base.state().map(\.name) && !base.state().isEmpty)
    let arrays = Dictionary(uniqueKeysWithValues: optimizer.state().map { ($0.name, $0.array) })
    try optimizer.load(arrays, from: "state")
    #expect(throws: FileProblem.self) {
      try optimizer.load(["stranger": Tensor([1.0]).numericArray()], from: "state")
    }
  }
}
