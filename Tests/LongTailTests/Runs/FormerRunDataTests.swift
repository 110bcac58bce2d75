import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Data of runs that older versions recorded.
struct FormerRunDataTests {
  /// What older versions did not write.
  private func makeOlder(_ folder: TemporaryFolder) throws {
    for name in ["samples.npy", "SHA256SUMS"] {
      try FileManager.default.removeItem(atPath: folder("run/" + name))
    }
    for (name, keys) in [
      ("data.json", ["location", "trainingFingerprint", "testFingerprint"]),
      ("environment.json", ["folder"]),
    ] {
      let path = folder("run/" + name)
      let content = try Data(contentsOf: URL(fileURLWithPath: path))
      var values = try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
      for key in keys { #expect(values.removeValue(forKey: key) != nil) }
      try JSONSerialization.data(withJSONObject: values).write(to: URL(fileURLWithPath: path))
    }
  }

  @Test func `runs of older versions compare what they have`() throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder)
    try makeOlder(folder)
    #expect(try ChangedData.evaluated(folder).remarks.isEmpty)
    #expect(throws: Never.self) { try ChangedData.resumed(recipe, in: folder) }
    let other = try FinishedRun(folder("run"), execution: Execution())
    var conditions = EvaluationConditions()
    conditions.data = recipe.data.source
    _ = try other.predictions(under: conditions)
    #expect(other.remarks.contains { $0.contains("cannot be told") })
    try ChangedData.change("changed", folder)
    for accepting in [false, true] {
      #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder, accepting: accepting) }
      #expect(throws: FileProblem.self) {
        try ChangedData.resumed(recipe, in: folder, accepting: accepting)
      }
    }
  }
}
