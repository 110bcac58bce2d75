import ArrayFiles
public import Calibration
import Torch

/// What a model says about some samples.
public struct ModelOutputs: Sendable {
  /// The ensemble's scores and those of its experts after the prediction rule, labels, and the experts'
  /// mean features. A single network has no experts' scores.
  public var predictions: Predictions
  /// How many experts the router showed each sample to; `nil` where all experts see all samples.
  public var expertsUsed: [Int]?
  /// How long the model took, where that was measured.
  var seconds = 0.0
}

/// Runs a model over samples without gradients, in batches.
public final class Evaluator {
  let predictor: Predictor
  private let normalization: Normalization
  let execution: Execution

  /// Samples that go through the network together: 256, on a processor as many as take the memory of 32 pictures of 224×224
  /// where that is less. More are no faster there, and take gigabytes.
  static func batchSize(of input: InputShape, looks: Int = 1, on device: Device) -> Int {
    var most = 256
    if device == .cpu, case .picture(let height, let width, _) = input {
      most = min(most, max(1, 32 * 224 * 224 / (height * width)))
    }
    // Several looks at a picture take no more memory than one.
    return max(1, most / looks)
  }

  /// Batches that samples make.
  static func batches(of samples: Int, input: InputShape, on device: Device) -> Int {
    let size = batchSize(of: input, on: device)
    return (samples + size - 1) / size
  }

  /// The rule's prior comes from `trainedCounts`, the images per class that the model was trained on; any
  /// picture is normalised as those were, whatever its own source says.
  public init(
    model: ExpertModel, rule: PredictionRule, trainedCounts: [Int], normalization: Normalization,
    execution: Execution
  ) {
    predictor = Predictor(model, rule: rule, trainedCounts: trainedCounts)
    self.normalization = normalization
    self.execution = execution
  }

  var model: ExpertModel { predictor.model }

  /// Predictions on samples of the right shape, in their order. Where the execution has a group, all its processes
  /// make this call, and get the same.
  /// - Parameters:
  ///   - samples: what to predict.
  ///   - classCounts: is handed on with the predictions.
  ///   - routes: whether the router chooses the experts that count; as the rule says when `nil`.
  /// - Returns: scores, features and labels, and what each expert says.
  /// - Throws: `FileProblem` for a picture that cannot be read, or scores that are not numbers.
  public func outputs(
    on samples: LabelledSamples, classCounts: [Int]?, routes: Bool? = nil
  ) throws -> ModelOutputs {
    let routes = routes ?? predictor.rule.routes
    let (experts, classes) = (model.settings.experts, model.classes)
    var logits: [Float] = []
    var features: [Float] = []
    var expertLogits = [[Float]](repeating: [], count: experts > 1 ? experts : 0)
    var expertsUsed: [Int] = []
    // Arrays that grow are there twice now and then.
    logits.reserveCapacity(samples.count * classes)
    features.reserveCapacity(samples.count * model.featureWidth)
    for expert in expertLogits.indices {
      expertLogits[expert].reserveCapacity(samples.count * classes)
    }
    try visitAnswers(on: samples, routes: routes) { answer in
      logits += answer.logits
      features += answer.features
      expertsUsed += answer.expertsUsed
      for row in 0..<answer.samples.count {
        for expert in expertLogits.indices {
          let first = (row * experts + expert) * classes
          expertLogits[expert] += answer.expertLogits[first..<first + classes]
        }
      }
    }
    let width = samples.count == 0 ? 1 : features.count / samples.count
    var predictions = Predictions(
      logits: Logits(logits, classes: classes), labels: samples.labels,
      features: Features(features, width: width), classCounts: classCounts)
    predictions.expertLogits = expertLogits.map { Logits($0, classes: classes) }
    predictions.uncertainties = uncertainties(of: predictions)
    return ModelOutputs(predictions: predictions, expertsUsed: routes ? expertsUsed : nil)
  }

  /// What the evidence of the experts leaves unsure of each sample; `nil` where their logits are no evidence.
  func uncertainties(of predictions: Predictions) -> [Double]? {
    guard predictor.rule.evidence != nil, !predictions.expertLogits.isEmpty else { return nil }
    return EvidentialUncertainty(predictions.expertLogits).uncertainties
  }

