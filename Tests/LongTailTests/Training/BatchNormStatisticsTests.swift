import TestSupport
import Testing
import Torch

@testable import LongTail

/// Batch norm of a whole batch, or of each process's part of it.
struct BatchNormStatisticsTests {
  private static let rows = [3, 2]

  /// What a pass and its gradients leave, in double precision.
  private struct Pass: Sendable {
    var logits: [Double]
    var gradients: [[Double]]
    var buffers: [[Double]]
    /// The buffers once the processes have agreed on them.
    var agreed: [[Double]] = []
  }

  private static func pictures(_ places: Range<Int>) -> Tensor {
    let (count, size) = (rows.reduce(0, +), 8)
    var random = CounterBasedGenerator(seed: 7, stream: 1)
    let values = (0..<count * size * size * 3).map { _ in Float(random.uniform() * 4 - 1) }
    let all = values.withUnsafeBufferPointer {
      Tensor.channelsLast(
        nhwc: $0, batch: count, height: size, width: size, channels: 3, device: .cpu)
    }
    return all.to(.float64).narrowed(axis: 0, from: places.lowerBound, count: places.count)
  }

  /// One pass of a fresh network: of some of the pictures alone, or in a group, of each process's part of all.
  private static func pass(
    _ places: Range<Int>, _ statistics: BatchNormStatistics, in group: ProcessGroup? = nil
  ) throws -> Pass {
    let model = try ExpertModel(
      DoublePrecisionRun.residual, input: .picture(height: 8, width: 8, channels: 3), classes: 4,
      seed: 3, dtype: .float64)
    let forward = StageForward(
      model: model, stage: Stage(), precision: .float32, statistics: statistics,
      trained: model.store.parameters.map(\.name))
    let inputs = pictures(places)
    let share = group.map {
      StageForward.Share(BatchExchange(group: $0, rows: rows), ofWholeInputs: true)
    }
    let logits = try forward([inputs], views: [inputs], share: share)[0].combinedLogits
    let loss = (logits * logits).sum()
    let weights = model.store.parameters.map(\.tensor)
    if let group {
      try GradientReducer(weights, over: group).backward(loss)
    } else {
      loss.backward()
    }
    func buffers() -> [[Double]] { model.store.buffers.map { $0.tensor.doubles } }
    var result = Pass(
      logits: logits.doubles, gradients: try weights.map { try #require($0.gradient).doubles },
      buffers: buffers())
    if let group {
      try forward.agreeOnStatistics(in: group)
      result.agreed = buffers()
    }
    return result
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
  }

  private static func distance(_ a: [[Double]], _ b: [[Double]]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).map { distance($0, $1) }.max() ?? 0
  }

  @Test(arguments: BatchNormStatistics.allCases)
  func `a pass of two processes is that of the samples whose statistics count`(
    statistics: BatchNormStatistics
  ) throws {
    let port = try ProcessMeeting.freePort()
    let shared = try ranks(2) { rank in
      try Self.pass(0..<5, statistics, in: GroupRun.group(rank, of: 2, port: port))
    }
    let whole = try Self.pass(0..<5, .synchronized)
    let parts = try [0..<3, 3..<5].map { try Self.pass($0, .synchronized) }
    let alone = statistics == .local ? parts : [whole, whole]
    let logits = statistics == .local ? parts.flatMap(\.logits) : whole.logits
    for (rank, pass) in shared.enumerated() {
      #expect(Self.distance(pass.logits, logits) < 1e-9)
      #expect(Self.distance(pass.buffers, alone[rank].buffers) < 1e-9)
      // What is saved is what the first process has followed.
      #expect(Self.distance(pass.agreed, alone[0].buffers) < 1e-9)
    }
    // The loss is a sum over samples, and so are its gradients.
    let gradients =
      statistics == .local
      ? zip(parts[0].gradients, parts[1].gradients).map { zip($0, $1).map(+) } : whole.gradients
    for pass in shared { #expect(Self.distance(pass.gradients, gradients) < 1e-8) }
    // The two are not the same thing.
    #expect(Self.distance(parts.flatMap(\.logits), whole.logits) > 1e-2)
    #expect(Self.distance(parts[0].buffers, whole.buffers) > 1e-3)
    #expect(Self.distance(parts[0].buffers, parts[1].buffers) > 1e-3)
  }

  private static func recipe(rate: Double) -> Recipe {
    SmallRun.recipe(
      [
        Stage(
          epochs: 4, augmentations: [RandomCrop(), HorizontalFlip()],
          hooks: [WeightAveraging(decay: 0.8)], optimizer: SGDSettings(learningRate: rate),
          schedule: ConstantSchedule())
      ], model: DoublePrecisionRun.residual, selection: .last)
  }

  @Test func `with local statistics all processes have the same network, and their number counts`()
    throws
  {
    var recipe = Self.recipe(rate: 0.05)
    let one = try DoublePrecisionRun.results(recipe, processes: 1)[0]
    recipe.batchNormStatistics = .local
    let alone = try DoublePrecisionRun.results(recipe, processes: 1)[0]
    #expect(alone.weights == one.weights && alone.losses == one.losses)
    var former = one
    for processes in [2, 3] {
      let several = try DoublePrecisionRun.results(recipe, processes: processes)
      for other in several { #expect(other.weights == several[0].weights) }
      #expect(several[0].losses.count == 4 && several[0].losses[3] < several[0].losses[0])
      #expect(several[0].distance(from: former) > 1e-3, "\(processes) processes")
      former = several[0]
    }
  }

  @Test func `a run with local statistics goes on with as many processes as it began with`() throws
  {
    var recipe = Self.recipe(rate: 1e-4)
    recipe.batchNormStatistics = .local
    let folder = try TemporaryFolder()
    #expect(try GroupRun.carryOut(recipe, in: folder("whole"), processes: 2))
    #expect(try !GroupRun.carryOut(recipe, in: folder("run"), processes: 2, stoppingAt: 2))
    for processes in [1, 3] {
      #expect {
        _ = try GroupRun.carryOut(
          recipe, in: folder("run"), processes: processes, resuming: true)
      } throws: {
        "\($0)".contains("batchNormStatistics") && "\($0)".contains("began with 2")
          && "\($0)".contains("\(processes); resume with 2")
      }
    }
    #expect(try GroupRun.carryOut(recipe, in: folder("run"), processes: 2, resuming: true))
    try GroupRun.requireClose(folder("run"), folder("whole"), "2 processes, resumed")
    // What is left once it has been trained does not depend on their number.
    #expect(try GroupRun.carryOut(recipe, in: folder("run"), processes: 1, resuming: true))
  }

  @Test func `a recipe says it by name`() throws {
    let recipe = Self.recipe(rate: 0.1)
    #expect(recipe.batchNormStatistics == .synchronized)
    let local = try recipe.setting("batchNormStatistics=local")
    #expect(local.batchNormStatistics == .local)
    #expect(try RecipeFile.text(local).contains("\nbatchNormStatistics: local\n"))
    #expect {
      _ = try recipe.setting("batchNormStatistics=none")
    } throws: { "\($0)".contains("batchNormStatistics") && "\($0)".contains("synchronized") }
  }
}
