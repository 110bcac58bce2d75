/// The training that suits a set of pictures and a backbone that others have trained, where nobody named a method.
///
/// It is always LIFT's shape (Shi et al., ICML 2024): a cosine classifier that begins with the class means, and logit
/// adjustment. How much of the backbone trains follows from the number of samples; where the line lies nobody has published,
/// so that is this package's own choice.
public struct RecommendedTraining: Sendable, Equatable {
  /// One of ``Methods/names``.
  public let method = LIFTTraining.name
  /// `KEY=VALUE` each, for what differs from the method's plan.
  public let settings: [String]
  /// Length of the stage.
  public let epochs: Int
  /// Why, a sentence each.
  public let reasons: [String]

  /// Samples, and samples of a class on average, from which on adapters train.
  static let (adaptedSamples, adaptedPerClass) = (1000, 20)
  /// Samples from which on the norms of a convolutional network train.
  static let normSamples = 5000
  /// Steps that a training has at least, unless these are more than ``mostEpochs``.
  static let (leastSteps, mostEpochs) = (500, 50)

  /// - Parameters:
  ///   - counts: training samples of each class.
  ///   - backbone: what others have trained.
  public init(counts: [Int], backbone: any Backbone) {
    let samples = counts.reduce(0, +)
    let size = "\(samples) training samples of \(counts.count) classes"
    let name = type(of: backbone).name
    var settings: [String] = []
    var reasons: [String] = []
    if samples < Self.adaptedSamples || samples < Self.adaptedPerClass * counts.count {
      settings.append("model.tuning=\(LinearProbe.name)")
      reasons.append(
        "\(size) are too few to change features by (below \(Self.adaptedSamples), or \(Self.adaptedPerClass) a class): "
          + "\(name) stays as it is, the classifier alone trains")
    } else if backbone is VisionTransformer {
      settings.append("model.tuning=\(AdaptFormer.name)")
      reasons.append(
        "\(size) are enough for narrow adapters in every block; all of \(name) would forget the small classes (heavy "
          + "fine-tuning hurts)")
    } else if samples >= Self.normSamples {
      settings.append("model.tuning=\(NormTuning.name)")
      reasons.append(
        "\(size) are enough to train the norms of \(name), for which there are no adapters")
    } else {
      settings.append("model.tuning=\(LinearProbe.name)")
      reasons.append(
        "\(name) has no adapters, and \(size) are too few to train its norms (below \(Self.normSamples)): the classifier "
          + "alone trains")
    }
    reasons.append(
      "the classifier begins with the class means, so that the smallest class (\(counts.min() ?? 0)) has a place from the "
        + "first step on, and its loss makes up for the sizes of the classes")
    let published = LIFTTraining.publishedEpochs
    let steps = max(1, (samples + Self.batchSize - 1) / Self.batchSize)
    epochs = min(Self.mostEpochs, max(published, (Self.leastSteps + steps - 1) / steps))
    if epochs > published {
      reasons.append(
        "\(epochs) epochs instead of \(published), as an epoch has \(steps) \(steps == 1 ? "step" : "steps")"
      )
    }
    self.settings = settings
    self.reasons = reasons
  }

  /// Of the method's plan.
  private static let batchSize = 128

  /// What was chosen and why, for people: a line each.
  public var remarks: [String] {
    let words = (["longtail train \(method)"] + settings.map { "--set \($0)" })
      .joined(separator: " ")
    return ["no method was named; chosen: \(words) --epochs \(epochs)"]
      + reasons.map { "  because \($0)" }
  }
}

extension RunPlan {
  /// The training that suits the data and the request's backbone; its method is left out of account, its settings come
  /// after what was chosen. Reads the data.
  /// - Throws: what the source finds wrong, ``SettingsError`` (also without a backbone), `UnknownName`, ``DatasetProblem``.
  public init(
    recommendedFor request: MethodRequest, data: DataSettings, seed: Int = 0
  ) throws {
    guard let backbone = request.backbone else {
      throw SettingsError(
        "method", "none is named; one is chosen for a backbone alone (--backbone)")
    }
    var request = request
    request.method = LIFTTraining.name
    let requested = try request.requestedData(data, seed: seed)
    try request.check(requested)
    let partition = try requested.data.partition(seed: requested.seed)
    let chosen = RecommendedTraining(
      counts: partition.training.samples.classCounts, backbone: backbone.network.backbone)
    request.settings = chosen.settings + request.settings
    request.epochs = request.epochs ?? chosen.epochs
    let recipe = try request.recipe(
      for: TaskDescription(partition, dataset: requested.data.sourceName), requested,
      selection: request.selection ?? (partition.validation == nil ? .last : .validation))
    self.init(recipe, partition: partition)
    remarks = chosen.remarks
  }
}
