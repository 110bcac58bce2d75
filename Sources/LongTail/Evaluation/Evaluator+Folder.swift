import ArrayFiles
import Calibration
import Foundation
import Torch

extension Evaluator {
  /// Predictions on samples of the right shape, in their order, which are also written to a folder. Where there are more
  /// scores than are held in memory, they are written batch by batch, and those that are given lie in the mapped files.
  ///
  /// Of a group of processes one makes this call, while the others make ``visitAnswers(on:routes:_:)``.
  /// - Parameters:
  ///   - samples: what to predict.
  ///   - classCounts: is written with the predictions.
  ///   - folder: where they are written; made when it is not there.
  ///   - mostScores: scores of the ensemble and the experts that are held in memory.
  ///   - prepare: is called before anything is written.
  /// - Returns: as ``outputs(on:classCounts:routes:)``.
  /// - Throws: as that, and `FileProblem` when a file cannot be written.
  func outputs(
    on samples: LabelledSamples, classCounts: [Int]?, writingTo folder: String,
    mostScores: Int = Evaluator.mostScores, prepare: () throws -> Void = {}
  ) throws -> ModelOutputs {
    let experts = model.settings.experts
    let start = Date()
    let scores = samples.count * model.classes * (experts > 1 ? experts + 1 : 1)
    guard scores > mostScores else {
      var outputs = try outputs(on: samples, classCounts: classCounts)
      outputs.seconds = Date().timeIntervalSince(start)
      try prepare()
      try PredictionFolder.write(outputs.predictions, to: folder)
      try writeClassNames(of: samples, to: folder)
      return outputs
    }
    try require(samples)
    try prepare()
    let used = try write(samples, experts: experts, to: folder)
    let seconds = Date().timeIntervalSince(start)
    // Labels and counts as they are written beside scores that are in memory.
    try NPYFile.write(
      NumericArray(samples.labels, shape: [samples.count]), to: folder + "/labels.npy")
    if let classCounts {
      let text = "[" + classCounts.map(String.init).joined(separator: ", ") + "]\n"
      try AtomicFile.write(Data(text.utf8), to: folder + "/class_counts.json")
    }
    try writeClassNames(of: samples, to: folder)
    let written = try PredictionFolder.read(folder)
    var predictions = Predictions(
      logits: written.logits, labels: samples.labels, features: written.features,
      classCounts: classCounts)
    predictions.expertLogits = written.expertLogits
    predictions.uncertainties = uncertainties(of: predictions)
    if let uncertainties = predictions.uncertainties {
      try NPYFile.write(
        NumericArray(uncertainties, shape: [samples.count]), to: folder + "/uncertainty.npy")
    }
    return ModelOutputs(
      predictions: predictions, expertsUsed: predictor.rule.routes ? used : nil,
      seconds: seconds)
  }

  /// Names the classes beside scores, so that counts and priors by name find them.
  private func writeClassNames(of samples: LabelledSamples, to folder: String) throws {
    guard let names = samples.tellingClassNames, names.count == model.classes else { return }
    try ClassNameFile.write(names, to: folder + "/class_names.txt")
  }

  /// Writes scores and features batch by batch.
  /// - Returns: how many experts saw each sample, where a router chose them.
  private func write(
    _ samples: LabelledSamples, experts: Int, to folder: String
  ) throws -> [Int] {
    try Folder.make(folder)
    func writer(_ name: String, _ shape: [Int]) throws -> NPYRowWriter {
      try NPYRowWriter(
        path: "\(folder)/\(name).npy", shape: [samples.count] + shape, elementType: .float32)
    }
    let logits = try writer("logits", [model.classes])
    let expertLogits =
      experts > 1 ? try writer("expert_logits", [experts, model.classes]) : nil
    let features = try writer("features", [model.featureWidth])
    var expertsUsed: [Int] = []
    try visitAnswers(on: samples) { answer in
      try logits.append(answer.logits)
      try expertLogits?.append(answer.expertLogits)
      try features.append(answer.features)
      expertsUsed += answer.expertsUsed
    }
    try logits.finish()
    try expertLogits?.finish()
    try features.finish()
    return expertsUsed
  }
}

extension LabelledSamples {
  /// The names of the classes as they stand beside scores and in calibrators; `nil` for names that count from 0, which
  /// say nothing, and for those that no line can hold: they stay in the run's own files.
  var tellingClassNames: [String]? {
    guard classNames != classNames.indices.map(String.init),
      (try? ClassNameFile.check(classNames, for: "class_names.txt")) != nil
    else { return nil }
    return classNames
  }
}
