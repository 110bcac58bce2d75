public import Calibration
import Foundation

/// Which epoch's weights a run ends with.
public enum CheckpointSelection: String, Sendable, Codable, CaseIterable {
  /// The last epoch's.
  case last
  /// The epoch with the best balanced accuracy on the validation part.
  case validation
  /// The epoch with the best accuracy on the test set, as several papers do. It makes the test
  /// figures too good, so every table and report that shows the run says so.
  case test
}

/// Arithmetic of the forward pass.
public enum Precision: String, Sendable, Codable, CaseIterable {
  case float32
  /// Autocast to bfloat16; parameters and optimizer stay in float32.
  case bfloat16
}

/// Where the samples come from and how they are divided.
public struct DataSettings: Sendable, Codable, Equatable {
  /// `name:location`, such as `cifar100:DIR`.
  public var source: String
  /// Largest class count over the smallest that the split makes; `nil` takes the data as it is.
  public var imbalanceFactor: Double?
  public var splitVariant: LongTailSplit.Variant
  /// Share of the training selection that is held out, in [0, 1).
  public var validationFraction: Double
  /// Share held out for calibration alone, in [0, 1); 0 calibrates on the validation part.
  public var calibrationFraction: Double
  /// Side of the square that pictures are resized to; `nil` keeps their size.
  public var imageSize: Int?
  public var pictureFit: PictureFit
  /// Share of each class that becomes the test part where the source has none, in (0, 1).
  public var testFraction: Double

  public init(
    source: String, imbalanceFactor: Double? = nil, splitVariant: LongTailSplit.Variant = .shuffled,
    validationFraction: Double = 0.2, calibrationFraction: Double = 0, imageSize: Int? = nil,
    pictureFit: PictureFit = .crop, testFraction: Double = 0.2
  ) {
    self.source = source
    self.imbalanceFactor = imbalanceFactor
    self.splitVariant = splitVariant
    self.validationFraction = validationFraction
    self.calibrationFraction = calibrationFraction
    self.imageSize = imageSize
    self.pictureFit = pictureFit
    self.testFraction = testFraction
  }

  private enum CodingKeys: String, CodingKey {
    case source, imbalanceFactor, splitVariant, validationFraction, calibrationFraction, imageSize
    case pictureFit, testFraction
  }

  // Written by hand so that what is absent is a visible `null`, which `--set` can then change.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(source, forKey: .source)
    try container.encode(imbalanceFactor, forKey: .imbalanceFactor)
    try container.encode(splitVariant, forKey: .splitVariant)
    try container.encode(validationFraction, forKey: .validationFraction)
    try container.encode(calibrationFraction, forKey: .calibrationFraction)
    try container.encode(imageSize, forKey: .imageSize)
    try container.encode(pictureFit, forKey: .pictureFit)
    try container.encode(testFraction, forKey: .testFraction)
  }
}

extension DataSettings {
  /// The source's name, without where its data are.
  public var sourceName: String { String(source.prefix { $0 != ":" }) }

  /// What a sample of the source looks like, as far as the source tells before it is read; sides and widths
  /// may be others.
  /// - Throws: ``UnknownName``.
  public var likelyInput: InputShape {
    get throws {
      switch try Datasets.type(named: sourceName).holdsPictures {
      case true: .picture(height: 32, width: 32, channels: 3)
      case false: .features(width: 32)
      }
    }
  }

  /// - Throws: ``SettingsError`` for the first setting that is out of range. Nothing is read.
  public func validate() throws {
    if let imbalanceFactor {
      do { _ = try ImbalanceFactor(imbalanceFactor) } catch let problem as DatasetProblem {
        throw SettingsError("imbalanceFactor", problem.description)
      }
    }
    try SettingsError.require("validationFraction", validationFraction, from: 0, below: 1)
    try SettingsError.require("calibrationFraction", calibrationFraction, from: 0, below: 1)
    guard validationFraction + calibrationFraction < 1 else {
      throw SettingsError(
        "calibrationFraction",
        "\(calibrationFraction) and a validationFraction of \(validationFraction) leave nothing to train on"
      )
    }
    try SettingsError.require("testFraction", testFraction, above: 0, below: 1)
    if let imageSize {
      try SettingsError.require("imageSize", imageSize, in: DatasetOptions.possibleImageSizes)
    }
  }

  /// Reads the data and divides it by role, holding out by `seed`.
  /// - Throws: what the source finds wrong, ``SettingsError``, ``DatasetProblem``.
  public func partition(seed: Int) throws -> DataPartition {
    try within("data") { try validate() }
    let options = DatasetOptions(imageSize: imageSize, fit: pictureFit)
    return try DataPartition(
      source: named(options),
      imbalanceFactor: imbalanceFactor.map { try ImbalanceFactor($0) }, variant: splitVariant,
      validationFraction: validationFraction, calibrationFraction: calibrationFraction,
      testFraction: testFraction, seed: UInt64(max(0, seed)))
  }

  /// The source; what is wrong with its text is a wrong setting, not wrong data.
  private func named(_ options: DatasetOptions) throws -> any DatasetSource {
    do { return try Datasets.source(source, options: options) } catch let problem as DatasetProblem
    {
      throw SettingsError("data.source", problem.description)
    }
  }
}

