import ArrayFiles
import Foundation
import TestSupport

/// Folders with made-up outputs of an over-confident model, 4 classes, long-tailed for validation.
enum SmallPredictions {
  static let classes = 4

  /// Writes `NAME/logits.npy`, `labels.npy`, `features.npy`, and `class_counts.json` where counts are given.
  static func write(
    _ name: String, perClass: [Int], seed: UInt64, withFeatures: Bool = true,
    classCounts: [Int]? = nil,
    in folder: TemporaryFolder
  ) throws {
    var random = SeededGenerator(seed: seed)
    var logits: [Float] = []
    var labels: [Int] = []
    var features: [Float] = []
    for (label, count) in perClass.enumerated() {
      for _ in 0..<count {
        // Right about three times in four, and much too sure of it.
        let answer =
          Float.random(in: 0..<1, using: &random) < 0.75
          ? label : Int.random(in: 0..<perClass.count, using: &random)
        for index in perClass.indices {
          let noise = Float.random(in: -2..<2, using: &random)
          logits.append(noise + (index == answer ? 6 : 0))
          features.append(noise / 2 + (index == label ? 1.5 : 0))
        }
        labels.append(label)
      }
    }
    let path = folder(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let shape = [labels.count, perClass.count]
    try NPYFile.write(NumericArray(logits, shape: shape), to: path + "/logits.npy")
    try NPYFile.write(NumericArray(labels, shape: [labels.count]), to: path + "/labels.npy")
    if withFeatures {
      try NPYFile.write(NumericArray(features, shape: shape), to: path + "/features.npy")
    }
    if let classCounts {
      try Data("\(classCounts)".utf8).write(to: URL(fileURLWithPath: path + "/class_counts.json"))
    }
  }

  /// A folder with `validation`, `test` and `train` in it.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try write("train", perClass: [400, 150, 60, 12], seed: 1, in: folder)
    try write("validation", perClass: [200, 80, 30, 10], seed: 2, in: folder)
    try write("test", perClass: [100, 100, 100, 100], seed: 3, in: folder)
    return folder
  }
}
