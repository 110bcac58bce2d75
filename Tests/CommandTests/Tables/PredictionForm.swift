import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Where scores and labels lie in one form.
struct PredictionForm: CustomTestStringConvertible, Sendable {
  let name: String
  /// Writes the scores; `nil` for a line of names.
  let table: (@Sendable (_ row: Int, _ scores: String, _ label: Int) -> String)?
  var header: String?
  var ending = "csv"
  /// What must be said to read the scores.
  var options: [String] = []
  /// The column of the labels, where the table has one that is not called so.
  var labels: String?

  var testDescription: String { name }

  static let all = [
    PredictionForm(name: "npy", table: nil, ending: "npy"),
    PredictionForm(name: "npz", table: nil, ending: "npz"),
    PredictionForm(name: "safetensors", table: nil, ending: "safetensors"),
    PredictionForm(name: "no header", table: { _, scores, _ in scores }),
    PredictionForm(name: "names", table: { _, scores, _ in scores }, header: "a,b,c,d"),
    PredictionForm(name: "numbered names", table: { _, scores, _ in scores }, header: "0,1,2,3"),
    PredictionForm(
      name: "tabs", table: { _, scores, _ in scores.replacing(",", with: "\t") },
      header: "a\tb\tc\td", ending: "tsv"),
    PredictionForm(
      name: "index", table: { row, scores, _ in "\(row),\(scores)" }, header: ",a,b,c,d",
      options: ["--columns", "a..d"]),
    PredictionForm(
      name: "id", table: { row, scores, _ in "x\(row),\(scores)" }, header: "id,a,b,c,d",
      options: ["--columns", "a,b,c,d"]),
    PredictionForm(
      name: "label", table: { _, scores, label in "\(scores),\(label)" }, header: "a,b,c,d,label",
      labels: "label"),
    PredictionForm(
      name: "label in front", table: { _, scores, label in "\(label),\(scores)" },
      header: "Labels,a,b,c,d", labels: "Labels"),
    PredictionForm(
      name: "id, prediction and target",
      table: { row, scores, label in "\(row * 7),\(scores),\(label % 2),\(label)" },
      header: "id,a,b,c,d,pred,target", options: ["--columns", "a..d"], labels: "target"),
    PredictionForm(
      name: "columns by number", table: { row, scores, label in "\(row).5,\(scores),\(label)" },
      options: ["--columns", "2..5", "--header", "no"], labels: "6"),
  ]

  /// A folder `set` with predictions in this form; `name` is `logits` or `probabilities`.
  private func write(_ name: String, in folder: TemporaryFolder) throws {
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    let array = try NPYFile.read(folder("source/\(name).npy"))
    let values = array.floats()
    let labels = try NPYFile.read(folder("source/labels.npy")).integers()
    try FileManager.default.copyItem(
      atPath: folder("source/labels.npy"), toPath: folder("set/labels.npy"))
    let path = folder("set/\(name).\(ending)")
    switch ending {
    case "npy": try NPYFile.write(array, to: path)
    case "npz": try NPZFile.write([name: array], to: path)
    case "safetensors": try SafetensorsFile.write([(name: name, array: array)], to: path)
    default:
      let lines = labels.indices.map { row in
        let scores = (0..<4).map { "\(values[row * 4 + $0])" }.joined(separator: ",")
        return table?(row, scores, labels[row]) ?? scores
      }
      let text = ((header.map { [$0] } ?? []) + lines).joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
  }

  /// A folder `source` with predictions as arrays, and the same in this form in a folder `set`.
  func prepared(_ name: String = "logits") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SmallPredictions.write(
      "source", perClass: [80, 50, 30, 20], seed: 5, withFeatures: false, in: folder)
    if name == "probabilities" {
      let logits = try NPYFile.read(folder("source/logits.npy"))
      let values = logits.floats()
      let shares = (0..<logits.shape[0]).flatMap { row -> [Float] in
        let raised = (0..<4).map { exp(Double(values[row * 4 + $0])) }
        return raised.map { Float($0 / raised.reduce(0, +)) }
      }
      try NPYFile.write(
        NumericArray(shares, shape: logits.shape), to: folder("source/probabilities.npy"))
    }
    try write(name, in: folder)
    return folder
  }
}
