import ArrayFiles
import Foundation
public import Torch

/// Features of a backbone that others have trained, once and for all: what `features:FOLDER` reads, so that methods which
/// leave the backbone alone train on them in seconds.
public struct FeatureExtraction {
  private let recipe: Recipe
  private let data: DataPartition
  private let model: ExpertModel
  private let execution: Execution
  private let observer: (any TrainingObserver)?
  private static let batchSize = 64

  /// Builds the network and loads its weights.
  /// - Parameters:
  ///   - plan: with a backbone from a file; its stages do not count.
  ///   - execution: how it is carried out.
  ///   - observer: is told of what was found, and of progress.
  /// - Throws: ``SettingsError`` without such a backbone; `FileProblem` for a file that is gone or damaged.
  public init(
    _ plan: RunPlan, execution: Execution, observer: (any TrainingObserver)? = nil
  ) throws {
    guard let pretrained = plan.recipe.pretrained else {
      throw SettingsError("pretrained", "expected a file of weights (--backbone FILE), found none")
    }
    recipe = plan.recipe
    let normalization = Normalization(mean: pretrained.mean, deviation: pretrained.deviation)
    let input = InputShape(plan.partition.training.samples.samples)
    guard case .picture(_, _, let channels) = input, channels == normalization.mean.count else {
      throw SettingsError(
        "data.source",
        "gives \(input); expected pictures of \(normalization.mean.count) channels, as the backbone takes them"
      )
    }
    data = plan.partition.normalized(as: normalization)
    self.execution = execution
    self.observer = observer
    model = try ExpertModel(
      ModelSettings(backbone: recipe.model.backbone.backbone), input: input,
      classes: data.training.samples.classes, seed: 0, device: execution.device)
    try pretrained.load(into: model).remarks.forEach { observer?.noted($0) }
  }

  /// Numbers of each picture's features.
  public var width: Int { model.featureWidth }

  /// Files that ``write(to:as:)`` makes, below its folder.
  public static let fileNames =
    ["train", "validation", "test"].map { $0 + "/features.npy" } + ["backbone.json"]

  /// Writes `train`, `test`, and `validation` where the source has such a part, each with `features.npy` `[n, width]` and
  /// the files of ``SampleExport`` beside it, and `backbone.json`: which weights, how pictures came to them. The training
  /// part is all that was selected; a run on the features holds out the same of it as one on the pictures with the same seed
  /// and shares.
  /// - Parameters:
  ///   - folder: made when it is not there.
  ///   - type: float32 or float16.
  /// - Throws: `FileProblem` for a picture that cannot be read, features that are not finite, and a full disk;
  ///   `CancellationError` when the execution should stop.
  public func write(to folder: String, as type: DType = .float32) throws {
    func place(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    var parts = [("train", data.selection)]
    if data.hasOwnValidationPart, let validation = data.validation {
      parts.append(("validation", validation.samples))
    }
    parts.append(("test", data.test.samples))
    for (name, samples) in parts {
      try Folder.make(place(name))
      try write(samples, called: name, to: place(name), as: type)
      try SampleExport.writeLabels(
        of: samples, classCounts: data.publishedCounts, to: place(name))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let origin = FeatureOrigin(
      data: recipe.data, backbone: recipe.model.backbone, pretrained: recipe.pretrained)
    try AtomicFile.write(try encoder.encode(origin), to: place("backbone.json"))
  }

  private func write(
    _ samples: LabelledSamples, called name: String, to folder: String, as type: DType
  ) throws {
    let path = (folder as NSString).appendingPathComponent("features.npy")
    let writer = try NPYRowWriter(
      path: path, shape: [samples.count, width], elementType: type == .float16 ? .float16 : .float32
    )
    var looks = 1
    if case .pictures(let store) = samples.samples { looks = store.looks }
    let batches = BatchLoader(
      samples, batchSize: max(1, Self.batchSize / looks), threads: execution.loaderThreads
    ).batches()
    let start = Date()
    var done = 0
    while let batch = try batches.next() {
      guard !execution.shouldStop() else { throw CancellationError() }
      let features = withoutGradients {
        let views = batch.tensors(on: execution.device).map { model.features($0, .inference)[0] }
        return views.count == 1 ? views[0] : Tensor.stacked(views).mean(axis: 0)
      }
      let kept = features.to(type == .float16 ? .float16 : .float32)
      guard kept.isFinite().all().item() == 1 else {
        throw FileProblem(
          path, at: "rows \(done)…\(done + batch.count - 1)",
          "a feature is no finite number\(type == .float16 ? " in float16; float32 has more range" : "")"
        )
      }
      try writer.append(kept.numericArray())
      done += batch.count
    }
    try writer.finish()
    let rate = Double(done) / max(1e-9, Date().timeIntervalSince(start))
    observer?.noted(
      String(format: "\(name): \(done) × \(width) features, %.1f pictures/s", rate))
  }

  /// What is written beside the features.
  private struct FeatureOrigin: Encodable {
    let data: DataSettings
    let backbone: Chosen<Backbones>
    let pretrained: PretrainedWeights?
  }
}
