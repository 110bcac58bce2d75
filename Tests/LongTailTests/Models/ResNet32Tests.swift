@testable import LongTail
import TestSupport
import Testing
import Torch

/// Against an independent ResNet-32 in PyTorch.
struct ResNet32Tests {
  private struct Step {
    let outputs: ExpertOutputs
    let loss: Double
    let gradients: [(name: String, tensor: Tensor)]
    let running: [(name: String, tensor: Tensor)]

    init(_ fixtures: ModelFixtures, _ given: ModelFixtures.OneStep, _ dtype: DType) throws {
      let model = try fixtures.model(size: given.size, dtype: dtype)
      outputs = model(
        fixtures.pictures(size: given.size, offset: given.offset, dtype: dtype), .training)
      let loss = fixtures.loss(outputs)
      loss.backward()
      self.loss = loss.item()
      gradients = try model.store.parameters.map { ($0.name, try #require($0.tensor.gradient)) }
      running = model.store.buffers.filter { $0.name.contains("running") }
    }
  }

  @Test(arguments: [true, false])
  func `in float64 one step agrees with PyTorch's`(_ small: Bool) throws {
    let fixtures = try ModelFixtures.read()
    let expected = small ? fixtures.small : fixtures.full
    let step = try Step(fixtures, expected, .float64)
    #expect(relativeDistance(step.outputs.logits.doubles, expected.logits) < 1e-9)
    #expect(abs(step.loss - expected.loss) < 1e-9 * expected.loss)
    expectProjections(step.gradients, expected.gradients, within: 1e-9)
    expectProjections(step.running, expected.running, within: 1e-9)
  }

  @Test func `in float32 one step agrees but for rounding`() throws {
    // The pictures keep every ReLU's input 1.5e-5 from zero, so that no rounding flips one.
    let fixtures = try ModelFixtures.read()
    let step = try Step(fixtures, fixtures.small, .float32)
    #expect(relativeDistance(step.outputs.logits.doubles, fixtures.small.logits) < 1e-5)
    #expect(abs(step.loss - fixtures.small.loss) < 1e-5 * fixtures.small.loss)
    expectProjections(step.gradients, fixtures.small.gradients, within: 1e-4)
    expectProjections(step.running, fixtures.small.running, within: 1e-5)
  }

  @Test func `in float32 pictures of 32×32 give the same logits`() throws {
    let fixtures = try ModelFixtures.read()
    let step = try Step(fixtures, fixtures.full, .float32)
    #expect(relativeDistance(step.outputs.logits.doubles, fixtures.full.logits) < 1e-5)
    expectProjections(step.running, fixtures.full.running, within: 1e-5)
  }

  @Test(arguments: [(DType.float64, 1e-9), (.float32, 1e-3)])
  func `twenty steps of SGD lead where PyTorch's lead`(_ dtype: DType, _ tolerance: Double) throws {
    let fixtures = try ModelFixtures.read()
    let expected = fixtures.trajectory
    let model = try fixtures.model(size: expected.size, dtype: dtype)
    let pictures = fixtures.pictures(size: expected.size, offset: expected.offset, dtype: dtype)
    let settings = SGDSettings(learningRate: expected.rate, momentum: 0.9, weightDecay: 2e-4)
    let optimizer = settings.make(
      Stage(optimizer: settings).groups(of: model.store.parameters))
    let losses = expected.losses.map { _ in
      let loss = fixtures.loss(model(pictures, .training))
      optimizer.clearGradients()
      loss.backward()
      optimizer.step(rate: settings.learningRate)
      return loss.item()
    }
    #expect(relativeDistance(losses, expected.losses) <= tolerance)
    expectProjections(model.store.parameters, expected.final, within: tolerance)
  }

  @Test func `inputs that it cannot take are refused`() {
    #expect(throws: SettingsError.self) { try ResNet32().validate(.features(width: 64)) }
    #expect(throws: SettingsError.self) {
      try ResNet32().validate(.picture(height: 32, width: 7, channels: 3))
    }
    #expect(throws: Never.self) {
      try ResNet32().validate(.picture(height: 8, width: 8, channels: 1))
    }
  }
}
