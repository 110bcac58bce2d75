import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

struct TestSetTests {
  private static func write(
    _ folder: TemporaryFolder, _ name: String, pictures: [Int], labels: [Int], side: Int = 4
  ) throws {
    let path = folder(name)
    try FileManager.default.createDirectory(
      atPath: path.parentFolder, withIntermediateDirectories: true)
    let bytes = pictures.flatMap { [UInt8](repeating: UInt8($0 % 256), count: side * side * 3) }
    try NPYFile.write(NumericArray(bytes, shape: [pictures.count, side, side, 3]), to: path)
    let place =
      name.hasSuffix("_data.npy")
      ? path.replacing("_data.npy", with: "_labels.npy") : path.parentFolder + "/labels.npy"
    try NPYFile.write(NumericArray(labels, shape: [labels.count]), to: place)
  }

  @Test func `CIFAR-10 dot 1 has its counts, and the names of CIFAR-10`() throws {
    let folder = try TemporaryFolder()
    let labels = (0..<2000).map { $0 / 200 }
    try Self.write(
      folder, "cifar10.1_v6_data.npy", pictures: Array(0..<2000), labels: labels, side: 32)
    let samples = try Datasets.source("cifar10.1:\(folder.path)").loadToMeasure()
    #expect(samples.labels == labels && samples.classNames[3] == "cat")
    #expect(throws: DatasetProblem.self) {
      try Datasets.source("cifar10.1:\(folder.path)").load(.training)
    }
    var wrong = labels
    wrong[0] = 9
    try NPYFile.write(
      NumericArray(wrong, shape: [2000]), to: folder("cifar10.1_v6_labels.npy"))
    let problem = #expect(throws: FileProblem.self) {
      try Datasets.source("cifar10.1:\(folder.path)").loadToMeasure()
    }
    #expect(problem?.problem.contains("CIFAR-10.1 v6 has 2000") == true)
    #expect(throws: DatasetProblem.self) {
      try Datasets.source("cifar10.1:\(folder.path),version=v5")
    }
  }

  @Test func `severities lie one after the other`() throws {
    let folder = try TemporaryFolder()
    try Self.write(
      folder, "fog.npy", pictures: Array(0..<15), labels: (0..<5).flatMap { _ in [2, 0, 1] })
    let sets = try CorruptedPictures(location: folder.path, options: DatasetOptions())
    #expect(try sets.setNames() == (1...5).map { "fog, severity \($0)" })
    let third = try sets.loadSet(named: "fog, severity 3")
    #expect(third.labels == [2, 0, 1])
    #expect(try pixels(of: third, at: 1)[0] == 7)
    try NPYFile.write(
      NumericArray((0..<15).map { $0 % 4 }, shape: [15]), to: folder("labels.npy"))
    let mixed = #expect(throws: FileProblem.self) { try sets.loadSet(named: "fog, severity 3") }
    #expect(mixed?.problem.contains("severity 2 are not those of severity 1") == true)
    try NPYFile.write(NumericArray([0, 1], shape: [2]), to: folder("labels.npy"))
    #expect(throws: FileProblem.self) { try sets.loadSet(named: "fog, severity 1") }
  }

  @Test func `a corruption or a severity that is not there is refused`() throws {
    let folder = try TemporaryFolder()
    try Self.write(folder, "fog.npy", pictures: Array(0..<5), labels: [0, 0, 0, 0, 0])
    let sets = try CorruptedPictures(
      location: "\(folder.path),corruption=snow", options: DatasetOptions())
    #expect(throws: FileProblem.self) { try sets.setNames() }
    #expect(throws: DatasetProblem.self) {
      try Datasets.source("corruptions:\(folder.path),severity=6")
    }
  }

  @Test func `folders are test sets, of arrays or of pictures, in the order of their numbers`()
    throws
  {
    let folder = try TemporaryFolder()
    try Self.write(folder, "set10/data.npy", pictures: [1, 2], labels: [0, 1])
    try Self.write(folder, "set2/data.npy", pictures: [3, 4, 5], labels: [1, 0, 1])
    try PictureFolder.write("set3", count: 2, in: folder)
    let sets = try TestSetFolders(location: folder.path, options: DatasetOptions())
    #expect(try sets.setNames() == ["set2", "set3", "set10"])
    #expect(try sets.loadSet(named: "set2").labels == [1, 0, 1])
    #expect(try sets.loadSet(named: "set3").classes == 3)
    let empty = try TemporaryFolder()
    #expect(throws: FileProblem.self) {
      try TestSetFolders(location: empty.path, options: DatasetOptions()).setNames()
    }
  }

  @Test func `digits of the postal service are read by their lines`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("usps.t", Data("10 1:-1 2:1 256:0.5\n1 3:-1\n".utf8))
    let source = try Datasets.source("usps:\(folder.path)")
    #expect(source.hasTestPart)
    let samples = try source.loadToMeasure()
    #expect(samples.labels == [9, 0] && samples.classes == 10)
    let first = try pixels(of: samples, at: 0)
    #expect(first[0] == 0 && first[1] == 255 && first[2] == 128 && first[255] == 191)
    #expect(samples.remarks.count == 1 && samples.remarks[0].contains("2007"))
    for (text, words) in [
      ("0 1:1", "label “0”"), ("1 2:1 1:1", "follows"), ("1 1:7", "expected −1 … 1"),
      ("1 257:1", "up to 256"), ("1 x", "place:value"),
    ] {
      _ = try folder.file("usps.t", Data(text.utf8))
      let problem = #expect(throws: FileProblem.self) { try source.loadToMeasure() }
      #expect(problem?.place == "line 1" && problem?.problem.contains(words) == true)
    }
    let packed = try TemporaryFolder()
    #expect(throws: FileProblem.self) { try Datasets.source("usps:\(packed.path)") }
    try FileManager.default.copyItem(
      at: fixtureFile("arrays/usps.bz2"), to: URL(filePath: packed("usps.t.bz2")))
    let compressed = try Datasets.source("usps:\(packed.path)").loadToMeasure()
    #expect(compressed.labels == [3, 0, 9])
    #expect(try pixels(of: compressed, at: 2)[255] == 255)
  }

  @Test func `house numbers are read from MATLAB's files, the digit 10 as 0`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: fixtureFile("arrays/svhn.mat"), to: URL(filePath: folder("test_32x32.mat")))
    let source = try Datasets.source("svhn:\(folder.path)")
    let samples = try source.loadToMeasure()
    #expect(samples.labels == [1, 0, 9])
    // X[row, column, channel, picture] is 40·picture + 7·row + 3·column + channel, modulo 256.
    let second = try pixels(of: samples, at: 1)
    #expect(second[(5 * 32 + 6) * 3 + 2] == UInt8((40 + 35 + 18 + 2) % 256))
    #expect(samples.remarks.count == 1 && samples.remarks[0].contains("26032"))
    #expect(throws: FileProblem.self) { try source.load(.training) }
  }
}
