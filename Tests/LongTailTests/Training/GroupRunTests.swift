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
            stage.optimizer = Chosen(SGDSettings(learningRate: 5e-5))
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

  @Test(arguments: Case.allCases)
  fileprivate func `any number of processes makes the same run`(_ given: Case) throws {
    let recipe = try given.recipe
    let folder = try TemporaryFolder()
    #expect(try GroupRun.carryOut(recipe, in: folder("1"), processes: 1))
    for processes in [2, 3] {
      #expect(try GroupRun.carryOut(recipe, in: folder("\(processes)"), processes: processes))
      try GroupRun.requireClose(folder("\(processes)"), folder("1"), "\(processes) processes")
    }
  }

  @Test func `a stopped run goes on with another number of processes`() throws {
    let recipe = try Case.rich.recipe
    let folder = try TemporaryFolder()
    #expect(try GroupRun.carryOut(recipe, in: folder("whole"), processes: 1))
    #expect(try !GroupRun.carryOut(recipe, in: folder("run"), processes: 2, stoppingAt: 2))
    #expect(
      try !GroupRun.carryOut(recipe, in: folder("run"), processes: 1, resuming: true, stoppingAt: 3)
    )
    #expect(try GroupRun.carryOut(recipe, in: folder("run"), processes: 4, resuming: true))
    try GroupRun.requireClose(folder("run"), folder("whole"), "4 processes")
  }

  @Test func `processes with other recipes are refused`() throws {
    let folder = try TemporaryFolder()
    let port = try ProcessMeeting.freePort()
    let recipe = try Case.plain.recipe
    let words = try ranks(2) { rank -> String in
      var own = recipe
      own.batchSize = 16 + rank
      let group = try GroupRun.group(rank, of: 2, port: port)
      do {
        _ = try SmallRun.session(own, in: folder("run"), execution: Execution(group: group))
        return ""
      } catch { return "\(error)" }
    }
    for each in words { #expect(each.contains("the recipe") && each.contains("rank 1 has")) }
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }
}
