import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Files whose samples are measured and fitted to, found by their rows.
struct SharedSampleTests {
  private func predictions(_ order: [Int], scale: Float = 0.37) -> Predictions {
    let rows = order.map { row in (0..<3).map { Float(3 * row + $0) * scale - 3.1 } }
    return Predictions(
      logits: Logits(rows.flatMap { $0 }, classes: 3), labels: order.map { $0 % 3 })
  }

  /// Folders `v`, `copy`, `turned` with its rows in another order, `half` with half of them, and `other`.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, order) in [
      ("v", Array(0..<10)), ("copy", Array(0..<10)), ("turned", (0..<10).reversed()),
      ("half", Array(5..<15)),
    ] { try PredictionFolder.write(predictions(order), to: folder(name)) }
    try PredictionFolder.write(predictions(Array(0..<10), scale: 0.41), to: folder("other"))
    return folder
  }

  @Test(
    arguments: [
      ("copy", "10 of its samples are in"), ("turned", "10 of its samples are in"),
      ("v", "these are the samples of"), ("half", nil), ("other", nil),
    ] as [(String, String?)])
  func `rows of files are told that are fitted to as well`(name: String, words: String?) throws {
    let folder = try folder()
    func scores(_ name: String) throws -> SharedSamples.Scores {
      let read = try LabelledRows(folder: folder(name))
      return (read.rows, read.labels, folder(name))
    }
    let found = try SharedSamples.warnings(measured: scores(name), fitted: scores("v"))
    #expect(found.count == (words == nil ? 0 : 1))
    if let words { #expect(found.first?.contains("\(folder(name)): \(words)") == true) }
    let rows = try ProbabilityRows(LabelledRows(folder: folder("v")).rows)
    #expect(rows.scores?.samples == 10)
  }

  @Test(arguments: [("copy", 1), ("turned", 1), ("half", 0), ("other", 0)])
  func `rows whose prior is estimated are told that were learned from`(
    name: String, warnings: Int
  ) throws {
    let folder = try folder()
    let files = try PriorFiles(
      validation: folder("v"), rows: folder("\(name)/logits.npy"), kind: .logits)
    #expect(files.warnings.count == warnings)
    #expect(
      files.warnings.allSatisfy { $0.contains("10 of its samples are in \(folder("v")) too") })
  }

  @Test func `probabilities are compared as they are, without certain ones`() throws {
    let folder = try TemporaryFolder()
    for (name, values) in [
      ("v", [0.25, 0.75, 0.5, 0.5, 0.125, 0.875]), ("sure", [0.0, 1, 0, 1, 1, 0]),
    ] {
      for copy in [name, name + "2"] {
        try Folder.make(folder(copy))
        try NPYFile.write(
          NumericArray(values, shape: [3, 2]), to: folder("\(copy)/probabilities.npy"))
        try NPYFile.write(NumericArray([0, 1, 0], shape: [3]), to: folder("\(copy)/labels.npy"))
      }
      let read = try [name, name + "2"].map { try LabelledRows(folder: folder($0)) }
      let found = SharedSamples.warnings(
        measured: (read[1].rows, read[1].labels, folder(name + "2")),
        fitted: (read[0].rows, read[0].labels, folder(name)))
      #expect(found.count == (name == "v" ? 1 : 0))
    }
  }
}
