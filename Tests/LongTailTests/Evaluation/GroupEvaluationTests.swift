import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// What several processes say of some samples is what one says, to the last bit, and each sample is shown to one of them.
struct GroupEvaluationTests {
  /// Of a recipe's networks, those whose answers have other parts.
  fileprivate enum Network: CaseIterable {
    case single, experts, routed

    var rule: PredictionRule { PredictionRule(routes: self == .routed) }

    func model() throws -> ExpertModel {
      try ExpertModel(
        ModelSettings(
          backbone: TwoLayerBackbone(hidden: 8), experts: self == .single ? 1 : 3,
          router: self == .routed ? RouterSettings(topLogits: 2, hidden: 4) : nil),
        input: .picture(height: 4, width: 4, channels: 3), classes: 4, seed: 7)
    }

    func evaluator(
      _ samples: LabelledSamples, group: ProcessGroup?, workers: Int = 1
    ) throws -> Evaluator {
      Evaluator(
        model: try model(), rule: rule, trainedCounts: [40, 20, 10, 10],
        normalization: samples.normalization, execution: Execution(workers: workers, group: group))
    }
  }

  /// Batches have 256 samples: five whole ones and a short one, for four processes two rounds, of which the second is
  /// not full.
  private static let count = 5 * 256 + 40
  /// Fewer than a set of scores has: they are written or measured part by part.
  private static let mostScores = 1200

  private func samples(_ count: Int = count, reads: ReadCounts = ReadCounts()) -> LabelledSamples {
    let pictures = (0..<count).map { index in
      DecodedPicture(
        height: 4, width: 4,
        pixels: (0..<48).map { UInt8(truncatingIfNeeded: (index * 48 + $0) * 2_654_435_761 >> 13) })
    }
    let source = CountedPictures(all: DecodedPictures(pictures: pictures), reads: reads)
    let size = PictureSize(height: 4, width: 4)
    return LabelledSamples(
      samples: .pictures(
        PictureStore(
          FramedPictures(
            source: source, frame: PictureFrame(size),
            framing: ResizeCenterCrop(shorterSide: 4)), count: count)),
      labels: (0..<count).map { $0 * 7 % 4 }, classNames: ["a", "b", "c", "d"],
      normalization: .cifar, fingerprint: "")
  }

  @Test(arguments: Network.allCases, [GroupEvaluationTests.mostScores, Evaluator.mostScores])
  fileprivate func `the first process writes what one alone would`(
    _ network: Network, mostScores: Int
  ) throws {
    let folder = try TemporaryFolder()
    let alone = try network.evaluator(samples(), group: nil).outputs(
      on: samples(), classCounts: [4, 3, 2, 1], writingTo: folder("1"), mostScores: mostScores)
    for processes in [2, 4] {
      let reads = ReadCounts()
      let shared = samples(reads: reads)
      let port = try ProcessMeeting.freePort()
      let used = try ranks(processes) { rank -> [Int]? in
        let group = try GroupRun.group(rank, of: processes, port: port)
        let evaluator = try network.evaluator(shared, group: group, workers: 2)
        guard rank == 0 else {
          try evaluator.visitAnswers(on: shared) { _ in }
          return alone.expertsUsed
        }
        return try evaluator.outputs(
          on: shared, classCounts: [4, 3, 2, 1], writingTo: folder("\(processes)"),
          mostScores: mostScores
        ).expertsUsed
      }
      #expect(used[0] == alone.expertsUsed)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder("1"))
      #expect(names.contains("expert_logits.npy") == (network != .single))
      #expect(
        try Set(FileManager.default.contentsOfDirectory(atPath: folder("\(processes)")))
          == Set(names))
      for name in names {
        #expect(
          try Data(contentsOf: URL(fileURLWithPath: folder("\(processes)/\(name)")))
            == Data(contentsOf: URL(fileURLWithPath: folder("1/\(name)"))), "\(name)")
      }
      #expect(reads.all == [Int: Int](uniqueKeysWithValues: (0..<Self.count).map { ($0, 1) }))
    }
  }

  @Test(arguments: [GroupEvaluationTests.mostScores, Evaluator.mostScores])
  func `the figures of an epoch are those of one process, in all of them`(mostScores: Int) throws {
    let samples = samples()
    let alone = try Network.single.evaluator(samples, group: nil)
      .figures(on: samples, mostScores: mostScores)
    let port = try ProcessMeeting.freePort()
    let several = try ranks(3) { rank in
      try Network.single.evaluator(samples, group: GroupRun.group(rank, of: 3, port: port))
        .figures(on: samples, mostScores: mostScores)
    }
    #expect(several == [alone, alone, alone])
  }

  @Test func `processes without a batch have the answers too`() throws {
    let samples = samples(3)
    let alone = try Network.routed.evaluator(samples, group: nil)
      .outputs(on: samples, classCounts: nil)
    let port = try ProcessMeeting.freePort()
    let several = try ranks(3) { rank in
      let outputs = try Network.routed.evaluator(
        samples, group: GroupRun.group(rank, of: 3, port: port)
      ).outputs(on: samples, classCounts: nil)
      return (outputs.predictions.logits, outputs.expertsUsed)
    }
    for (logits, used) in several {
      #expect(logits == alone.predictions.logits)
      #expect(used == alone.expertsUsed && used?.count == 3)
    }
  }

  @Test func `scores that are no numbers are told by all processes`() throws {
    let samples = samples()
    let port = try ProcessMeeting.freePort()
    let places = try ranks(2) { rank -> String? in
      let evaluator = try Network.single.evaluator(
        samples, group: GroupRun.group(rank, of: 2, port: port))
      // The second process has batch 1, 256 to 511.
      if rank == 1 {
        withoutGradients {
          evaluator.model.store.parameters.forEach { $0.tensor.fillInPlace(.nan) }
        }
      }
      do {
        try evaluator.visitAnswers(on: samples) { _ in }
        return nil
      } catch let problem as FileProblem { return problem.place }
    }
    #expect(places == ["sample 256, class 0", "sample 256, class 0"])
  }
}

/// How often each picture was read. `lock` guards `counts`.
private final class ReadCounts: @unchecked Sendable {
  private let lock = NSLock()
  private var counts: [Int: Int] = [:]

  func add(_ index: Int) { lock.withLock { counts[index, default: 0] += 1 } }

  var all: [Int: Int] { lock.withLock { counts } }
}

private struct CountedPictures: PictureSource {
  let all: DecodedPictures
  let reads: ReadCounts

  var readsFiles: Bool { false }

  func picture(_ index: Int, cutting cuts: (PictureSize) -> [PictureCut]) throws -> CutPicture {
    reads.add(index)
    return all.picture(index, cutting: cuts)
  }

  func keeping(_ indices: [Int]) -> (any PictureSource)? { nil }
}
