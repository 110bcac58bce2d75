import Foundation
import TestSupport
import Testing

/// A training that takes about a second, and what must be equal between two of them.
enum SmallRun {
  static let data = "synthetic:classes=4,per-class=60,test=10,size=8"

  /// Arguments of `longtail train`; the output folder is relative.
  static func arguments(
    output: String, epochs: Int = 10, backbone: String = "two-layer", extra: [String] = []
  ) -> [String] {
    [
      "train", "balanced-softmax", "--data", data, "--imbalance-factor", "4",
      "--epochs", "\(epochs)", "--set", "model.backbone=\(backbone)", "--set", "batchSize=16",
      "--checkpoint-interval", "0.05", "--threads", "1", "--device", "cpu", "--output", output,
    ] + extra
  }

  /// Carries out the training and expects it to succeed.
  static func train(
    _ output: String, in folder: TemporaryFolder, epochs: Int = 10, backbone: String = "two-layer",
    extra: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try LongTailProcess.run(
      arguments(output: output, epochs: epochs, backbone: backbone, extra: extra),
      in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
  }

  /// Everything in a run's folder that two equal runs share bit for bit, by its path: weights,
  /// predictions, calibrators, and the log without its timing.
  static func result(_ run: String) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: run) {
      let compared =
        path.hasSuffix("model.safetensors") || path.hasPrefix("predictions/")
        || path.hasPrefix("calibrators/")
      var isFolder: ObjCBool = false
      guard compared,
        FileManager.default.fileExists(atPath: run + "/" + path, isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      result[path] = FileManager.default.contents(atPath: run + "/" + path)
    }
    result["log.jsonl"] = try logWithoutTiming(run)
    return result
  }

  private static func logWithoutTiming(_ run: String) throws -> Data {
    let data = try Data(contentsOf: URL(fileURLWithPath: run + "/log.jsonl"))
    return try data.split(separator: UInt8(ascii: "\n")).reduce(into: Data()) { log, line in
      var record = try #require(
        try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      try #require(record.removeValue(forKey: "timing") != nil)
      log += try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
      log.append(UInt8(ascii: "\n"))
    }
  }

  /// Expects two runs to have the same result, and names the files that differ.
  static func expectEqual(
    _ run: String, _ reference: [String: Data], _ comment: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try Self.result(run)
    let differing = Set(result.keys).union(reference.keys)
      .filter { result[$0] != reference[$0] }.sorted()
    #expect(differing.isEmpty, "\(comment) \(differing)", sourceLocation: sourceLocation)
    let leftOver = try FileManager.default.subpathsOfDirectory(atPath: run)
      .filter { $0.hasSuffix(".new") || $0.hasSuffix(".old") || $0.hasSuffix(".tmp") }
    #expect(leftOver.isEmpty, "\(comment) \(leftOver)", sourceLocation: sourceLocation)
  }
}
