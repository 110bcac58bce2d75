import LongTail
import TestSupport
import Testing

/// What a display is told of a run whose stages differ in length.
struct TrainingWorkTests {
  private final class Recorder: TrainingObserver {
    var progress: [TrainingProgress] = []
    func progressed(_ progress: TrainingProgress) { self.progress.append(progress) }
    func finished(_ record: EpochRecord) {}
    func noted(_ text: String) {}
  }

  private func progress(of recipe: Recipe) throws -> [TrainingProgress] {
    let folder = try TemporaryFolder()
    let recorder = Recorder()
    _ = try RunSession(
      recipe: recipe, data: recipe.data.partition(seed: recipe.seed), output: folder("run"),
      resuming: false, execution: Execution(), version: "test", commandLine: ["test"],
      observer: recorder
    ).carryOut()
    return recorder.progress
  }

  private static let optimizer = SGDSettings(learningRate: 0.02)

  @Test func `steps are counted by stage: other batch sizes, other samplers, a fit`() throws {
    let recipe = SmallRun.recipe([
      Stage(name: "features", epochs: 2, optimizer: Self.optimizer),
      Stage(
        name: "small batches", epochs: 3, trains: ["classifier"],
        sampler: ClassAware(samplesPerClass: 2), batchSize: 5, optimizer: Self.optimizer),
      Stage(name: "fit", epochs: 1, fit: TauNormalization()),
    ])
    let samples = try recipe.data.partition(seed: recipe.seed).training.samples
    let whole = (samples.count + 15) / 16
    let largest = (samples.classCounts.max() ?? 0) * samples.classes
    let small = (largest + 4) / 5
    #expect(whole != small)
    // The fit sees everything once, in batches of 256.
    let total = 2 * whole + 3 * small + 1
    let all = try progress(of: recipe)
    #expect(Set(all.map(\.totalSteps)) == [total])
    #expect(all.last?.totalStepsDone == total)
    #expect(all.map(\.totalStepsDone) == all.map(\.totalStepsDone).sorted())
    let second = try #require(all.first { $0.stage == 1 })
    #expect(second.steps == small)
    #expect(second.totalStepsDone - second.step == 2 * whole)
    let shares = all.map(\.shareDone)
    #expect(shares == shares.sorted() && shares.allSatisfy { (0...1).contains($0) })
  }

  @Test func `a step counts by its samples, and less where the backbone stays`() throws {
    let recipe = SmallRun.recipe([
      Stage(name: "features", epochs: 1, optimizer: Self.optimizer),
      Stage(
        name: "classifier", epochs: 1, trains: ["classifier"], batchSize: 4,
        optimizer: Self.optimizer),
    ])
    let data = try recipe.data.partition(seed: recipe.seed)
    let (training, validation) = (
      Double(data.training.samples.count), Double(data.validation?.samples.count ?? 0)
    )
    let end = try #require(try progress(of: recipe).last { $0.stage == 0 })
    #expect(end.step == end.steps)
    // Three passes of each sample there, one later, and twice the validation part.
    let expected = 3 * training / (4 * training + 2 * validation)
    #expect(abs(end.shareDone - expected) < 1e-12)
    // By steps it would be a fifth.
    #expect(Double(end.totalStepsDone) / Double(end.totalSteps) < 0.25)
  }

  @Test func `stages that another run has carried out take no time`() throws {
    let folder = try TemporaryFolder()
    var recipe = SmallRun.recipe([Stage(epochs: 1, optimizer: Self.optimizer)], selection: .last)
    _ = try SmallRun.session(recipe, in: folder("first")).carryOut()
    recipe.stages.append(
      Stage(
        epochs: 1, trains: ["classifier"], optimizer: Self.optimizer, schedule: ConstantSchedule()))
    let weights = try StartingWeights(folder("first"), afterStages: 1)
    recipe.start = CheckpointStart(path: folder("first"), stage: 1, sha256: weights.sha256)
    let all = try progress(of: recipe)
    let steps = try #require(all.first).steps
    #expect(all.last?.totalSteps == steps)
    #expect(all.last?.totalStepsDone == steps)
  }
}
