import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

struct TargetPriorTests {
  /// 60 and 30 test samples of the first two classes, 10 of the third.
  private static let test = TestSet(
    artificialSamples(
      labels: [Int](repeating: 0, count: 60) + [Int](repeating: 1, count: 30)
        + [Int](repeating: 2, count: 10), classes: 3, side: 1))
  private static let trainingCounts = [100, 10, 50]

  private func shares(_ prior: TargetPrior, of positions: [Int]? = nil) throws -> [Double] {
    let samples = Self.test.samples
    return try prior.shares(
      measured: positions.map { samples.selecting($0) } ?? samples, test: Self.test,
      trainingCounts: Self.trainingCounts)
  }

  @Test func `uniform is the same for every class, whatever the test set has`() throws {
    #expect(try shares(TargetPrior("uniform")) == [1.0 / 3, 1.0 / 3, 1.0 / 3])
  }

  @Test func `matching are the shares of the samples measured`() throws {
    #expect(try shares(TargetPrior("matching")) == [0.6, 0.3, 0.1])
    #expect(try shares(TargetPrior("matching"), of: [0, 60, 61, 90]) == [0.25, 0.5, 0.25])
  }

  /// n₀ = 100 / 3; the classes by training count are 0, 2, 1: ⌊33.3⌋, ⌊33.3 / 2⌋ and ⌊33.3 / 4⌋ are wanted,
  /// of class 2 only 10 are there.
  @Test func `a shifted list has its true shares`() throws {
    let found = try shares(TargetPrior("forward-4"))
    #expect(zip(found, [33.0, 8, 10]).allSatisfy { abs($0 - $1 / 51) < 1e-12 })
    let other = try shares(TargetPrior("backward-4"))
    #expect(zip(other, [8.0, 30, 10]).allSatisfy { abs($0 - $1 / 48) < 1e-12 })
  }

  @Test func `a file has shares with sum one, or counts`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("prior.json", Data("[0.2, 0.3, 0.5]".utf8))
    #expect(try shares(TargetPrior(path)) == [0.2, 0.3, 0.5])
    #expect(try TargetPrior(path).description == path)
    try NPYFile.write(NumericArray([Float(0.25), 0.25, 0.5], shape: [3]), to: folder("prior.npy"))
    #expect(try shares(TargetPrior(folder("prior.npy"))) == [0.25, 0.25, 0.5])
    // Rounded to three digits.
    let rounded = try folder.file("rounded.json", Data("[0.333, 0.333, 0.333]".utf8))
    let found = try shares(TargetPrior(rounded))
    #expect(found.allSatisfy { abs($0 - 1.0 / 3) < 1e-12 })
    let counts = try folder.file("counts.json", Data("[60, 30, 10]".utf8))
    #expect(try shares(TargetPrior(counts)) == [0.6, 0.3, 0.1])
  }

  @Test(arguments: [
    ("[0.2, 0.3, 0.4]", "the shares sum to 0.9"), ("[60, 30.5, 10]", "sum to 100.5; 1"),
    ("[0.5, 0.7, -0.2]", "class 2: share -0.2"), ("{}", "not a JSON array of numbers"),
  ])
  func `a file without shares is refused`(text: String, message: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("prior.json", Data(text.utf8))
    let error = #expect(throws: FileProblem.self) { try TargetPrior(path) }
    #expect("\(error as Any)".contains(message))
  }

  @Test func `a file for other classes is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("prior.json", Data("[0.5, 0.5]".utf8))
    let error = #expect(throws: FileProblem.self) { try shares(TargetPrior(path)) }
    #expect(error?.problem == "2 shares for 3 classes")
  }

  @Test func `a file that names the classes is read by their names`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("prior.csv", Data("label,share\n2,0.5\n0,0.2\n1,0.3\n".utf8))
    #expect(try shares(TargetPrior(path)) == [0.2, 0.3, 0.5])
  }

  @Test func `a class with samples must have a share`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("prior.json", Data("[0.5, 0.5, 0]".utf8))
    let error = #expect(throws: DatasetProblem.self) { try shares(TargetPrior(path)) }
    #expect(error?.description.contains("class 2") == true)
    #expect(error?.description.contains("the share 0, but 10 of the samples measured") == true)
    // Where no sample has the class, the share may be 0.
    #expect(try shares(TargetPrior(path), of: [0, 60]) == [0.5, 0.5, 0])
  }

  @Test(arguments: ["sideways-3", "forward-0.5", "backward-", "backward-nan", "", "gone"])
  func `other words are refused`(text: String) {
    #expect(throws: DatasetProblem.self) { try TargetPrior(text) }
  }

  @Test(arguments: ["gone.json", "gone.npy", "nowhere/prior"])
  func `names of files that are not there are files`(text: String) {
    let error = #expect(throws: FileProblem.self) { try TargetPrior(text) }
    #expect(error?.path == text)
    #expect(throws: FileProblem.self) { try TestPrior(text) }
  }
}