  /// The ensemble's scores alone; where the router chooses the experts, the others do not run.
  /// - Throws: `FileProblem` for samples of another shape, or a picture that cannot be read.
  public func scores(on samples: LabelledSamples) throws -> Logits {
    try require(samples)
    var logits: [Float] = []
    let batches = loader(of: samples).batches()
    while let batch = try batches.next() {
      logits += predictor.scores(batch.tensors(on: execution.device)).to(.float32).floats
    }
    try requireFinite(logits)
    return Logits(logits, classes: model.classes)
  }

  /// - Throws: `FileProblem` that names the first score which is no number.
  func requireFinite(_ logits: [Float], from first: Int = 0, experts: Int = 1) throws {
    guard let bad = logits.firstIndex(where: { !$0.isFinite }) else { return }
    throw FileProblem(
      "the model's logits",
      at: "sample \(first + bad / (model.classes * experts)), class \(bad % model.classes)",
      "\(logits[bad].isNaN ? "NaN" : "\(logits[bad])") was found, a finite number was expected: its weights "
        + "have grown too large; a smaller learning rate or a longer warm-up may help")
  }

  func batches(of samples: LabelledSamples) -> BatchIterator { loader(of: samples).batches() }

  func loader(of samples: LabelledSamples) -> BatchLoader {
    let views = predictor.rule.views.isEmpty ? [View()] : predictor.rule.views
    var looks = 1
    if case .pictures(let store) = samples.samples { looks = store.looks }
    return BatchLoader(
      samples, batchSize: Self.batchSize(of: model.input, looks: looks, on: execution.device),
      augmentations: views[0].augmentations.map(\.augmentation),
      furtherViews: views.dropFirst().map { $0.augmentations.map(\.augmentation) },
      normalization: normalization, threads: execution.loaderThreads)
  }

  /// - Throws: `FileProblem` for samples that the model does not take.
  func require(_ samples: LabelledSamples) throws {
    let expected = InputShape(samples.samples)
    guard expected == model.input else {
      throw FileProblem("the data", "has \(expected); the model takes \(model.input)")
    }
    guard samples.classes == model.classes else {
      throw FileProblem(
        "the data", "has \(samples.classes) classes; the model has \(model.classes)")
    }
  }

  /// The figures of one epoch's log line; `routes` lets the router choose the experts, where the rule does.
  /// - Throws: `FileProblem` without a sample, as nothing is measured then, and what ``outputs(on:classCounts:routes:)``
  ///   throws.
  func figures(
    on samples: LabelledSamples, routes: Bool = true, mostScores: Int = Evaluator.mostScores
  ) throws -> EpochFigures {
    let routes = routes && predictor.rule.routes
    let rows = max(1, mostScores / model.classes)
    let figures =
      samples.count <= rows
      ? try allFigures(on: samples, routes: routes)
      : try streamedFigures(on: samples, routes: routes, rows: rows)
    guard let accuracy = figures["accuracy"], let balancedAccuracy = figures["balanced_accuracy"],
      let calibrationError = figures["ece"], let negativeLogLikelihood = figures["nll"]
    else {
      throw FileProblem("the data", "0 samples to measure on; at least 1 was expected")
    }
    return EpochFigures(
      accuracy: accuracy, balancedAccuracy: balancedAccuracy, calibrationError: calibrationError,
      negativeLogLikelihood: negativeLogLikelihood)
  }

  /// Scores that are in memory at a time while an epoch is measured: 256 MB.
  static let mostScores = 1 << 26

  private func allFigures(on samples: LabelledSamples, routes: Bool) throws -> FigureTable {
    let predictions = try outputs(on: samples, classCounts: nil, routes: routes).predictions
    return try FigureTable(
      of: Measures.named(["accuracy", "balanced_accuracy", "ece", "nll"]),
      softmax(predictions.logits), labels: predictions.labels)
  }

  /// The same with no more than some rows of scores in memory; sums differ in their last digits.
  private func streamedFigures(
    on samples: LabelledSamples, routes: Bool, rows: Int
  ) throws -> FigureTable {
    var evidence = MergeableEvidence(classes: model.classes)
    var (logits, labels): ([Float], [Int]) = ([], [])
    func add() {
      evidence.add(softmax(Logits(logits, classes: model.classes)), labels: labels)
      logits.removeAll(keepingCapacity: true)
      labels.removeAll(keepingCapacity: true)
    }
    try visitAnswers(on: samples, routes: routes) { answer in
      logits += answer.logits
      labels += samples.labels[answer.samples]
      if labels.count >= rows { add() }
    }
    if !labels.isEmpty { add() }
    return try FigureTable(evidence)
  }
}
