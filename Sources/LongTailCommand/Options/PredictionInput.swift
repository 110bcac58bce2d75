import ArrayFiles
import Calibration

/// Predictions that the command line names.
enum PredictionInput {
  static func folder(_ path: String) throws -> Predictions { try PredictionFolder.read(path) }

  static func logits(_ path: String) throws -> Logits { try PredictionArrays.logits(path) }

  static func features(_ path: String, samples: Int) throws -> Features {
    try PredictionArrays.features(path, samples: samples)
  }
}
