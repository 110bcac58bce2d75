import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Samples that occur twice.
struct RepeatedSamplesTests {
  @Test func `the same picture in training and test is counted and named`() throws {
    let data = try DataFolder()
    try data.pictures("train/a", 3).pictures("train/b", 3).pictures("test/a").pictures("test/b")
    for index in 0..<2 {
      try data.file(
        "test/a/copy\(index).png", try Data(contentsOf: URL(filePath: data("train/a/\(index).png")))
      )
    }
    let warnings = try data.partition("image-folder:\(data.path)").warnings
    #expect(warnings.count == 1)
    #expect(warnings[0].hasPrefix("2 test samples are in the training part too: "), "\(warnings)")
    #expect(warnings[0].contains("test/a/copy0.png (a) is \(data.path)/train/a/0.png (a)"))
  }

  @Test func `one picture with two labels is counted`() throws {
    let data = try DataFolder()
    try data.pictures("p", 4)
    try data.text("l.txt", "p/0.png a\np/1.png b\np/2.png a\np/3.png b\np/copy.png b\n")
    try data.file("p/copy.png", Data(contentsOf: URL(filePath: data("p/0.png"))))
    try data.text("t.txt", "p/1.png a\n")
    let source = "image-list:train=\(data("l.txt")),test=\(data("t.txt"))"
    let warnings = try data.partition(source).warnings
    #expect(warnings.contains { $0.hasPrefix("1 test sample is in the training part too") })
    let labels = try #require(warnings.first { $0.contains("another class") })
    #expect(labels.hasPrefix("2 samples have the same content"), "\(warnings)")
    #expect(labels.contains("p/copy.png (b) is \(data.path)/p/0.png (a)"))
  }

  @Test func `a copy that was drawn for validation is told`() throws {
    let labels = (0..<600).map { $0 % 2 }
    // Pictures of this source repeat after 251.
    let parts = try DataPartition(
      source: ArtificialSource(labels: labels, testLabels: [0, 1], classes: 2),
      imbalanceFactor: nil, validationFraction: 0.3, seed: 0)
    #expect(
      parts.warnings.contains { $0.contains("validation samples are in the training part too") })
  }

  @Test func `pictures that stay in their files are compared by their paths`() throws {
    let data = try DataFolder()
    try data.pictures("p", 4)
    let paths = (0..<4).map { data("p/\($0).png") }
    func samples(_ chosen: [Int]) -> LabelledSamples {
      LabelledSamples(
        samples: .pictures(.squared(chosen.map { paths[$0] }, side: 2)),
        labels: chosen.map { $0 % 2 },
        classNames: ["a", "b"], normalization: .unmeasured(channels: 3), fingerprint: "")
    }
    let repeated = try RepeatedSamples([
      ("training", samples([0, 1, 2])), ("test", samples([3, 1])),
    ])
    #expect(
      repeated.warnings == [
        "1 test sample is in the training part too: sample 1 (b) is sample 1 (b)"
      ])
  }

  @Test func `features are compared too`() throws {
    func samples(_ values: [Float]) -> LabelledSamples {
      LabelledSamples(
        samples: .features(FeatureStore(width: 1, values: values)), labels: values.map { _ in 0 },
        classNames: ["a"], normalization: .identity, fingerprint: "")
    }
    let repeated = try RepeatedSamples([("training", samples([1, 2])), ("test", samples([2, 3]))])
    #expect(repeated.warnings.count == 1)
    #expect(
      try RepeatedSamples([("training", samples([1])), ("test", samples([2]))]).warnings == [])
  }

  @Test(.enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with cifar100"))
  func `the known repetitions of CIFAR-100 are found`() throws {
    let source = try Datasets.source("cifar100:\(realData ?? "")/cifar100")
    let repeated = try RepeatedSamples([
      ("training", try source.load(.training)), ("test", try source.load(.test)),
    ])
    #expect(repeated.warnings.count == 2, "\(repeated.warnings)")
  }
}
