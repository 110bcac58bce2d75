import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// Several processes carry out the run that one would.
struct GroupRunTests {
  fileprivate enum Case: String, CaseIterable {
    case plain, mixup, rich, pasting, experts

    var recipe: Recipe {
      get throws {
        var model = ModelSettings(backbone: TwoLayerBackbone(hidden: 16))
        // Rounding grows fast in a deep network on so few samples: its steps are small here.
        func small(_ stages: [Stage]) -> [Stage] {
          stages.map {
            var stage = $0
            stage.optimizer = Chosen(SGDSettings(learningRate: 1e-4))
            return stage
          }
        }
        switch self {
        case .plain:
          model.backbone = try Chosen(named: "resnet32")
          return SmallRun.recipe(
            small(SmallRun.twoStages(averageDecay: 0.8, mixing: nil)), model: model)
        case .mixup:
          model.backbone = try Chosen(named: "resnet32")
          return SmallRun.recipe(
            small(SmallRun.twoStages(averageDecay: nil, mixing: Mixup())), model: model)
        case .rich: return SmallRun.recipe(SmallRun.richStages(pastes: false), model: model)
        case .pasting: return SmallRun.recipe(SmallRun.richStages(pastes: true), model: model)
        case .experts:
          model.experts = 2
          return SmallRun.recipe(SmallRun.twoStages(averageDecay: nil, mixing: nil), model: model)
        }
      }
    }
  }

  /// One part of a run, by so many processes, each a thread here; `stop` is asked by the last of them.
  private func carryOut(
    _ recipe: Recipe, in path: String, processes: Int, resuming: Bool = false,
    stoppingAt question: Int = 0
  ) throws -> Bool {
    let port = try ProcessMeeting.freePort()
    let stop = StopAtQuestion(question)
    let finished = try ranks(processes) { rank in
      let group =
        try processes == 1
        ? nil
        : ProcessGroup(
          ProcessMeeting(
            host: "127.0.0.1", port: port, rank: rank, size: processes, ownHost: "127.0.0.1",
            meetingLimit: 60, operationLimit: 60))
      let session = try SmallRun.session(
        recipe, in: path, resuming: resuming,
        execution: Execution(
          workers: 1, group: group, shouldStop: { rank == processes - 1 && stop() }))
      do { _ = try session.carryOut() } catch TrainingError.stopped { return false }
      return true
    }
    #expect(Set(finished).count == 1)
    return finished[0]
  }

  private func requireClose(_ path: String, _ other: String, _ processes: Int) throws {
    let (mine, theirs) = (
      try EpochRecord.readAll(path + "/log.jsonl"), try EpochRecord.readAll(other + "/log.jsonl")
    )
    #expect(mine.count == theirs.count)
    for (a, b) in zip(mine, theirs) {
      #expect(abs(a.loss - b.loss) <= 1e-4 * abs(b.loss), "\(processes) processes")
    }
    let weights = try [path, other].map {
      try SafetensorsFile.read($0 + "/checkpoints/last/model.safetensors").tensors
    }
    #expect(weights[0].map(\.name) == weights[1].map(\.name))
    for (a, b) in zip(weights[0], weights[1]) {
      let (own, single) = (a.array.doubles(), b.array.doubles())
      let difference = zip(own, single).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
      #expect(difference <= 1e-4, "\(a.name) with \(processes) processes")
    }
  }

  @Test(arguments: Case.allCases)
  fileprivate func `any number of processes makes the same run`(_ given: Case) throws {
    let recipe = try given.recipe
    let folder = try TemporaryFolder()
    #expect(try carryOut(recipe, in: folder("1"), processes: 1))
    for processes in [2, 3] {
      #expect(try carryOut(recipe, in: folder("\(processes)"), processes: processes))
      try requireClose(folder("\(processes)"), folder("1"), processes)
    }
  }

  @Test func `a stopped run goes on with another number of processes`() throws {
    let recipe = try Case.rich.recipe
    let folder = try TemporaryFolder()
    #expect(try carryOut(recipe, in: folder("whole"), processes: 1))
    #expect(try !carryOut(recipe, in: folder("run"), processes: 2, stoppingAt: 2))
    #expect(try !carryOut(recipe, in: folder("run"), processes: 1, resuming: true, stoppingAt: 3))
    #expect(try carryOut(recipe, in: folder("run"), processes: 4, resuming: true))
    try requireClose(folder("run"), folder("whole"), 4)
  }

  @Test func `processes with other recipes are refused`() throws {
    let folder = try TemporaryFolder()
    let port = try ProcessMeeting.freePort()
    let recipe = try Case.plain.recipe
    let words = try ranks(2) { rank -> String in
      var own = recipe
      own.batchSize = 16 + rank
      let group = try ProcessGroup(
        ProcessMeeting(
          host: "127.0.0.1", port: port, rank: rank, size: 2, ownHost: "127.0.0.1",
          meetingLimit: 60, operationLimit: 60))
      do {
        _ = try SmallRun.session(own, in: folder("run"), execution: Execution(group: group))
        return ""
      } catch { return "\(error)" }
    }
    for each in words { #expect(each.contains("the recipe") && each.contains("rank 1 has")) }
  }
}
