public import Calibration

/// What batch norm does in a stage.
public enum BatchNormBehaviour: String, Sendable, Codable, CaseIterable {
  /// Normalises by the batch, follows it, and its scale and shift train if their path does.
  case train
  /// Normalises by the batch and follows its statistics; scale and shift stay (shift learning, MiSLAS).
  case follow
  /// Normalises by the statistics that earlier stages left.
  case frozen
  /// As `frozen`, after one pass over the stage's first epoch has measured the statistics anew.
  case recomputed
}

/// A part of training in which nothing changes but the learning rate. A method is a list of stages.
///
/// Each step takes a batch of samples, in one or more views, and samples of further streams; mixes them; asks
/// the network and its companions; and moves the parameters along the gradient of the objectives. Hooks see to
/// what no gradient does.
public struct Stage: Sendable, Codable {
  /// What the log and progress displays call the stage.
  public var name: String
  /// 1 … 1,000,000
  public var epochs: Int
  /// Path prefixes of the parameters that train; all when empty. `classifier` stands for every expert's
  /// own, as does any path below `experts.m`. When none of them lies in the backbone, the backbone runs
  /// without gradients.
  public var trains: [String]
  /// What differs for the parameters below some paths.
  public var parameterRules: [ParameterRule]
  /// Path prefixes of parameters that are drawn anew when the stage begins; `all` is every one, with what batch norm has
  /// followed.
  public var reinitializes: [String]
  /// Computes the classifier from features in one pass, instead of training; the stage then has one
  /// epoch, and of its other settings only `reinitializes` and `batchNorm` count.
  @OrNone public var fit: Chosen<ClassifierFits>?
  /// Computes the classifier from features in one pass before the stage trains; it begins as it is when `nil`.
  @OrNone public var beginning: Chosen<ClassifierFits>?
  /// What batch norm does while the stage trains.
  public var batchNorm: BatchNormBehaviour
  /// The batch's samples.
  public var sampler: Chosen<Samplers>
  /// The classes whose samples the stage shows, in all of its streams; all when `nil`. Samplers then know no others.
  @OrNone public var classes: ClassRanks?
  /// Samples of a step, 1 … 1,000,000; the recipe's when `nil`.
  @OrNone public var batchSize: Int?
  /// What is done to the batch's pictures in its first view.
  public var augmentations: [Chosen<Augmentations>]
  /// Further views of the batch, for objectives that compare them.
  public var views: [View]
  /// Further samples for each step: a batch for each expert but the first, where the loss has branches, and
  /// then the partners of a mixing that takes them from elsewhere.
  public var streams: [Stream]
  /// Combines samples with each other; `nil` leaves them as they are.
  @OrNone public var mixing: Chosen<Mixings>?
  /// The objective, which also decides how many batches a step has.
  public var loss: Chosen<Losses>
  /// Objectives that are added to the loss.
  public var additionalLosses: [Chosen<Losses>]
  /// Networks beside the one that learns.
  public var companions: [Chosen<Companions>]
  /// What is done beside the gradient's steps: averages of weights, bounds on them, weights of samples.
  public var hooks: [Chosen<Hooks>]
  /// Moves the parameters along the gradient.
  public var optimizer: Chosen<Optimizers>
  /// How the learning rate runs over the stage.
  public var schedule: Chosen<Schedules>

  public init(
    name: String = "train", epochs: Int = 200, trains: [String] = [], fixed: [String] = [],
    parameterRules: [ParameterRule] = [], reinitializes: [String] = [],
    fit: (any ClassifierFit)? = nil, batchNorm: BatchNormBehaviour = .train,
    sampler: some Sampler = InstanceBalanced(), classes: ClassRanks? = nil, batchSize: Int? = nil,
    augmentations: [any Augmentation] = [], views: [View] = [], streams: [Stream] = [],
    mixing: (any Mixing)? = nil, loss: some ObjectiveSettings = CrossEntropy(),
    additionalLosses: [any ObjectiveSettings] = [], companions: [any CompanionSettings] = [],
    hooks: [any HookSettings] = [], optimizer: some OptimizerSettings = SGDSettings(),
    schedule: some Schedule = StepSchedule()
  ) {
    self.name = name
    self.epochs = epochs
    self.trains = trains
    self.parameterRules = parameterRules + fixed.map { ParameterRule($0, trains: false) }
    self.reinitializes = reinitializes
    self.fit = fit.map { Chosen($0) }
    self.batchNorm = batchNorm
    self.sampler = Chosen(sampler)
    self.classes = classes
    self.batchSize = batchSize
    self.augmentations = augmentations.map { Chosen($0) }
    self.views = views
    self.streams = streams
    self.mixing = mixing.map { Chosen($0) }
    self.loss = Chosen(loss)
    self.additionalLosses = additionalLosses.map { Chosen($0) }
    self.companions = companions.map { Chosen($0) }
    self.hooks = hooks.map { Chosen($0) }
    self.optimizer = Chosen(optimizer)
    self.schedule = Chosen(schedule)
  }
}
