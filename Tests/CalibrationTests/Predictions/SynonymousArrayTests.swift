import ArrayFiles
import TestSupport
import Testing

@testable import Calibration

/// Files that hold two arrays either of which may be the labels.
struct SynonymousArrayTests {
  private func file(_ ending: String, second: [Int], in folder: TemporaryFolder) throws -> String {
    let path = folder("p.\(ending)")
    let logits = NumericArray([Float(2), 0, 0, 2, 3, 0], shape: [3, 2])
    let first = NumericArray([0, 1, 0], shape: [3])
    let other = NumericArray(second, shape: [second.count])
    if ending == "npz" {
      try NPZFile.write(["logits": logits, "labels": first, "label": other], to: path)
    } else {
      try SafetensorsFile.write(
        [("logits", logits), ("labels", first), ("label", other)], to: path)
    }
    return path
  }

  @Test(arguments: ["npz", "safetensors"], [[1, 0, 1], [0, 1]])
  func `label and labels of other numbers are refused`(ending: String, second: [Int]) throws {
    let folder = try TemporaryFolder()
    let path = try file(ending, second: second, in: folder)
    let rows = try PredictionRows(path, kind: .logits)
    for read in [
      { _ = try PredictionFolder.read(path) }, { _ = try LabelledRows(folder: path) },
      { _ = try LabelledRows(rows, labels: path) },
    ] as [() throws -> Void] {
      let error = #expect(throws: FileProblem.self) { try read() }
      #expect(
        error?.problem.hasPrefix("the arrays 'labels' [3] and 'label' [\(second.count)] may both")
          == true)
    }
    #expect(try LabelledRows(rows, labels: "\(path):labels").labels == [0, 1, 0])
  }

  @Test func `label and labels of the same numbers are one`() throws {
    let folder = try TemporaryFolder()
    let path = try file("npz", second: [0, 1, 0], in: folder)
    #expect(try PredictionFolder.read(path).labels == [0, 1, 0])
  }

  @Test func `logits of experts come before those of their mean where a combination is asked`()
    throws
  {
    let folder = try TemporaryFolder()
    let experts = NumericArray([Float(2), 0, 0, 2], shape: [1, 2, 2])
    let mean = NumericArray([Float(9), 1], shape: [1, 2])
    try NPZFile.write(["expert_logits": experts, "logits": mean], to: folder("p.npz"))
    let rows = try PredictionRows(
      folder("p.npz"), kind: .logits, combination: .meanLogits)
    #expect(try rows.logits(0..<1).values == [1, 1])
  }
}
