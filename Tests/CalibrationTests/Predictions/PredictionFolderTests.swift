import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Folders of predictions.
struct PredictionFolderTests {
  private func example() -> Predictions {
    Predictions(
      logits: Logits([1, 2, 3, -.infinity, 5, 6], classes: 3), labels: [2, 0],
      features: Features([1, 2, 3, 4], width: 2), classCounts: [10, 5, 1])
  }

  @Test func `predictions are read back as they were written, experts included`() throws {
    try withTemporaryFolder { folder in
      var predictions = example()
      predictions.expertLogits = [
        Logits([1, 2, 3, 4, 5, 6], classes: 3), Logits([6, 5, 4, 3, 2, 1], classes: 3),
      ]
      try PredictionFolder.write(predictions, to: folder + "/deep/test")
      let back = try PredictionFolder.read(folder + "/deep/test")
      #expect(back.logits == predictions.logits)
      #expect(back.labels == predictions.labels)
      #expect(back.features == predictions.features)
      #expect(back.classCounts == predictions.classCounts)
      #expect(back.expertLogits == predictions.expertLogits)
      #expect(back.remarks.isEmpty)
    }
  }

  @Test func `it is said which is read where logits and probabilities are both there`() throws {
    try withTemporaryFolder { folder in
      try PredictionFolder.write(example(), to: folder)
      #expect(try PredictionFolder.read(folder).notes == [])
      try NPYFile.write(
        NumericArray([0.2, 0.3, 0.5, 0.1, 0.1, 0.8], shape: [2, 3]),
        to: folder + "/probabilities.npy")
      let both = try PredictionFolder.read(folder)
      #expect(both.logits == example().logits)
      #expect(
        both.notes == ["\(folder): the logits are read; the probabilities there are not used"])
    }
  }

  @Test func `words beside scores are left out, and may be the labels where there are none`() throws
  {
    try withTemporaryFolder { folder in
      func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).csv"))
      }
      try write("logits", "file,cat,dog,kind,seen\na.png,2.5,0.5,cat,dog\nb.png,1,3.5,dog,owl\n")
      let error = #expect(throws: FileProblem.self) { try PredictionFolder.read(folder) }
      #expect(
        error?.problem.contains(
          "(its column 'kind' has names of the classes: are they the labels?)") == true)
      try write("labels", "label\ncat\ndog\n")
      try write("features", "file,width,height,comment\na.png,1,3,\nb.png,2,4,dark\n")
      let read = try PredictionFolder.read(folder)
      #expect(read.logits.values == [2.5, 0.5, 1, 3.5] && read.labels == [0, 1])
      #expect(read.features?.values == [1, 3, 2, 4])
      #expect(read.notes.contains("\(folder)/logits.csv: columns file, kind, seen are left out"))
      #expect(read.notes.contains("\(folder)/features.csv: columns file, comment are left out"))
    }
  }

  @Test func `names of classes beside scores that contradict the labels are refused`() throws {
    try withTemporaryFolder { folder in
      for (name, words) in [
        ("species", "'dog' by column 'species'"), ("pred", nil), ("answer", nil),
      ] {
        let text = "cat,dog,\(name)\n2.5,0.5,dog\n1,3.5,cat\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/logits.csv"))
        try NPYFile.write(NumericArray([0, 1], shape: [2]), to: folder + "/labels.npy")
        guard let words else {
          #expect(try PredictionFolder.read(folder).labels == [0, 1])
          continue
        }
        let error = #expect(throws: FileProblem.self) { try PredictionFolder.read(folder) }
        #expect(error?.path.hasSuffix("logits.csv") == true)
        #expect(
          error?.problem.contains(
            "class 'cat' by the position of its number, counted from 0, and \(words)") == true,
          "\(error?.problem ?? "")")
      }
    }
  }

  @Test func `a leading axis of extent 1, half and double precision are accepted`() throws {
    try withTemporaryFolder { folder in
      try NPYFile.write(
        NumericArray([1.0, 2, 3, 4], shape: [1, 2, 2]), to: folder + "/logits.npy")
      try NPYFile.write(NumericArray([Int32(0), 1], shape: [1, 2]), to: folder + "/labels.npy")
      let predictions = try PredictionFolder.read(folder)
      #expect(predictions.logits.values == [1, 2, 3, 4])
      #expect(predictions.labels == [0, 1])
    }
  }

  @Test func `probabilities alone give their logarithms as logits, and that is said`() throws {
    try withTemporaryFolder { folder in
      try NPYFile.write(
        NumericArray([Float(0.25), 0.75, 1, 0], shape: [2, 2]),
        to: folder + "/probabilities.npy")
      try NPYFile.write(NumericArray([0, 1], shape: [2]), to: folder + "/labels.npy")
      let predictions = try PredictionFolder.read(folder)
      #expect(predictions.remarks.count == 1)
      #expect(predictions.logits.values[3] == Float(log(1e-20)))
      let back = softmax(predictions.logits)
      #expect(abs(back.values[0] - 0.25) < 1e-6)
    }
  }

  @Test func `folders that are wrong are refused with file and place`() throws {
    try expectProblem("row 1, column 0: nan; a number or -inf was expected") { folder in
      try write([1, 2, .nan, 4], labels: [0, 1], to: folder)
    }
    try expectProblem("column 1: inf; a number or -inf was expected") { folder in
      try write([1, .infinity, 0, 4], labels: [0, 1], to: folder)
    }
    try expectProblem("labels.npy: 3 labels for 2 samples") { folder in
      try write([1, 2, 3, 4], labels: [0, 1, 1], to: folder)
    }
    try expectProblem("row 1: label 2; 0 to 1 was expected for 2 classes") { folder in
      try write([1, 2, 3, 4], labels: [0, 2], to: folder)
    }
    try expectProblem("row 0: label -1; 0 to 1 was expected for 2 classes") { folder in
      try write([1, 2, 3, 4], labels: [-1, 0], to: folder)
    }
    try expectProblem("labels.npy is not in this folder") { folder in
      try NPYFile.write(
        NumericArray([Float(1), 2], shape: [1, 2]), to: folder + "/logits.npy")
    }
    try expectProblem("neither logits.npy nor probabilities.npy is in this folder") { _ in }
    try expectProblem("row 1: probabilities sum to 0.5") { folder in
      try NPYFile.write(
        NumericArray([Float(0.5), 0.5, 0.25, 0.25], shape: [2, 2]),
        to: folder + "/probabilities.npy")
    }
    try expectProblem("class_counts.json: 3 counts for 2 classes") { folder in
      try write([1, 2, 3, 4], labels: [0, 1], to: folder)
      try Data("[1, 2, 3]".utf8).write(
        to: URL(fileURLWithPath: folder + "/class_counts.json"))
    }
    try expectProblem("class_counts.json: not a JSON array of integers") { folder in
      try write([1, 2, 3, 4], labels: [0, 1], to: folder)
      try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/class_counts.json"))
    }
    try expectProblem("features.npy: 1 feature rows for 2 samples") { folder in
      try write([1, 2, 3, 4], labels: [0, 1], to: folder)
      try NPYFile.write(
        NumericArray([Float(1), 2], shape: [1, 2]), to: folder + "/features.npy")
    }
    try expectProblem("logits of type bool; numbers were expected") { folder in
      try NPYFile.write(
        NumericArray(shape: [1, 2], elementType: .bool, bytes: Data([0, 1])),
        to: folder + "/logits.npy")
    }
  }

  private func write(_ logits: [Float], labels: [Int], to folder: String) throws {
    try NPYFile.write(
      NumericArray(logits, shape: [logits.count / 2, 2]), to: folder + "/logits.npy")
    try NPYFile.write(
      NumericArray(labels, shape: [labels.count]), to: folder + "/labels.npy")
  }

  private func expectProblem(
    _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ prepare: (String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try prepare(folder)
      #expect(sourceLocation: sourceLocation) {
        try PredictionFolder.read(folder)
      } throws: { error in
        error is FileProblem && "\(error)".contains(message)
      }
    }
  }

  @Test func `folders that are not there are refused`() {
    #expect(throws: FileProblem("/nowhere/at/all", "there is no such file or folder")) {
      try PredictionFolder.read("/nowhere/at/all")
    }
  }
}
