import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// 10,000 records whose labels count 0 … 9 and whose planes hold the record's number, and 100 and 200 more.
private func cifar10Batch() -> Data {
  var bytes = Data(capacity: 10_000 * 3073)
  for record in 0..<10_000 {
    bytes.append(UInt8(record % 10))
    for plane in [0, 100, 200] {
      bytes.append(contentsOf: repeatElement(UInt8((record + plane) % 256), count: 1024))
    }
  }
  return bytes
}

private func problem(
  _ folder: TemporaryFolder, _ content: Data?
) throws -> FileProblem {
  _ = try folder.file("data_batch_1.bin", Data())
  if let content { _ = try folder.file("test_batch.bin", content) }
  let source = try Datasets.source("cifar10:\(folder.path)")
  return try #require(throws: FileProblem.self) { try source.load(.test) }
}

@Test func binaryRecordsBecomePicturesWithTheirChannelsLast() throws {
  let folder = try TemporaryFolder()
  _ = try folder.file("data_batch_1.bin", Data())
  _ = try folder.file("test_batch.bin", cifar10Batch())
  let samples = try Datasets.source("cifar10:\(folder.path)").load(.test)
  #expect(samples.count == 10_000 && samples.classes == 10)
  #expect(samples.labels.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
  #expect(try pixels(of: samples, at: 7).prefix(4) == [7, 107, 207, 7])
  #expect(try pixels(of: samples, at: 300).suffix(3) == [44, 144, 244])
  #expect(samples.normalization == .cifar)
}

@Test func aDamagedBatchIsNamedWithWhatWasFound() throws {
  let whole = cifar10Batch()
  let folder = try TemporaryFolder()
  let missing = try problem(folder, nil)
  #expect(missing.description.contains("test_batch.bin"))
  #expect(missing.problem.contains("no such file"))
  let truncated = try problem(folder, whole.dropLast())
  #expect(truncated.problem.contains("truncated: 30729999 bytes, expected 30730000"))
  let oversized = try problem(folder, whole + [0])
  #expect(oversized.problem.contains("too large: 30730001 bytes"))
  var mislabelled = whole
  mislabelled[3073 * 41] = 10
  let label = try problem(folder, mislabelled)
  #expect(label.place == "record 41" && label.problem == "label 10, expected 0 … 9")
}

@Test func aFolderWithoutTheFilesSaysWhatIsMissing() throws {
  let folder = try TemporaryFolder()
  let empty = try #require(throws: FileProblem.self) {
    try Datasets.source("cifar100:\(folder.path)")
  }
  #expect(empty.problem.contains("train.bin"))
  #expect(throws: FileProblem.self) { try Datasets.source("cifar10:\(folder("nowhere"))") }
}

@Test(.enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with cifar100"))
func theMeanOfCIFAR100IsTheKnownOne() throws {
  let samples = try Datasets.source("cifar100:\(realData ?? "")/cifar100").load(.training)
  // The channel means that everybody gets for CIFAR-100's training set.
  let measured = try Normalization.measured(on: samples)
  let known = [0.507_075_16, 0.486_548_87, 0.440_917_84]
  for (mean, expected) in zip(measured.mean, known) { #expect(abs(mean - expected) < 1e-8) }
  #expect(samples.classNames[0] == "apple" && samples.classNames[99] == "worm")
  #expect(
    samples.fingerprint == "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29")
}
