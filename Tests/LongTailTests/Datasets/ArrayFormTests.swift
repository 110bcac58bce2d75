import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Arrays of pictures and labels in forms that people have: read rightly, or refused with what was found.
struct ArrayFormTests {
  /// How the same arrays lie on disk.
  enum Source: String, CaseIterable, Sendable {
    case idx, compressed, npy
  }

  /// An idx file of bytes, or of signed ones where a number is negative.
  private static func idx(_ shape: [Int], _ values: [Int]) -> Data {
    let code: UInt8 = values.contains { $0 < 0 } ? 9 : 8
    var data = Data([0, 0, code, UInt8(shape.count)])
    for extent in shape {
      data.append(contentsOf: withUnsafeBytes(of: UInt32(extent).bigEndian) { Array($0) })
    }
    return data + values.map { UInt8(truncatingIfNeeded: $0) }
  }

  /// Writes a training and a test part; the test part is good unless it is given.
  private func write(
    _ source: Source, images: [Int], labels: [Int], labelShape: [Int]? = nil,
    testLabels: [Int]? = nil, in folder: TemporaryFolder
  ) throws -> String {
    let testLabels = testLabels ?? Array(Set(labels)).sorted().prefix(2).map { max($0, 0) }
    let good = [testLabels.count] + (images.count == 3 ? [2, 2] : [2, 2, 3])
    for (part, imageShape, values, shape) in [
      ("train", images, labels, labelShape ?? [labels.count]),
      ("test", good, testLabels, [testLabels.count]),
    ] {
      let pixels = (0..<imageShape.reduce(1, *)).map { $0 * 7 % 256 }
      switch source {
      case .npy:
        try FileManager.default.createDirectory(
          atPath: folder(part), withIntermediateDirectories: true)
        try NPYFile.write(
          NumericArray(pixels.map { UInt8($0) }, shape: imageShape),
          to: folder("\(part)/images.npy"))
        try NPYFile.write(
          NumericArray(values.map { Int32($0) }, shape: shape), to: folder("\(part)/labels.npy"))
      case .idx, .compressed:
        for (name, bytes) in [
          ("\(part)-images", Self.idx(imageShape, pixels)),
          ("\(part)-labels", Self.idx(shape, values)),
        ] {
          let path = try folder.file(name, bytes)
          guard source == .compressed else { continue }
          let gzip = Process()
          gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
          gzip.arguments = ["gzip", path]
          try gzip.run()
          gzip.waitUntilExit()
        }
      }
    }
    return (source == .npy ? "arrays:" : "mnist:") + folder.path
  }

  private func problem(_ text: String) -> String {
    do {
      _ = try DataPartition(
        source: Datasets.source(text), imbalanceFactor: nil, validationFraction: 0, seed: 0)
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// EMNIST's letters are labelled 1 to 26.
  @Test(arguments: Source.allCases)
  func `labels from 1 are classes from 1, and that is said`(source: Source) throws {
    let folder = try TemporaryFolder()
    let labels = (0..<52).map { $0 % 26 + 1 }
    let text = try write(
      source, images: [52, 2, 2], labels: labels, testLabels: [26, 1, 3], in: folder)
    let data = try DataPartition(
      source: Datasets.source(text), imbalanceFactor: nil, validationFraction: 0, seed: 0)
    #expect(data.training.samples.classNames == (1...26).map(String.init))
    #expect(data.training.samples.labels == labels.map { $0 - 1 })
    #expect(data.test.samples.labels == [25, 0, 2])
    #expect(
      data.warnings.contains {
        $0.contains("labels are taken to count from 1: the first class is 1, the last 26")
      }, "\(data.warnings)")
    let description = DatasetDescription(of: data, dataset: text, imbalanceFactor: nil)
    #expect(description.warnings == data.warnings)
    #expect(description.classes.allSatisfy { $0.selected == 2 })
  }

  @Test(arguments: Source.allCases)
  func `labels that are none are refused by place, file and range`(source: Source) throws {
    for (labels, test, words) in [
      ([0, 1, -1], nil as [Int]?, ["train", "element 2", "label -1, expected 0 … "]),
      ([0, 1, 3], nil, ["train", "element 2", "label 3, expected 0 … 2"]),
      ([0, 1], nil, ["train", "3 pictures, but 2 labels"]),
      ([0, 1, 1, 0], nil, ["train", "3 pictures, but 4 labels"]),
      ([1, 2, 3], [0, 1], ["test", "element 0", "label 0, expected 1 … 3"]),
      ([0, 1, 2], [2, 3], ["test", "element 1", "label 3, expected 0 … 2"]),
      ([], [0], ["train", "holds no label", "expected labels [n]"]),
    ] {
      let folder = try TemporaryFolder()
      let text = try write(
        source, images: [3, 2, 2], labels: labels, testLabels: test, in: folder)
      let problem = problem(text)
      for word in words { #expect(problem.contains(word), "\(labels): \(problem)") }
    }
  }

  @Test(arguments: Source.allCases)
  func `arrays of another shape are refused with both shapes`(source: Source) throws {
    for (images, shape, words) in [
      ([3, 4], nil as [Int]?, ["[3, 4]", "[n, height, width, channels]"]),
      ([3], nil, ["[3]", "[n, height, width, channels]"]),
      ([3, 2, 2, 3, 1], nil, ["[3, 2, 2, 3, 1]", "expected pictures"]),
      ([3, 2, 2, 2], nil, ["[3, 2, 2, 2]", "1 or 3 channels"]),
      ([3, 3, 2, 2], nil, ["[3, 3, 2, 2]", "which come last"]),
      ([0, 2, 2], nil, ["[0, 2, 2]", "holds no picture"]),
      ([3, 0, 2], nil, ["[3, 0, 2]", "holds no picture"]),
      ([3, 2, 2], [1, 3], ["an array [1, 3]", "expected labels [n]"]),
    ] {
      let folder = try TemporaryFolder()
      let text = try write(
        source, images: images, labels: [0, 1, 2], labelShape: shape, in: folder)
      let problem = problem(text)
      for word in words { #expect(problem.contains(word), "\(images): \(problem)") }
    }
  }

  @Test func `what is no label in an array of numbers is refused`() throws {
    let folder = try TemporaryFolder()
    let text = try write(.npy, images: [2, 2, 2], labels: [0, 1], in: folder)
    for (labels, word) in [
      (NumericArray([0.5, 1.0], shape: [2]), "these are no labels"),
      (NumericArray([Double.nan, 1], shape: [2]), "these are no labels"),
      (NumericArray([Int.max, 1], shape: [2]), "element 0"),
      (NumericArray([1e300, 1], shape: [2]), "these are no labels"),
      (NumericArray([0, 1, 1, 0], shape: [2, 2]), "expected labels [n]"),
    ] {
      try NPYFile.write(labels, to: folder("train/labels.npy"))
      #expect(problem(text).contains(word), "\(problem(text))")
    }
    for labels in [
      NumericArray([0.0, 1.0], shape: [2]), NumericArray([UInt8(0), 1], shape: [2, 1]),
    ] {
      try NPYFile.write(labels, to: folder("train/labels.npy"))
      #expect(problem(text).isEmpty, "\(problem(text))")
    }
  }
}
