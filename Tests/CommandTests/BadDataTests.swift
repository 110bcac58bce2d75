import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Data that are refused.
struct BadDataTests {
  private func train(_ data: String, _ extra: String...) -> [String] {
    ["train", "cross-entropy", "--data", data, "--epochs", "1", "--output", "run"] + extra
  }

  /// Makes a file of that size; its content are zeros that take no room on the disk.
  private func sparse(_ path: String, bytes: UInt64) throws {
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: bytes)
    try file.close()
  }

  private let batch: UInt64 = 10_000 * 3073

  @Test
  func `a CIFAR file that is missing, cut, too long or has a strange label is named`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(train("cifar10:\(folder("none"))"), code: 1, naming: ["none"], in: folder)
    let first = folder("data_batch_1.bin")
    try sparse(first, bytes: batch - 1)
    try expectRefusal(
      train("cifar10:\(folder.path)"), code: 1,
      naming: [first, "truncated", "30729999 bytes", "expected 30730000"], in: folder)
    try sparse(first, bytes: batch + 1)
    try expectRefusal(
      train("cifar10:\(folder.path)"), code: 1,
      naming: [first, "too large", "30730001 bytes", "expected 30730000"], in: folder)
    try sparse(first, bytes: batch)
    try expectRefusal(
      train("cifar10:\(folder.path)"), code: 1, naming: ["data_batch_2.bin"], in: folder)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: first))
    try file.seek(toOffset: 2 * 3073)
    try file.write(contentsOf: Data([11]))
    try file.close()
    try expectRefusal(
      train("cifar10:\(folder.path)"), code: 1,
      naming: [first, "record 2", "label 11", "0 … 9"], in: folder)
  }

  @Test(arguments: ["empty", "text", "cut"])
  func `a picture that cannot be read is named`(kind: String) throws {
    let folder = try TemporaryFolder()
    for name in ["pictures/a", "pictures/b"] {
      try FileManager.default.createDirectory(
        atPath: folder(name), withIntermediateDirectories: true)
      for index in 0..<3 {
        _ = try folder.file(
          "\(name)/\(index).png", PNGPicture.gradient(width: 9 + index, height: 8))
      }
    }
    let content =
      switch kind {
      case "empty": Data()
      case "text": Data("no picture at all".utf8)
      default: Data(PNGPicture.gradient(width: 20, height: 20).prefix(300))
      }
    _ = try folder.file("pictures/b/1.png", content)
    try expectRefusal(
      train("image-folder:\(folder("pictures"))", "--image-size", "8"), code: 1,
      naming: ["pictures/b/1.png"], in: folder)
  }

  @Test func `a list's line without a label, or with one out of range, is named`() throws {
    let folder = try TemporaryFolder()
    for name in ["a.png", "b.png", "c.png"] {
      _ = try folder.file(name, PNGPicture.gradient(width: 8, height: 8))
    }
    let list = try folder.file("list.txt", Data("a.png 0\nb.png\nc.png 1\n".utf8))
    try expectRefusal(
      train("image-list:\(list)", "--image-size", "8"), code: 1,
      naming: ["list.txt, line 2", "no label", "“path label”"], in: folder)
    _ = try folder.file("list.txt", Data("a.png 0\nb.png 1\nc.png 99\n".utf8))
    try expectRefusal(
      train("image-list:\(list)", "--image-size", "8"), code: 1,
      naming: ["list.txt, line 3", "99", "0 … 2"], in: folder)
    _ = try folder.file("list.txt", Data("a.png 0\nb.png 1\nmissing.png 1\n".utf8))
    try expectRefusal(
      train("image-list:\(list)", "--image-size", "8"), code: 1, naming: ["missing.png"],
      in: folder)
  }

  private func writeFeatures(
    _ folder: TemporaryFolder, rows: Int, labels: [Int], change: (inout [Float]) -> Void = { _ in }
  ) throws {
    var values = (0..<rows * 4).map { Float($0 % 7) }
    change(&values)
    try NPYFile.write(NumericArray(values, shape: [rows, 4]), to: folder("features.npy"))
    try NPYFile.write(NumericArray(labels, shape: [labels.count]), to: folder("labels.npy"))
  }

  @Test func `a feature that is no number is named by row and column`() throws {
    let folder = try TemporaryFolder()
    try writeFeatures(folder, rows: 20, labels: (0..<20).map { $0 % 2 }) { $0[3 * 4 + 1] = .nan }
    try expectRefusal(
      train("features:\(folder.path)"), code: 1,
      naming: ["features.npy, row 3, column 1", "nan"], in: folder)
  }

  @Test func `features and labels of different number are told, with both numbers`() throws {
    let folder = try TemporaryFolder()
    try writeFeatures(folder, rows: 20, labels: (0..<19).map { $0 % 2 })
    try expectRefusal(
      train("features:\(folder.path)"), code: 1,
      naming: ["features.npy", "20 feature vectors", "19 labels"], in: folder)
  }

  @Test func `a negative label is named by its place`() throws {
    let folder = try TemporaryFolder()
    try writeFeatures(folder, rows: 20, labels: (0..<20).map { $0 == 5 ? -1 : $0 % 2 })
    try expectRefusal(
      train("features:\(folder.path)"), code: 1, naming: ["labels.npy", "-1", "5"], in: folder)
  }

  @Test func `an array file that was cut is named`() throws {
    let folder = try TemporaryFolder()
    try writeFeatures(folder, rows: 20, labels: (0..<20).map { $0 % 2 })
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder("features.npy")))
    _ = try folder.file("features.npy", whole.prefix(whole.count - 10))
    try expectRefusal(
      train("features:\(folder.path)"), code: 1, naming: ["features.npy"], in: folder)
  }
}

struct DescribedWarningTests {
  @Test(arguments: ["table", "json", "csv", "markdown"])
  func `what is wrong with data is told in every format`(format: String) throws {
    let folder = try TemporaryFolder()
    for (name, count) in [("cat", 6), ("dog", 6)] {
      try FileManager.default.createDirectory(
        atPath: folder("pics/\(name)"), withIntermediateDirectories: true)
      for number in 0..<count {
        _ = try folder.file(
          "pics/\(name)/\(number).png", PNGPicture.numbered(number + count * name.count))
      }
    }
    _ = try folder.file("pics/dog/extra.bmp", Data("BM".utf8))
    let outcome = try LongTailProcess.run(
      ["data", "describe", "--data", "image-folder:pics", "--format", format], in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect((outcome.output + outcome.errors).contains("bmp"), "\(outcome.output)\(outcome.errors)")
  }
}
