import ArrayFiles
public import Calibration
import Foundation
public import ModelExport
import Torch

/// A finished run's network as a file for other runtimes: preprocessing, all experts, the prediction rule, the
/// calibrator and a correction to another class prior, from picture bytes to probabilities.
public struct RunExport {
  /// How the file is made.
  public struct Options: Sendable {
    /// What the exported network takes pictures as; bytes, normalised inside, unless said otherwise.
    public var input = ExportedInput.bytes
    /// Whether the file gives the logits of each expert too, `[batch, experts, classes]`.
    public var hasExpertLogits = false
    /// Whether it gives the features, `[batch, width]`, as `network_features` where the run takes `features`.
    public var hasFeatures = false
    /// The class prior that probabilities are corrected to, after calibration; `nil` leaves them.
    public var prior: TestPrior?
    /// A file of `longtail sets fit` whose sets the network gives too, `[batch, classes]` of truth values; of the
    /// probabilities before a correction to another prior. `nil` gives none.
    public var sets: String?

    public init() {}
  }

  /// The network from pictures to probabilities, as it is written.
  public let graph: ModelGraph
  /// By key, each beginning with `longtail.`.
  public let metadata: [String: String]
  /// Whether sets or the run have no names of classes and are taken in the order of the other's, a line; else empty.
  public var notes: [String] { sets?.notes ?? [] }
  private let trained: TrainedModel
  private let options: Options
  private let calibration: FittedCalibration?
  private let correction: PriorCorrection?
  private let sets: ExportedSets?

  /// - Parameters:
  ///   - trained: the run's network.
  ///   - calibrator: of the run, with its name; `nil` gives the plain softmax.
  ///   - options: how the file is made.
  /// - Throws: `FileProblem` for a run with a router, a calibrator that is no graph, or weights that are not
  ///   finite, and for sets that are no thresholds of this calibrator's probabilities, or of other classes or classes in
  ///   another order; `CalibrationError` for a prior that does not fit.
  public init(
    _ trained: TrainedModel, calibrator: (name: String, fitted: FittedCalibration)?,
    options: Options
  ) throws {
    let recipe = trained.recipe
    let hasOneLook = recipe.data.framing.evaluation.framing.looks == 1
    guard recipe.prediction.expertWeights.isEmpty, recipe.prediction.views.isEmpty, hasOneLook
    else {
      let key =
        hasOneLook
        ? "prediction.\(recipe.prediction.views.isEmpty ? "expertWeights" : "views")"
        : "data.framing.evaluation"
      throw FileProblem(
        trained.run.path, at: key,
        "cannot be exported: one file answers to one look at a sample with the mean of all experts")
    }
    guard recipe.prediction.evidence == nil else {
      throw FileProblem(
        trained.run.path, at: "prediction.evidence",
        "cannot be exported: one file answers with the mean of all experts, and evidence weighs them"
      )
    }
    guard !recipe.prediction.routes else {
      throw FileProblem(
        trained.run.path,
        "its router decides for each sample which experts run, which a file of fixed operators cannot; "
          + "train or evaluate it with prediction.routes=false to export all experts")
    }
    for (name, tensor) in trained.model.store.tensors where tensor.isFinite().all().item() != 1 {
      throw FileProblem(trained.run.path, at: name, "holds a number that is not finite")
    }
    self.trained = trained
    self.options = options
    calibration = calibrator?.fitted
    let counts = trained.description.trainedCounts
    correction = try options.prior.map { prior in
      try PriorCorrection(
        from: counts.map { pow(Double($0), recipe.priorExponent) },
        to: prior.shares(
          classes: counts.count, trainingCounts: trained.description.publishedCounts))
    }
    sets = try options.sets.map { path in
      try ExportedSets(
        SetPredictorFile.read(path), from: path,
        calibrator: calibrator.map {
          try CalibratorIdentity.read(trained.run.calibratorPath($0.name)).identity
        } ?? CalibratorIdentity.none, classes: trained.known)
    }
    let builder = GraphBuilder(input: ExportedNetwork.port(of: trained, options.input))
    let input = ExportedNetwork.normalized(trained, options.input, in: builder)
    var outputs = trained.model.export(input, in: builder)
    outputs = outputs.adjusted(by: recipe.prediction, counts: counts, in: builder)
    var probabilities = try ExportedNetwork.probabilities(
      outputs, calibrator: calibrator, run: trained.run.path, in: builder)
    let members = sets?.export(probabilities, in: builder)
    if let correction {
      let factors = correction.offsets.map { exp($0 - (correction.offsets.max() ?? 0)) }
      probabilities = builder.normalizedToSum(
        builder.multiply(probabilities, builder.row(factors, "prior")))
    }
    let classes = counts.count
    builder.output(outputs.logits, as: ModelGraph.Port("logits", extents: [classes]))
    builder.output(probabilities, as: ModelGraph.Port("probabilities", extents: [classes]))
    if let members {
      builder.output(
        members, as: ModelGraph.Port("prediction_set", .boolean, extents: [classes]))
    }
    if options.hasExpertLogits {
      let experts = outputs.expertLogits
      builder.output(
        builder.stacked(experts),
        as: ModelGraph.Port("expert_logits", extents: [experts.count, classes]))
    }
    if options.hasFeatures {
      let width = recipe.model.backbone.backbone.featureWidth(for: trained.description.input)
      builder.output(
        outputs.features,
        as: ExportedNetwork.featurePort(beside: builder.graph.input, width: width))
    }
    graph = builder.graph
    metadata = try ExportedMetadata(
      trained, calibrator: calibrator?.name, input: options.input, correction: correction
    ).entries.merging(sets?.metadata() ?? [:]) { $1 }
  }

  /// Writes the file as ONNX and compares what it gives, read back, with the run on pictures of random bytes: it is
  /// kept only when they agree.
  /// - Parameters:
  ///   - path: the file.
  ///   - version: of the program.
  /// - Returns: the largest differences.
  /// - Throws: `FileProblem` when it cannot be written, or differs from the run by more than float32 explains.
  public func writeONNX(to path: String, version: String) throws -> ExportAgreement {
    try check(.onnx, path)
    try ONNXFile.write(graph, metadata: metadata, version: version, to: path)
    do {
      let agreement = try ExportAgreement(
        of: ONNXFile.read(path).graph, path: path, with: trained, input: options.input,
        calibration: calibration, correction: correction, sets: sets)
      try agreement.require(path)
      return agreement
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  /// Writes a classifier for Core ML, when the graph that it is made from agrees with the run on pictures of random
  /// bytes. Apple's own runtime is not asked.
  /// - Parameters:
  ///   - path: a `.mlmodel` file, which gets a neural network, or a `.mlpackage`, which gets a program.
  ///   - version: of the program.
  /// - Returns: the largest differences between the graph and the run.
  /// - Throws: `FileProblem` for another ending, for pictures that Core ML does not take, for what the form cannot
  ///   have, when the file cannot be written, or when the graph differs from the run by more than float32 explains.
  public func writeCoreML(to path: String, version: String) throws -> ExportAgreement {
    try check(.coreml, path)
    let agreement = try ExportAgreement(
      of: graph, path: path, with: trained, input: options.input, calibration: calibration,
      correction: correction, sets: sets)
    try agreement.require(path)
    try CoreMLFile.write(
      graph, classes: trained.description.classNames, metadata: metadata, version: version,
      to: path)
    return agreement
  }

  private func check(_ format: ExportFormat, _ path: String) throws(FileProblem) {
    if let refusal = format.refusal(path: path, input: options.input) {
      throw FileProblem(path, refusal)
    }
  }
}
