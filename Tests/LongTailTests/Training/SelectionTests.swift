import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// Which epoch's weights a run ends with, and what its evaluation says about that.
struct SelectionTests {
  private static let stage = Stage(
    epochs: 4, optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())

  private struct Finished {
    let folder: TemporaryFolder
    let evaluation: Evaluation
    let records: [EpochRecord]
    let session: RunSession

    init(_ selection: CheckpointSelection, data: DataSettings = SmallRun.data) throws {
      folder = try TemporaryFolder()
      session = try SmallRun.session(
        SmallRun.recipe([SelectionTests.stage], data: data, selection: selection),
        in: folder("run"))
      evaluation = try session.carryOut()
      records = try EpochRecord.readAll(folder("run/log.jsonl"))
    }
  }

  /// The first epoch with the largest figure.
  private func best(_ figures: [Double?]) throws -> Int {
    let figures = try figures.map { try #require($0) }
    let largest = try #require(figures.max())
    return try #require(figures.firstIndex(of: largest))
  }

  @Test func `the last epoch is taken when asked for`() throws {
    let run = try Finished(.last)
    #expect(run.evaluation.selection == .last)
    #expect(run.evaluation.chosenEpoch == nil)
    #expect(!FileManager.default.fileExists(atPath: run.folder("run/checkpoints/best")))
    #expect(run.records.allSatisfy { $0.validation != nil && $0.test == nil })
  }

  @Test func `the best balanced accuracy on validation is taken, and no test figure is looked at`()
    throws
  {
    let run = try Finished(.validation)
    #expect(run.evaluation.selection == .validation)
    let best = try best(run.records.map { $0.validation?.balancedAccuracy })
    #expect(run.evaluation.chosenEpoch == best)
    #expect(run.records.allSatisfy { $0.test == nil })
  }

  @Test func `a choice made on the test set is written into the evaluation`() throws {
    let run = try Finished(.test)
    #expect(run.evaluation.selection == .test)
    #expect(try Evaluation.read(run.folder("run/evaluation.json")).selection == .test)
    let best = try best(run.records.map { $0.test?.accuracy })
    #expect(run.evaluation.chosenEpoch == best)
    #expect(run.evaluation.results[0].scores?["accuracy"] == run.records[best].test?.accuracy)
  }

  @Test func `a finished run gives its chosen weights back`() throws {
    for selection in CheckpointSelection.allCases {
      let run = try Finished(selection)
      let trained = try TrainedModel(run.folder("run"), device: .cpu)
      #expect(trained.chosenEpoch == run.evaluation.chosenEpoch)
      #expect(
        trained.model.store.state().map(\.array.bytes)
          == run.session.model.store.state().map(\.array.bytes))
    }
  }

  @Test func `without held-out samples there is no calibrator`() throws {
    var data = SmallRun.data
    data.validationFraction = 0
    let run = try Finished(.last, data: data)
    #expect(run.evaluation.results.count == 1)
    #expect(run.evaluation.results[0].calibrator == nil)
    #expect(run.evaluation.preferredCalibrator == nil)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.folder("run/calibrators")) == [])
    #expect(run.records.allSatisfy { $0.validation == nil })
  }

  @Test func `with held-out samples every run is calibrated`() throws {
    let run = try Finished(.validation)
    let names = run.evaluation.results.compactMap(\.calibrator)
    #expect(names.contains("temperature"))
    let preferred = try #require(run.evaluation.preferredCalibrator)
    #expect((names + ["none"]).contains(preferred))
    for result in run.evaluation.results where result.skipped == nil {
      guard let name = result.calibrator else { continue }
      #expect(FileManager.default.fileExists(atPath: run.folder("run/calibrators/\(name).json")))
    }
  }

  @Test func `an epoch cannot be chosen on validation when nothing is held out`() throws {
    var data = SmallRun.data
    data.validationFraction = 0
    let folder = try TemporaryFolder()
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(SmallRun.recipe([Self.stage], data: data), in: folder("run"))
    }
    #expect(error?.key == "selection")
    #expect(error?.problem.contains("nothing is held out (--validation-fraction 0)") == true)
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }

  @Test func `a part that nothing was drawn for is not said to be unwanted`() throws {
    var data = SmallRun.data
    data.validationFraction = 1e-9
    let folder = try TemporaryFolder()
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(SmallRun.recipe([Self.stage], data: data), in: folder("run"))
    }
    #expect(error?.key == "selection")
    #expect(
      error?.problem.contains("its part has no sample (--validation-fraction 1e-09)") == true)
  }

  @Test func `a later stage's epochs are not compared with an earlier one's`() throws {
    let folder = try TemporaryFolder()
    var hopeless = Self.stage
    hopeless.epochs = 2
    hopeless.optimizer = Chosen(SGDSettings(learningRate: 1e-12))
    hopeless.trains = ["classifier.bias"]
    let evaluation = try SmallRun.session(
      SmallRun.recipe([Self.stage, hopeless]), in: folder("run")
    ).carryOut()
    // The second stage changes nothing, so its first epoch stays the best of it.
    #expect(evaluation.chosenEpoch == 4)
  }
}
