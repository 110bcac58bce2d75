import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Finished runs, data of every kind of source, and what the ones give on the others.
enum OtherData {
  /// A finished run of two epochs.
  static func run(
    _ source: String, name: String = "run", imageSize: Int? = nil, testFraction: Double = 0.2,
    in folder: TemporaryFolder
  ) throws -> String {
    let data = DataSettings(
      source: source, validationFraction: 0.2, imageSize: imageSize, testFraction: testFraction)
    let recipe = SmallRun.recipe([Stage(epochs: 2)], data: data, batchSize: 8)
    _ = try SmallRun.session(recipe, in: folder(name)).carryOut()
    return folder(name)
  }

  /// What a finished run gives on data, and what it says of them.
  static func predictions(
    _ path: String, data: String? = nil, matching: ClassMatching.Rule? = nil
  ) throws -> (predictions: Predictions, remarks: [String]) {
    let finished = try FinishedRun(path, execution: Execution())
    var conditions = EvaluationConditions()
    conditions.data = data
    conditions.matching = matching
    let found = try #require(finished.predictions(under: conditions).first)
    return (found.predictions, finished.remarks)
  }

  /// Writes the data of a kind of source with a test part.
  static func write(_ kind: String, in folder: TemporaryFolder) throws -> String {
    switch kind {
    case "image-folder":
      try PictureFolder.write("d/train", count: 8, in: folder)
      try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
      return "image-folder:" + folder("d")
    case "image-list":
      try PictureFolder.write("d/train", count: 8, in: folder)
      try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
      for part in ["train", "test"] {
        let lines = ["blue", "green", "red"].flatMap { name in
          (part == "train" ? 0..<8 : 50..<54).map { "d/\(part)/\(name)/\(1000 + $0).png \(name)" }
        }
        _ = try folder.file("\(part).txt", Data(lines.joined(separator: "\n").utf8))
      }
      return "image-list:train=\(folder("train.txt")),test=\(folder("test.txt"))"
    case "arrays", "features":
      let painted = try Datasets.source("synthetic:classes=3,per-class=8,test=4,size=8")
      for (part, name) in [(DatasetPart.training, "train"), (.test, "test")] {
        var samples = try painted.load(part)
        if kind == "features" { samples = features(samples) }
        try SampleExport.write(samples, classCounts: samples.classCounts, to: folder("d/\(name)"))
      }
      return "\(kind):" + folder("d")
    case "mnist":
      try FileManager.default.createDirectory(
        atPath: folder("d"), withIntermediateDirectories: true)
      for (name, count) in [("train", 24), ("t10k", 12)] {
        let pixels = (0..<count * 64).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + count * $0) }
        _ = try folder.file("d/\(name)-images-idx3-ubyte", idx([count, 8, 8], pixels))
        _ = try folder.file(
          "d/\(name)-labels-idx1-ubyte", idx([count], (0..<count).map { UInt8($0 % 3) }))
      }
      return "mnist:" + folder("d")
    default: return "synthetic:classes=3,per-class=8,test=4,size=8"
    }
  }

  private static func features(_ samples: LabelledSamples) -> LabelledSamples {
    var values: [Float] = []
    for (index, label) in samples.labels.enumerated() {
      for place in 0..<6 {
        let noise = (index * 7919 + place * 10_007 + samples.count * 31) % 997
        values.append(Float(label) + Float(noise) / 997)
      }
    }
    return LabelledSamples(
      samples: .features(FeatureStore(width: 6, values: values)), labels: samples.labels,
      classNames: samples.classNames, normalization: .identity, fingerprint: "")
  }

  private static func idx(_ shape: [Int], _ bytes: [UInt8]) -> Data {
    var data = Data([0, 0, 8, UInt8(shape.count)])
    for extent in shape {
      data.append(contentsOf: withUnsafeBytes(of: UInt32(extent).bigEndian) { Array($0) })
    }
    return data + bytes
  }
}
