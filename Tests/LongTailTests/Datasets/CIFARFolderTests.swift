import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// 10,000 records whose labels count 0 … 9. The first and the last picture's planes are filled with 1, 2, 3
/// and 4, 5, 6; all others are black.
private struct Batch {
  let labels = (0..<10_000).map { UInt8($0 % 10) }
  let planes: Data = {
    var planes = Data(count: 10_000 * 3072)
    for (start, first) in [(0, 1 as UInt8), (9999 * 3072, 4)] {
      for plane in 0..<3 {
        let place = start + plane * 1024
        planes.replaceSubrange(
          place..<place + 1024, with: repeatElement(first + UInt8(plane), count: 1024))
      }
    }
    return planes
  }()

  /// In the layout of the binary version.
  var binary: Data {
    var bytes = Data(capacity: 10_000 * 3073)
    for (record, label) in labels.enumerated() {
      bytes.append(label)
      bytes.append(planes[record * 3072..<(record + 1) * 3072])
    }
    return bytes
  }

  /// In the layout of the Python version: the opcodes that Python 2 and NumPy wrote, protocol 2.
  func pickled(shape: (Int, Int) = (10_000, 3072), labelList: String = "labels") -> Data {
    func short(_ text: String) -> Data { Data([0x55, UInt8(text.utf8.count)]) + Data(text.utf8) }
    func two(_ value: Int) -> Data { Data([0x4D, UInt8(value & 255), UInt8(value >> 8)]) }
    func global(_ name: String) -> Data { Data("c\(name)\n".utf8) }
    var bytes = Data([0x80, 2, 0x7D, 0x28]) + short("batch_label") + short("testing batch 1 of 1")
    bytes += short(labelList) + Data([0x5D, 0x28])
    for label in labels { bytes += [0x4B, label] }
    bytes += Data([0x65]) + short("data") + global("numpy.core.multiarray\n_reconstruct")
    bytes += global("numpy\nndarray") + Data([0x4B, 0, 0x85]) + short("b") + Data([0x87, 0x52])
    bytes += Data([0x28, 0x4B, 1]) + two(shape.0) + two(shape.1) + Data([0x86])
    bytes += global("numpy\ndtype") + short("u1") + Data([0x4B, 0, 0x4B, 1, 0x87, 0x52])
    bytes += Data([0x28, 0x4B, 3]) + short("|") + Data([0x4E, 0x4E, 0x4E])
    bytes += Data([0x4A, 255, 255, 255, 255, 0x4A, 255, 255, 255, 255, 0x4B, 0, 0x74, 0x62])
    bytes +=
      Data([0x89, 0x54]) + withUnsafeBytes(of: UInt32(planes.count).littleEndian) { Data($0) }
    return bytes + planes + Data([0x74, 0x62, 0x75, 0x2E])
  }
}

private func problem(
  _ folder: TemporaryFolder, _ content: Data?
) throws -> FileProblem {
  _ = try folder.file("data_batch_1.bin", Data())
  if let content { _ = try folder.file("test_batch.bin", content) }
  let source = try Datasets.source("cifar10:\(folder.path)")
  return try #require(throws: FileProblem.self) { try source.load(.test) }
}

@Test func `both versions give the same pictures with their channels last`() throws {
  let batch = Batch()
  let folders = try (0..<2).map { _ in try TemporaryFolder() }
  _ = try folders[0].file("data_batch_1.bin", Data())
  _ = try folders[0].file("test_batch.bin", batch.binary)
  _ = try folders[1].file("data_batch_1", Data())
  _ = try folders[1].file("test_batch", batch.pickled())
  let versions = try folders.map { try Datasets.source("cifar10:\($0.path)").load(.test) }
  for samples in versions {
    #expect(samples.count == 10_000 && samples.classes == 10)
    #expect(samples.labels.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    #expect(try pixels(of: samples, at: 0).prefix(4) == [1, 2, 3, 1])
    #expect(try pixels(of: samples, at: 9999).suffix(4) == [6, 4, 5, 6])
    #expect(try pixels(of: samples.selecting([5, 9999]).compacted(), at: 1).suffix(2) == [5, 6])
    #expect(samples.normalization == .cifar)
  }
  #expect(versions[0].fingerprint == versions[1].fingerprint)
}

@Test func `a pickle that holds something else is refused`() throws {
  let folder = try TemporaryFolder()
  _ = try folder.file("data_batch_1", Data())
  func problem(_ content: Data) throws -> String {
    _ = try folder.file("test_batch", content)
    return try #require(throws: FileProblem.self) {
      try Datasets.source("cifar10:\(folder.path)").load(.test)
    }.description
  }
  let batch = Batch()
  #expect(try problem(batch.pickled(shape: (5000, 6144))).contains("[10000, 3072] of uint8"))
  #expect(try problem(batch.pickled(labelList: "names")).contains("no list “labels”"))
  #expect(try problem(batch.pickled().dropLast(40)).contains("test_batch"))
  let harmful =
    Data([0x80, 2]) + Data("cos\nsystem\n".utf8) + Data([0x55, 2, 0x6C, 0x73, 0x85, 0x52, 0x2E])
  #expect(try problem(harmful).contains("os.system"))
}

@Test func `a damaged batch is named with what was found`() throws {
  let whole = Batch().binary
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

@Test func `a folder without the files says what is missing`() throws {
  let folder = try TemporaryFolder()
  let empty = try #require(throws: FileProblem.self) {
    try Datasets.source("cifar100:\(folder.path)")
  }
  #expect(empty.problem.contains("train.bin"))
  #expect(throws: FileProblem.self) { try Datasets.source("cifar10:\(folder("nowhere"))") }
}

@Test(.enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with cifar100"))
func `pictures and names of CIFAR-100 are the known ones`() throws {
  let samples = try Datasets.source("cifar100:\(realData ?? "")/cifar100").load(.training)
  // The channel means of every fifth picture, by NumPy.
  let some = samples.selecting(Array(stride(from: 0, to: 50_000, by: 5)))
  let measured = try Normalization.measured(on: some)
  let known = [0.508_737_897_135_417, 0.486_714_918_045_343, 0.441_908_057_598_040]
  for (mean, expected) in zip(measured.mean, known) { #expect(abs(mean - expected) < 1e-12) }
  #expect(samples.classNames[0] == "apple" && samples.classNames[99] == "worm")
  #expect(
    samples.fingerprint == "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29")
}
