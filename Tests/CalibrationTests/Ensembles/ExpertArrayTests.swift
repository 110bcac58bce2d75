import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Arrays of experts.
struct ExpertArrayTests {
  /// Two samples, three experts, two classes.
  private let values: [Float] = [3, 0, 1, 0, 2, 0, 0, 4, 0, 2, 0, 6]

  private func withArray(
    _ name: String = "logits", _ body: (String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try NPYFile.write(NumericArray(values, shape: [2, 3, 2]), to: folder + "/\(name).npy")
      try NPYFile.write(NumericArray([0, 1], shape: [2]), to: folder + "/labels.npy")
      try body(folder)
    }
  }

  @Test func `experts are combined as it is said, whole and in parts`() throws {
    try withArray { folder in
      let rows = try PredictionRows(
        folder + "/logits.npy", kind: .logits, combination: .meanLogits)
      #expect(rows.samples == 2 && rows.classes == 2 && rows.experts == 3)
      #expect(try rows.logits(0..<2).values == [2, 0, 0, 4])
      #expect(try rows.logits(1..<2).values == [0, 4])
      #expect(try rows.expertLogits(1..<2).map(\.values) == [[0, 4], [0, 2], [0, 6]])
      let mean = try PredictionRows(
        folder + "/logits.npy", kind: .logits, combination: .meanProbabilities)
      func share(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
      let expected = (share(3) + share(1) + share(2)) / 3
      #expect(abs(try mean.probabilities(0..<1).values[0] - expected) < 1e-12)
      #expect(rows.ranges(values: 6).map(\.count) == [1, 1])
    }
  }

  @Test(arguments: [true, false])
  func `experts are read from folders beside or instead of the ensemble's`(hasLogits: Bool) throws {
    try withArray("expert_logits") { folder in
      if hasLogits {
        try NPYFile.write(
          NumericArray([Float(9), 0, 0, 9], shape: [2, 2]), to: folder + "/logits.npy")
      }
      let combined = try PredictionFolder.read(folder, combination: .meanLogits)
      #expect(combined.logits.values == [2, 0, 0, 4])
      #expect(combined.expertLogits.map(\.values) == [[3, 0, 0, 4], [1, 0, 0, 2], [2, 0, 0, 6]])
      guard hasLogits else {
        #expect {
          try PredictionFolder.read(folder)
        } throws: {
          "\($0)".contains("expert_logits but no logits; say how they are combined: mean-logits or")
        }
        return
      }
      // The ensemble's own logits are taken as they are, however they were made.
      let own = try PredictionFolder.read(folder)
      #expect(own.logits.values == [9, 0, 0, 9])
      #expect(own.expertLogits == combined.expertLogits)
    }
  }

  @Test func `experts are never combined by guessing`() throws {
    try withArray { folder in
      for read in [
        { _ = try PredictionFolder.read(folder) },
        { _ = try PredictionRows(folder + "/logits.npy", kind: .logits) },
      ] {
        #expect {
          try read()
        } throws: {
          "\($0)".contains("shape [2, 3, 2]; logits are [samples, classes].")
            && "\($0)".contains("mean-logits or mean-probabilities")
        }
      }
    }
  }

  @Test func `arrays of two axes cannot be combined`() throws {
    try withTemporaryFolder { folder in
      try NPYFile.write(NumericArray([Float(1), 2], shape: [1, 2]), to: folder + "/logits.npy")
      #expect {
        try PredictionRows(folder + "/logits.npy", kind: .logits, combination: .meanLogits)
      } throws: {
        "\($0)".contains("shape [1, 2]; logits to be combined by mean-logits are [samples, experts")
      }
    }
  }

  @Test func `arrays of one sample keep their experts`() throws {
    try withTemporaryFolder { folder in
      try NPYFile.write(
        NumericArray([Float(1), 0, 3, 0], shape: [1, 2, 2]), to: folder + "/logits.npy")
      let rows = try PredictionRows(
        folder + "/logits.npy", kind: .logits, combination: .meanLogits)
      #expect(rows.samples == 1 && rows.experts == 2)
      #expect(try rows.logits(0..<1).values == [2, 0])
    }
  }

  @Test func `probabilities are combined too, and checked expert by expert`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/probabilities.npy"
      try NPYFile.write(NumericArray([0.8, 0.2, 0.4, 0.6], shape: [1, 2, 2]), to: path)
      let mean = try PredictionRows(
        path, kind: .probabilities, combination: .meanProbabilities
      ).probabilities(0..<1)
      #expect(zip(mean.values, [0.6, 0.4]).allSatisfy { abs($0 - $1) < 1e-12 })
      try NPYFile.write(NumericArray([0.8, 0.2, 0.4, 0.4], shape: [1, 2, 2]), to: path)
      #expect {
        try PredictionRows(path, kind: .probabilities, combination: .meanLogits)
          .probabilities(0..<1)
      } throws: {
        "\($0)".contains("row 0, expert 2: probabilities sum to 0.8")
      }
    }
  }

  @Test func `numbers that are none are named with row, expert and column`() throws {
    try withTemporaryFolder { folder in
      var values = values
      values[9] = .nan
      try NPYFile.write(NumericArray(values, shape: [2, 3, 2]), to: folder + "/logits.npy")
      let rows = try PredictionRows(
        folder + "/logits.npy", kind: .logits, combination: .meanLogits)
      #expect {
        try rows.logits(0..<2)
      } throws: {
        "\($0)".contains("row 1, expert 2, column 1: nan")
      }
    }
  }

  @Test func `experts that do not belong to the ensemble's logits are refused`() throws {
    try withArray("expert_logits") { folder in
      try NPYFile.write(
        NumericArray([Float](repeating: 0, count: 6), shape: [2, 3]), to: folder + "/logits.npy")
      #expect {
        try PredictionFolder.read(folder)
      } throws: {
        "\($0)".contains("shape [2, 3, 2] of float32; numbers [2, experts, 3] were expected")
      }
    }
  }

  @Test func `rows are selected with everything that belongs to them`() {
    var predictions = Predictions(
      logits: Logits([1, 2, 3, 4, 5, 6], classes: 2), labels: [0, 1, 0],
      features: Features([7, 8, 9], width: 1), classCounts: [2, 1], sampleWeights: [1, 2, 3])
    predictions.expertLogits = [Logits([6, 5, 4, 3, 2, 1], classes: 2)]
    let part = predictions.selecting([2, 0])
    #expect(part.logits.values == [5, 6, 1, 2] && part.labels == [0, 0])
    #expect(part.features?.values == [9, 7] && part.sampleWeights == [3, 1])
    #expect(part.expertLogits[0].values == [2, 1, 6, 5] && part.classCounts == [2, 1])
  }
}
