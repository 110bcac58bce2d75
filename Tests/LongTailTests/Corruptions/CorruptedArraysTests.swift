import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

struct CorruptedArraysTests {
  private static func samples(_ count: Int = 6, seed: Int = 0) throws -> LabelledSamples {
    try Datasets.source("synthetic:classes=3,per-class=4,test=\(count / 3),size=16").load(.test)
  }

  private static func request(
    _ names: [String] = ["gaussian_noise", "fog", "brightness"], seed: UInt64 = 0
  ) -> CorruptedArrays.Request {
    var request = CorruptedArrays.Request()
    request.names = names
    request.seed = seed
    return request
  }

  @Test func `what is written is read as test sets of five severities`() throws {
    let folder = try TemporaryFolder()
    let samples = try Self.samples()
    let made = try CorruptedArrays(samples, Self.request(), to: folder("c"))
    #expect(try made.write() == .finished)
    let source = try Datasets.source("corruptions:\(folder("c"))")
    let sets = try #require(source as? any TestSetCollection)
    let names = try sets.setNames()
    #expect(names.count == 15 && names[0] == "gaussian_noise, severity 1")
    #expect(names[9] == "fog, severity 5" && names[14] == "brightness, severity 5")
    for name in [names[0], names[14]] {
      let read = try sets.loadSet(named: name)
      #expect(read.labels == samples.labels && read.classNames == samples.classNames)
    }
    var draws = NumPyDraws(seed: 0)
    guard case .pictures(let store) = samples.samples else { return }
    let bright = try AddedBrightness(.cifar).corrupted(
      store.picture(at: 2), severity: 5, draws: &draws)
    #expect(try pixels(of: sets.loadSet(named: names[14]), at: 2) == bright.pixels)
    let one = try Datasets.source("corruptions:\(folder("c")),corruption=fog,severity=2")
    #expect(try one.loadToMeasure().count == samples.count)
    #expect(throws: DatasetProblem.self) { try source.loadToMeasure() }
    #expect(throws: DatasetProblem.self) { try source.load(.training) }
  }

  @Test func `broken off work goes on, and ends with the same bytes`() throws {
    let folder = try TemporaryFolder()
    let samples = try Self.samples()
    let whole = try CorruptedArrays(samples, Self.request(), to: folder("a"))
    #expect(try whole.write() == .finished)
    var asked = 0
    let part = try CorruptedArrays(samples, Self.request(), to: folder("b"))
    // After one corruption of five severities, in the middle of the second.
    #expect(
      try part.write(isStopped: {
        asked += 1
        return asked > 7
      }) == .stopped)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("b")).sorted()
    #expect(names.filter { $0.hasSuffix(".npy") } == ["gaussian_noise.npy", "labels.npy"])
    #expect(!names.contains { $0.hasSuffix(".partial") })
    var seen: [CorruptedArrays.Progress] = []
    let again = try CorruptedArrays(samples, Self.request(), to: folder("b"))
    #expect(try again.write(observe: { seen.append($0) }) == .finished)
    #expect(seen.first?.total == 2 * 5 * samples.count && seen.first?.done == 0)
    for name in ["gaussian_noise", "fog", "brightness"] {
      let paths = ["a", "b"].map { folder("\($0)/\(name).npy") }
      #expect(
        try Data(contentsOf: URL(filePath: paths[0])) == Data(contentsOf: URL(filePath: paths[1])))
    }
  }

  @Test func `a folder of something else is refused`() throws {
    let folder = try TemporaryFolder()
    let samples = try Self.samples()
    _ = try CorruptedArrays(samples, Self.request(["brightness"]), to: folder("c")).write()
    let other = #expect(throws: FileProblem.self) {
      try CorruptedArrays(samples, Self.request(seed: 1), to: folder("c"))
    }
    #expect(other?.problem.contains("another seed") == true)
    _ = try folder.file("mine.npy", Data())
    let unknown = #expect(throws: FileProblem.self) {
      try CorruptedArrays(samples, Self.request(), to: folder.path)
    }
    #expect(unknown?.problem.contains("mine.npy") == true)
  }

  @Test func `frost is left out with a word, or refused where it was asked for`() throws {
    let folder = try TemporaryFolder()
    let samples = try Self.samples()
    let all = try CorruptedArrays(samples, Self.request([]), to: folder("c"))
    #expect(all.remarks.count == 1 && all.remarks[0].contains("--frost-pictures"))
    let asked = #expect(throws: DatasetProblem.self) {
      try CorruptedArrays(samples, Self.request(["frost"]), to: folder("c"))
    }
    #expect(asked?.description.contains("frost1.png") == true)
    let missing = #expect(throws: FileProblem.self) { try FrostPictures(folder: folder.path) }
    #expect(missing?.path.hasSuffix("frost1.png") == true)
  }
}
