import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

struct MergeableEvidenceTests {
  private static func example() -> (probabilities: Probabilities, labels: [Int]) {
    var random = SeededNumbers(seed: 80)
    let predictions = random.predictions(samples: 900, classes: 4)
    return (softmax(predictions.logits), predictions.labels)
  }

  private func part(_ range: Range<Int>) -> MergeableEvidence {
    let (probabilities, labels) = Self.example()
    var state = MergeableEvidence(classes: 4)
    state.add(
      Probabilities(
        Array(probabilities.values[range.lowerBound * 4..<range.upperBound * 4]), classes: 4),
      labels: Array(labels[range]))
    return state
  }

  @Test func `parts merged in any order give the figures of the whole`() throws {
    let (probabilities, labels) = Self.example()
    let counts = [500, 200, 50, 10]
    let whole = try FigureTable(
      of: Measures.recorded, probabilities, labels: labels, classCounts: counts)
    let parts = [part(0..<1), part(1..<400), part(400..<400), part(400..<900)]
    for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
      var state = MergeableEvidence(classes: 4)
      for index in order { try state.merge(parts[index]) }
      expectSame(try FigureTable(state, classCounts: counts), whole)
    }
  }

  private func expectSame(_ found: FigureTable, _ whole: FigureTable) {
    #expect(found.samples == whole.samples)
    #expect(found.reliability.map(\.count) == whole.reliability.map(\.count))
    #expect(found.accuracyOfClass == whole.accuracyOfClass)
    let pairs: [(Double?, Double?)] = [
      (found["accuracy"], whole["accuracy"]),
      (found["balanced_accuracy"], whole["balanced_accuracy"]),
      (found["accuracy_few"], whole["accuracy_few"]), (found["ece"], whole["ece"]),
      (found["mce"], whole["mce"]), (found["classwise_ece"], whole["classwise_ece"]),
      (found["nll"], whole["nll"]), (found["brier"], whole["brier"]),
      (found["signed_gap"], whole["signed_gap"]),
      (found["overconfidence_error"], whole["overconfidence_error"]),
      (
        found.groupsByPredictedLabel?[.few]?.expectedError,
        whole.groupsByPredictedLabel?[.few]?.expectedError
      ),
      (
        found.groupsByTrueLabel?[.many]?.signedGap, whole.groupsByTrueLabel?[.many]?.signedGap
      ),
    ]
    for (first, second) in pairs {
      #expect(abs((first ?? .nan) - (second ?? .nan)) < 1e-12)
    }
    // From cells of width 1/4096 instead of sorted values.
    #expect(abs((found["adaptive_ece"] ?? .nan) - (whole["adaptive_ece"] ?? .nan)) < 5e-3)
    #expect(found["ace"] == nil)
  }

  @Test func `states come back from their files exactly`() throws {
    try withTemporaryFolder { folder in
      let state = part(0..<300)
      try state.write(to: folder + "/a.json")
      #expect(try MergeableEvidence.read(folder + "/a.json") == state)
      try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/b.json"))
      // Which key is named first is not fixed.
      #expect { try MergeableEvidence.read(folder + "/b.json") } throws: {
        "\($0)".hasPrefix(folder + "/b.json: not a state of metrics: ")
      }
    }
  }

  @Test func `the states of several files are one, each taken once`() throws {
    try withTemporaryFolder { folder in
      let (first, second) = (folder + "/a.json", folder + "/b.json")
      try part(0..<300).write(to: first)
      try part(300..<900).write(to: second)
      var whole = part(0..<300)
      try whole.merge(part(300..<900))
      #expect(try MergeableEvidence.merging([first, second])?.state == whole)
      #expect(try MergeableEvidence.merging([])?.state == nil)
      #expect(throws: FileProblem(first, "is named twice; its samples would count twice")) {
        try MergeableEvidence.merging([first, second, first])
      }
    }
  }

  @Test func `a copy of a state under another name does not count twice`() throws {
    try withTemporaryFolder { folder in
      let (first, copy) = (folder + "/a.json", folder + "/b.json")
      try part(0..<300).write(to: first)
      try part(0..<300).write(to: copy)
      let words = "holds the same samples as \(first); they would count twice"
      #expect(throws: FileProblem(copy, words)) { try MergeableEvidence.merging([first, copy]) }
    }
  }

  @Test func `answers of 0 and 1 may be equal without being a copy`() throws {
    try withTemporaryFolder { folder in
      var state = MergeableEvidence(classes: 2)
      state.add(Probabilities([1, 0, 0, 1, 1, 0], classes: 2), labels: [0, 1, 1])
      try state.write(to: folder + "/a.json")
      try state.write(to: folder + "/b.json")
      let merged = try #require(
        try MergeableEvidence.merging([folder + "/a.json", folder + "/b.json"]))
      #expect(merged.state.samples == 6)
      // It may be one all the same, and that is said.
      #expect(merged.notes.count == 1)
      #expect(
        merged.notes.first?.hasPrefix(
          "\(folder)/b.json: holds the same 3 answers of 0 and 1 as \(folder)/a.json")
          == true)
    }
  }

  @Test func `states of classes in another order are refused by name`() throws {
    var first = part(0..<300)
    first.classNames = (0..<first.classes).map { "class \($0)" }
    var other = part(300..<600)
    other.classNames = first.classNames?.reversed()
    let last = first.classes - 1
    #expect { try first.merge(other) } throws: {
      "\($0)".contains("class 0 is “class 0” in one and “class \(last)” in the other")
    }
    // Without names nothing can be told, and the names that are there stay.
    var nameless = part(300..<600)
    try nameless.merge(first)
    #expect(nameless.classNames == first.classNames)
  }

  @Test func `states of other classes or bins are refused`() {
    var state = MergeableEvidence(classes: 4)
    #expect(throws: CalibrationError.self) { try state.merge(MergeableEvidence(classes: 5)) }
    #expect(throws: CalibrationError.self) {
      try state.merge(MergeableEvidence(classes: 4, bins: 10))
    }
  }

  @Test func `probabilities in a mapped float32 file give the same figures as in memory`() throws {
    try withTemporaryFolder { folder in
      let (probabilities, labels) = Self.example()
      let path = folder + "/p.npy"
      try NPYFile.write(
        NumericArray(probabilities.values.map { Float($0) }, shape: [900, 4]), to: path)
      let mapped = try PredictionArrays.probabilities(path)
      let copied = Probabilities(mapped.values, classes: 4)
      #expect(TopLabels(mapped) == TopLabels(copied))
      #expect(
        try FigureTable(of: Measures.recorded, mapped, labels: labels)
          == FigureTable(of: Measures.recorded, copied, labels: labels))
      var state = MergeableEvidence(classes: 4)
      state.add(mapped, labels: labels)
      var other = MergeableEvidence(classes: 4)
      other.add(copied, labels: labels)
      #expect(state == other)
    }
  }

  @Test(arguments: [3, 15, 16, 21, 100])
  func `the first of equal maxima is the prediction`(count: Int) {
    for place in 0..<count {
      var row = [Double](repeating: 0.25, count: count)
      row[place] = 0.5
      row[count - 1] = 0.5
      let found = row.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { RowMaximum.find($0, count: count) }
      }
      #expect(found?.index == place)
      #expect(found?.value == 0.5)
    }
  }
}
