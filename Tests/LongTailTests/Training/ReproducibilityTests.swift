import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// The same recipe and seed give the same bits, however they are carried out.
struct ReproducibilityTests {
  fileprivate struct Case: CustomStringConvertible {
    let backbone: String
    let averageDecay: Double?
    let mixes: Bool
    /// Views, companions, a memory, hooks and an optimizer of two gradients all at once.
    var isRich = false

    static let all = [
      Case(backbone: "two-layer", averageDecay: nil, mixes: false),
      Case(backbone: "two-layer", averageDecay: nil, mixes: true),
      Case(backbone: "two-layer", averageDecay: 0.8, mixes: false),
      Case(backbone: "resnet32", averageDecay: 0.8, mixes: true),
      Case(backbone: "two-layer", averageDecay: nil, mixes: false, isRich: true),
      Case(backbone: "resnet32", averageDecay: nil, mixes: true, isRich: true),
    ]

    var description: String {
      [
        backbone, averageDecay.map { "average \($0)" }, mixes ? "mixup" : nil,
        isRich ? "rich" : nil,
      ]
      .compactMap(\.self).joined(separator: ", ")
    }

    func recipe() throws -> Recipe {
      var model = ModelSettings(backbone: TwoLayerBackbone(hidden: 16))
      if backbone != "two-layer" { model.backbone = try Chosen(named: backbone) }
      if isRich {
        return SmallRun.recipe(SmallRun.richStages(pastes: mixes), model: model)
      }
      return SmallRun.recipe(
        SmallRun.twoStages(averageDecay: averageDecay, mixing: mixes ? Mixup() : nil), model: model)
    }
  }

  private func traces(
    of recipe: Recipe, workers: Int, stoppingAt questions: [Int] = []
  ) throws -> (traces: RunTraces, stops: Int) {
    let folder = try TemporaryFolder()
    var stops = 0
    for question in questions + [0] {
      let stop = StopAtQuestion(question)
      let session = try SmallRun.session(
        recipe, in: folder("run"), resuming: stops > 0,
        execution: Execution(workers: workers, shouldStop: { stop() }))
      do {
        _ = try session.carryOut()
        break
      } catch TrainingError.stopped {
        stops += 1
      }
    }
    return (try RunTraces(folder("run")), stops)
  }

  @Test(arguments: Case.all)
  fileprivate func `workers and repetition change no bit`(_ given: Case) throws {
    let recipe = try given.recipe()
    let first = try traces(of: recipe, workers: 1).traces
    #expect(first.records.count == 5)
    #expect(first.files.keys.contains("checkpoints/last/model.safetensors"))
    #expect(first.files.keys.contains { $0.hasPrefix("predictions/test/") })
    for workers in [1, 4] {
      let other = try traces(of: recipe, workers: workers).traces
      #expect(other.records == first.records)
      #expect(other.differences(from: first) == [])
    }
  }

  @Test(arguments: Case.all)
  fileprivate func `stopping and resuming changes no bit`(_ given: Case) throws {
    let recipe = try given.recipe()
    let whole = try traces(of: recipe, workers: 2).traces
    // In the middle, at the first step, over epochs' ends and into the second stage.
    let stopped = try traces(of: recipe, workers: 2, stoppingAt: [1, 3, 2, 1, 3, 2, 1, 3])
    #expect(stopped.stops == 8)
    #expect(stopped.traces.records == whole.records)
    #expect(stopped.traces.differences(from: whole) == [])
  }

  @Test func `another seed gives another run`() throws {
    var recipe = try Case.all[0].recipe()
    let first = try traces(of: recipe, workers: 1).traces
    recipe.seed += 1
    #expect(try traces(of: recipe, workers: 1).traces.records != first.records)
  }

  @Test func `frequent checkpoints change no bit`() throws {
    let recipe = try Case.all[3].recipe()
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(
      recipe, in: folder("run"), execution: Execution(checkpointInterval: 0)
    ).carryOut()
    let whole = try traces(of: recipe, workers: 2).traces
    let frequent = try RunTraces(folder("run"))
    #expect(frequent.records == whole.records)
    #expect(frequent.differences(from: whole) == [])
  }

  @Test func `a finished run that is resumed stays as it is`() throws {
    let recipe = try Case.all[0].recipe()
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let before = try RunTraces(folder("run"))
    _ = try SmallRun.session(recipe, in: folder("run"), resuming: true).carryOut()
    #expect(try RunTraces(folder("run")) == before)
  }
}
