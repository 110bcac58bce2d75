import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// What batch norm's statistics become in a stage that leaves the backbone.
struct ShiftLearningTests {
  @Test(arguments: [(DType.float64, 1e-9), (.float32, 1e-5)])
  func `batches that only move statistics move them as PyTorch's do`(
    _ dtype: DType, _ tolerance: Double
  ) throws {
    let shift = try MiSLASFixtures.read().shift
    let fixtures = try ModelFixtures.read()
    let model = try fixtures.model(size: shift.size, dtype: dtype)
    let before = model.store.parameters.map { $0.tensor.doubles }
    for offset in shift.offsets {
      let pictures = fixtures.pictures(size: shift.size, offset: offset, dtype: dtype)
      withoutGradients { _ = model.features(pictures, .training) }
    }
    expectProjections(
      model.store.buffers.filter { $0.name.contains("running") }, shift.running,
      within: tolerance)
    #expect(model.store.parameters.map { $0.tensor.doubles } == before)
  }

  private static let first = Stage(
    epochs: 1, optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule())

  private static func second(_ behaviour: BatchNormBehaviour) -> Stage {
    Stage(
      name: "classifier", epochs: 1, trains: ["classifier"], batchNorm: behaviour,
      sampler: ClassAware(samplesPerClass: 4, epochLength: .trainingSamples),
      optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule())
  }

  /// A network after stage 1, and the statistics after stage 2.
  private struct Statistics {
    let model: ExpertModel
    let batches: [Tensor]
    let after: [String: [Double]]

    init(_ behaviour: BatchNormBehaviour) throws {
      let folder = try TemporaryFolder()
      let recipe = SmallRun.recipe(
        [ShiftLearningTests.first, ShiftLearningTests.second(behaviour)], model: ModelSettings(),
        selection: .last, batchSize: 32)
      let session = try SmallRun.session(recipe, in: folder("run"))
      _ = try session.carryOut()
      after = Dictionary(
        uniqueKeysWithValues: session.model.store.buffers.map { ($0.name, $0.tensor.doubles) })
      model = session.model
      let start = try SafetensorsFile.read(
        folder("run/checkpoints/after-stage-1/model.safetensors"))
      try model.store.load(
        Dictionary(uniqueKeysWithValues: start.tensors.map { ($0.name, $0.array) }), from: "start")
      // Without augmentation the batches follow from the sampler's order alone.
      let samples = session.data.training.samples
      let order = ClassAware(samplesPerClass: 4, epochLength: .trainingSamples).order(
        labels: samples.labels, classes: samples.classes,
        seed: 3 &+ 0x9e37_79b9_7f4a_7c15, epoch: 0, epochs: 1)
      let loader = BatchLoader(samples, order: order, batchSize: 32).batches()
      var batches: [Tensor] = []
      while let batch = try loader.next() {
        guard case .pictures(let height, let width, let channels) = batch.kind else { continue }
        batches.append(
          batch.withValues {
            Tensor.channelsLast(
              nhwc: $0, batch: batch.count, height: height, width: width, channels: channels)
          })
      }
      self.batches = batches
    }

    var buffers: [(name: String, tensor: Tensor)] {
      model.store.buffers.filter { $0.name.contains("running") }
    }
  }

  @Test func `a stage that follows sees the balanced batches and nothing else`() throws {
    let found = try Statistics(.follow)
    for batch in found.batches {
      withoutGradients { _ = found.model.features(batch, .training) }
    }
    for (name, tensor) in found.buffers { #expect(found.after[name] == tensor.doubles, "\(name)") }
  }

  @Test func `frozen statistics stay, bit for bit`() throws {
    let found = try Statistics(.frozen)
    for (name, tensor) in found.buffers { #expect(found.after[name] == tensor.doubles, "\(name)") }
  }

  /// The first layer's input does not depend on statistics, so its moments can be had directly.
  @Test func `recomputed statistics are those of the whole epoch`() throws {
    let found = try Statistics(.recomputed)
    let weight = try #require(
      found.model.store.parameters.first { $0.name == "conv1.weight" }?.tensor)
    let store = ParameterStore(seed: 0)
    let convolution = Convolution2D(3, 16, kernel: 3, padding: 1, at: store.root / "conv1")
    try store.load(["conv1.weight": weight.numericArray()], from: "model")
    let all = withoutGradients {
      convolution(Tensor.concatenated(found.batches, axis: 0)).to(.float64)
    }
    let mean = all.mean(axes: [0, 2, 3])
    let variance = all.variance(axes: [0, 2, 3], unbiased: true)
    #expect(relativeDistance(try #require(found.after["bn1.running_mean"]), mean.doubles) < 1e-5)
    // Batches of 32 pictures of 64 pixels: variances within them are unbiased to 1 / 2048.
    #expect(
      relativeDistance(try #require(found.after["bn1.running_var"]), variance.doubles) < 1e-3)
  }

  @Test func `recomputed statistics of a network without batch norm change nothing`() throws {
    let folder = try TemporaryFolder()
    let stages = [Self.first, Self.second(.recomputed)]
    let session = try SmallRun.session(SmallRun.recipe(stages), in: folder("run"))
    #expect(throws: Never.self) { try session.carryOut() }
  }
}
