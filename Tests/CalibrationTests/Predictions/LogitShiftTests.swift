import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

struct `Logits far from zero` {
  private static func example(samples: Int = 400) -> (logits: [Double], labels: [Int]) {
    var random = SeededNumbers(seed: 91)
    let predictions = random.predictions(samples: samples, classes: 4)
    return (predictions.logits.values.map { Double($0) }, predictions.labels)
  }

  private func write(
    _ name: String, _ logits: [Double], _ labels: [Int], in folder: String
  ) throws -> String {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try NPYFile.write(
      NumericArray(logits, shape: [labels.count, 4]), to: path + "/logits.npy")
    try NPYFile.write(NumericArray(labels, shape: [labels.count]), to: path + "/labels.npy")
    return path
  }

  @Test(arguments: [1e4, 1e6, 1e7, -1e7, 1e10])
  func `give the answers of those near it`(offset: Double) throws {
    let (logits, labels) = Self.example()
    try withTemporaryFolder { folder in
      let plain = try PredictionFolder.read(write("plain", logits, labels, in: folder))
      #expect(plain.input.shift == nil)
      let far = try PredictionFolder.read(
        write("far", logits.map { $0 + offset }, labels, in: folder))
      guard case .common(let taken) = far.input.shift else {
        Issue.record("nothing was taken off")
        return
      }
      #expect(taken == offset)
      for method in Calibrators.all where method.name != "knowledge-transfer" {
        let first = try probabilities(method.init(), plain)
        let second = try probabilities(method.init(), far)
        let difference = zip(first, second).map { abs($0 - $1) }.max() ?? .nan
        // The sum of 1e10 and a logit is rounded to 1e-6, which may move a number over the edge of a bin.
        #expect(difference < (offset == 1e10 ? 0.1 : 1e-3), "\(method.name)")
      }
      for (first, second) in zip(softmax(plain.logits).values, softmax(far.logits).values) {
        #expect(abs(first - second) < 1e-5)
      }
    }
  }

  private func probabilities(
    _ method: some CalibrationMethod, _ predictions: Predictions
  ) throws -> [Double] {
    try method.fitted(to: predictions)(predictions.logits).values
  }

  @Test func `of each row's own are taken to its largest`() throws {
    let (logits, labels) = Self.example()
    try withTemporaryFolder { folder in
      let plain = try PredictionFolder.read(write("plain", logits, labels, in: folder))
      let far = try PredictionFolder.read(
        write(
          "far", logits.enumerated().map { $1 - 1e6 * Double($0 / 4 % 7) }, labels, in: folder))
      #expect(far.input.shift == .rowMaximum)
      for (first, second) in zip(softmax(plain.logits).values, softmax(far.logits).values) {
        #expect(abs(first - second) < 1e-6)
      }
    }
  }

  @Test func `lose what others lost, that the same calibrator fits both`() throws {
    let (logits, labels) = Self.example()
    try withTemporaryFolder { folder in
      let path = try write("a", logits.map { $0 + 5e6 }, labels, in: folder)
      let first = try PredictionFolder.read(path)
      let half = try write(
        "b", Array(logits[..<8]).map { $0 + 5e6 }, Array(labels[..<2]), in: folder)
      let second = try PredictionFolder.read(half, shift: first.input.shift)
      #expect(second.input.shift == first.input.shift)
      #expect(second.logits.values == Array(first.logits.values[..<8]))
      // Those that are near zero lose nothing.
      let near = try write("c", Array(logits[..<8]), Array(labels[..<2]), in: folder)
      #expect(try PredictionFolder.read(near, shift: first.input.shift).input.shift == nil)
      let data = try CalibratorFile.data(
        VectorScaling().fitted(to: first), method: VectorScaling(), input: first.input)
      #expect(try CalibratorFile.read(data, from: "c.json").input == first.input)
    }
  }

  @Test func `of single precision, and near zero, stay as they are to the bit`() throws {
    let (logits, labels) = Self.example()
    try withTemporaryFolder { folder in
      let near = logits.map { $0 * 100 }
      #expect((near.map { abs($0) }.max() ?? 0) < LogitShift.reach)
      let found = try PredictionFolder.read(write("a", near, labels, in: folder))
      #expect(found.logits.values == near.map { Float($0) })
      let single = logits.map { Float($0 + 1e6) }
      try NPYFile.write(
        NumericArray(single, shape: [labels.count, 4]), to: folder + "/a/logits.npy")
      let rows = try PredictionRows(folder + "/a/logits.npy", kind: .logits)
      #expect(rows.shift == nil)
      #expect(try rows.logits(0..<labels.count).values == single)
    }
  }

  @Test func `that are none are still named`() throws {
    try withTemporaryFolder { folder in
      for (value, words) in [(Double.nan, "column 1: nan"), (.infinity, "column 1: inf")] {
        try NPYFile.write(
          NumericArray([1e7, 1e7, 1e7, value], shape: [2, 2]), to: folder + "/a.npy")
        #expect { try PredictionArrays.logits(folder + "/a.npy") } throws: {
          "\($0)".contains("row 1, \(words)")
        }
      }
      try NPYFile.write(
        NumericArray([1e7, -.infinity, 1e7, 1e7 + 1], shape: [2, 2]), to: folder + "/a.npy")
      let values = softmax(try PredictionArrays.logits(folder + "/a.npy")).values
      #expect(values[0] == 1 && values[1] == 0)
      #expect(abs(values[3] - 1 / (1 + exp(-1))) < 1e-12)
    }
  }
}
