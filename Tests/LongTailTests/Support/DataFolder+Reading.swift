import TestSupport

@testable import LongTail

extension DataFolder {
  /// What is said when a source cannot be read; empty when it can.
  func problem(_ source: String, part: DatasetPart = .training) -> String {
    do {
      _ = try Datasets.source(source).load(part)
      return ""
    } catch {
      return "\(error)"
    }
  }

  func partition(_ source: String, validation: Double = 0) throws -> DataPartition {
    try DataPartition(
      source: Datasets.source(source), imbalanceFactor: nil, validationFraction: validation,
      seed: 0)
  }
}