/// All that makes a run: the same recipe and seed on the same machine give the same weights.
public struct Recipe: Sendable, Codable {
  public var method: String
  public var data: DataSettings
  public var model: ModelSettings
  public var stages: [Stage]
  /// Where the first weights come from; `nil` draws them from the seed.
  public var start: CheckpointStart?
  public var prediction: PredictionRule
  /// Samples a step, 1 … 1,000,000.
  public var batchSize: Int
  /// Whether the ensemble or each of its experts is calibrated; the same for a single network.
  public var expertCalibration = ExpertCalibration.combined
  public var selection: CheckpointSelection
  public var precision: Precision
  /// Seed of the initial weights, the order of samples, augmentation, mixing and the hold-out.
  public var seed: Int

  public init(
    method: String, data: DataSettings, plan: Plan, selection: CheckpointSelection,
    precision: Precision = .float32, seed: Int = 0
  ) {
    self.method = method
    self.data = data
    self.model = plan.model
    self.stages = plan.stages
    self.prediction = plan.prediction
    self.batchSize = plan.batchSize
    self.selection = selection
    self.precision = precision
    self.seed = seed
  }

  private enum CodingKeys: String, CodingKey {
    case method, data, model, stages, start, prediction, batchSize, expertCalibration
    case selection, precision, seed
  }

  // Written by hand so that an absent start is a visible `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try container.encode(data, forKey: .data)
    try container.encode(model, forKey: .model)
    try container.encode(stages, forKey: .stages)
    try container.encode(start, forKey: .start)
    try container.encode(prediction, forKey: .prediction)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(expertCalibration, forKey: .expertCalibration)
    try container.encode(selection, forKey: .selection)
    try container.encode(precision, forKey: .precision)
    try container.encode(seed, forKey: .seed)
  }

  /// The recipe with its first stage `epochs` long and everything else in proportion: stages, milestones
  /// and re-weighting epochs scale and are rounded; warm-up stays but takes at most a quarter of its stage.
  /// - Throws: ``SettingsError`` for less than one epoch, or more than a stage can have.
  public func scaled(toEpochs epochs: Int) throws -> Recipe {
    try SettingsError.require("--epochs", epochs, in: Stage.possibleEpochs)
    var copy = self
    let ratio = Double(epochs) / Double(stages[0].epochs)
    copy.stages = stages.map { $0.scaled(by: ratio) }
    return copy
  }

  /// Epochs of all stages before one.
  func epochs(before stage: Int) -> Int { stages[..<stage].reduce(0) { $0 + $1.epochs } }

  /// The seed of what a stage draws; the first stage's is the run's own.
  func stageSeed(_ stage: Int) -> UInt64 {
    // The golden ratio's fraction keeps the stages of neighbouring seeds apart.
    UInt64(seed) &+ UInt64(stage) &* 0x9e37_79b9_7f4a_7c15
  }

  /// Whether the network's softmax estimates probabilities under a uniform class prior.
  public var targetsUniformPrior: Bool { abs(priorExponent) < 1e-9 }

  /// The stage that leaves the softmax as it is in the end: the last one that trains more than a router.
  var decidingStage: Stage? { stages.last { !$0.trainsRouterAlone } }

  /// The class prior that each expert's scores estimate probabilities under, each with sum 1; `nil` where
  /// the loss does not give each its own.
  /// - Parameter classCounts: training samples of each class, each ≥ 1.
  /// - Returns: a share a class for each expert.
  public func expertPriors(classCounts: [Int]) -> [[Double]]? {
    guard let stage = decidingStage else { return nil }
    let priors = stage.loss.loss.expertPriors(classCounts: classCounts, experts: model.experts)
    // What the samplers and the prediction rule change for all of them alike.
    let shift = priorExponent - stage.loss.loss.priorExponent
    let largest = Double(classCounts.max() ?? 1)
    return priors?.map { prior in
      let shares = zip(prior, classCounts).map { $0 * pow(Double($1) / largest, shift) }
      let total = shares.reduce(0, +)
      return shares.map { $0 / total }
    }
  }

  /// λ: the scores estimate class probabilities under the prior ∝ π^λ, π being the class distribution
  /// that was trained on; 0 for a uniform prior. What a correction to another prior has to begin from.
  public var priorExponent: Double {
    (decidingStage?.priorExponent ?? 1) - prediction.logitAdjustment
  }

  /// - Throws: ``SettingsError`` for the first setting that is out of range.
  public func validate() throws {
    try within("data") { try data.validate() }
    try within("model") { try model.validate() }
    try within("prediction") { try prediction.validate() }
    guard !stages.isEmpty else {
      throw SettingsError("stages", "expected at least one stage, found none")
    }
    try SettingsError.require("batchSize", batchSize, in: Stage.possibleBatchSizes)
    try SettingsError.require("seed", seed, in: 0...Int.max)
    if let start {
      try SettingsError.require("start.stage", start.stage, in: 0...stages.count - 1)
    }
    for (index, stage) in stages.enumerated() {
      try within("stages.\(index)") { try stage.validate() }
    }
  }
}
