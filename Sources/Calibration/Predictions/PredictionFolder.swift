public import ArrayFiles
import Foundation

/// A folder with predictions: `logits.npy` (or `probabilities.npy`), `labels.npy`, and optionally
/// `features.npy`, `class_counts.json` and `expert_logits.npy`.
///
/// Arrays `[samples, classes]`, `[samples]`, `[samples, width]` and `[samples, experts, classes]`; a
/// leading axis of extent 1 is accepted in all but the last.
public enum PredictionFolder {
  /// - Throws: `FileProblem`, naming file, row and column of what is wrong.
  public static func read(_ path: String) throws(FileProblem) -> Predictions {
    func existing(_ name: String) -> String? {
      let file = (path as NSString).appendingPathComponent(name)
      return FileManager.default.fileExists(atPath: file) ? file : nil
    }
    var remarks: [String] = []
    let logits: Logits
    if let file = existing("logits.npy") {
      logits = try PredictionArrays.logits(file)
    } else if let file = existing("probabilities.npy") {
      logits = try PredictionArrays.probabilities(file).logarithms
      remarks.append("\(file): logits are taken as log(max(p, 1e-20)) of these probabilities")
    } else if FileManager.default.fileExists(atPath: path) {
      throw FileProblem(path, "neither logits.npy nor probabilities.npy is in this folder")
    } else {
      throw FileProblem(path, "there is no such folder")
    }
    guard let labelFile = existing("labels.npy") else {
      throw FileProblem(path, "labels.npy is not in this folder")
    }
    let samples = logits.samples
    let classes = logits.classes
    var predictions = Predictions(
      logits: logits,
      labels: try PredictionArrays.labels(labelFile, samples: samples, classes: classes))
    if let file = existing("features.npy") {
      predictions.features = try PredictionArrays.features(file, samples: samples)
    }
    if let file = existing("class_counts.json") {
      predictions.classCounts = try PredictionArrays.classCounts(file, classes: classes)
    }
    if let file = existing("expert_logits.npy") {
      predictions.expertLogits = try PredictionArrays.expertLogits(
        file, samples: samples, classes: classes)
    }
    predictions.remarks = remarks
    return predictions
  }

  /// Makes the folder where it is missing and writes each file whole or not at all.
  /// - Throws: `FileProblem` when a file cannot be written.
  public static func write(_ predictions: Predictions, to path: String) throws(FileProblem) {
    try Folder.make(path)
    func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }
    let logits = predictions.logits
    try NPYFile.write(
      NumericArray(logits.values, shape: [logits.samples, logits.classes]),
      to: file("logits.npy"))
    try NPYFile.write(
      NumericArray(predictions.labels, shape: [logits.samples]), to: file("labels.npy"))
    if let features = predictions.features {
      try NPYFile.write(
        NumericArray(features.values, shape: [features.samples, features.width]),
        to: file("features.npy"))
    }
    if let counts = predictions.classCounts {
      let text = "[" + counts.map(String.init).joined(separator: ", ") + "]\n"
      try AtomicFile.write(Data(text.utf8), to: file("class_counts.json"))
    }
    if !predictions.expertLogits.isEmpty {
      let experts = predictions.expertLogits.map(\.values)
      let values = (0..<logits.samples).flatMap { row in
        experts.flatMap { $0[row * logits.classes..<(row + 1) * logits.classes] }
      }
      try NPYFile.write(
        NumericArray(values, shape: [logits.samples, experts.count, logits.classes]),
        to: file("expert_logits.npy"))
    }
  }
}
