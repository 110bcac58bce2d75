import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

struct `A state of metrics from elsewhere` {
  /// The JSON of a state, changed at some keys.
  private func read(_ changes: [String: Any], in folder: String) throws -> MergeableEvidence {
    var random = SeededNumbers(seed: 81)
    let predictions = random.predictions(samples: 90, classes: 3)
    var state = MergeableEvidence(classes: 3, bins: 5)
    state.add(softmax(predictions.logits), labels: predictions.labels)
    let path = folder + "/s.json"
    try state.write(to: path)
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        as? [String: Any])
    for (key, value) in changes {
      let parts = key.split(separator: ".").map(String.init)
      guard parts.count > 1 else {
        object[key] = value
        continue
      }
      var table = try #require(object[parts[0]] as? [String: Any])
      if parts.count == 2 {
        table[parts[1]] = value
      } else {
        var list = try #require(table[parts[1]] as? [Any])
        let place = try #require(Int(parts[2]))
        list[place] = value
        table[parts[1]] = list
      }
      object[parts[0]] = table
    }
    try JSONSerialization.data(withJSONObject: object).write(to: URL(fileURLWithPath: path))
    return try MergeableEvidence.read(path)
  }

  @Test(arguments: [
    ("byTrueLabel.counts.4", -1, "byTrueLabel.counts.4: -1; 0 or more"),
    ("byTrueLabel.counts.4", Int.max, "byTrueLabel.counts.4"),
    ("byPredictedLabel.hits.2", -3, "byPredictedLabel.hits.2: -3; 0 to"),
    ("byPredictedLabel.hits.0", 10_000, "byPredictedLabel.hits.0: 10000; 0 to"),
    ("classwise.counts.3", 5000, "classwise"), ("cells.counts.17", 5, "cells.sums.17"),
    ("bins", 0, "bins: 0"), ("bins", Int.max, "bins"), ("bins", 6, "byTrueLabel.bins: 5; 6"),
    ("classes", 1, "classes: 1"), ("classes", Int.max, "byTrueLabel.counts"),
    ("classes", 4, "byTrueLabel.counts: 15 numbers for 4 rows of 5 bins"),
  ])
  func `is refused by key`(key: String, value: Int, words: String) throws {
    try withTemporaryFolder { folder in
      _ = #expect("\(key)") { try read([key: value], in: folder) } throws: {
        "\($0)".contains("s.json, \(words)")
      }
    }
  }

  @Test(arguments: ["likelihood", "squares"])
  func `has sums that its samples can have`(key: String) throws {
    try withTemporaryFolder { folder in
      for sum in [-5.0, 1e9] {
        #expect("\(key)") { try read([key: ["sum": sum, "lost": 0]], in: folder) } throws: {
          "\($0)".contains("s.json, \(key): ")
        }
      }
      #expect(throws: FileProblem.self) {
        try read(["byTrueLabel.sums.0": ["sum": 1e3, "lost": 0]], in: folder)
      }
      #expect(throws: Never.self) { try read([:], in: folder) }
      #expect { try read(["byTrueLabel": 3], in: folder) } throws: {
        "\($0)".contains("not a state of metrics: byTrueLabel")
      }
    }
  }
}
