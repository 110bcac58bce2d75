import Calibration
import Foundation

/// Outputs of real networks, in the folder that the environment variable LONGTAIL_DATA names.
enum RealPredictions {
  static let folder = ProcessInfo.processInfo.environment["LONGTAIL_DATA"].map {
    $0 + "/calibration"
  }

  static var areThere: Bool { folder.map(FileManager.default.fileExists(atPath:)) ?? false }

  static let hint = "LONGTAIL_DATA does not name a folder with calibration data"

  /// CIFAR-10-LT, imbalance factor 10, of the knowledge-transfer authors.
  static func longTailed(_ split: String) throws -> Predictions {
    try PredictionFolder.read((folder ?? "") + "/cifar10-lt-if10/" + split)
  }
}
