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
public struct Stage: Sendable, Codable {
  public var name: String
  /// 1 … 1,000,000
  public var epochs: Int
  /// Path prefixes of the parameters that train; all when empty. `classifier` stands for every expert's
  /// own, as does any path below `experts.m`. When none of them lies in the backbone, the backbone runs
  /// without gradients.
  public var trains: [String]
  /// Path prefixes of parameters that stay although `trains` covers them; the model may lack them.
  public var fixed: [String]
  /// Path prefixes of parameters that are drawn anew when the stage begins.
  public var reinitializes: [String]
  /// Computes the classifier from features in one pass, instead of training; the stage then has one
  /// epoch, and of its other settings only `reinitializes` and `batchNorm` count.
  public var fit: Chosen<ClassifierFits>?
  public var batchNorm: BatchNormBehaviour
  public var sampler: Chosen<Samplers>
  /// Samplers of the second and further experts, where each has batches of its own; all see the same
  /// batches when empty. The loss decides how many there are (bilateral sampling, BBN).
  public var branchSamplers: [Chosen<Samplers>]
  /// Samples of a step, 1 … 1,000,000; the recipe's when `nil`.
  public var batchSize: Int?
  public var augmentations: [Chosen<Augmentations>]
  public var mixing: Chosen<Mixings>?
  public var loss: Chosen<Losses>
  /// A trained network whose answers the loss compares with.
  public var teacher: Teacher?
  public var optimizer: Chosen<Optimizers>
  public var schedule: Chosen<Schedules>
  /// Decay of the weights' exponential moving average, in (0, 1); none when `nil`. The averaged
  /// weights are evaluated and handed to the next stage.
  public var averageDecay: Double?

  public init(
    name: String = "train", epochs: Int = 200, trains: [String] = [], fixed: [String] = [],
    reinitializes: [String] = [], fit: (any ClassifierFit)? = nil,
    batchNorm: BatchNormBehaviour = .train, sampler: some Sampler = InstanceBalanced(),
    branchSamplers: [any Sampler] = [], batchSize: Int? = nil,
    augmentations: [any Augmentation] = [], mixing: (any Mixing)? = nil,
    loss: some LossFunction = CrossEntropy(), teacher: Teacher? = nil,
    optimizer: some OptimizerSettings = SGDSettings(),
    schedule: some Schedule = StepSchedule(), averageDecay: Double? = nil
  ) {
    self.name = name
    self.epochs = epochs
    self.trains = trains
    self.fixed = fixed
    self.reinitializes = reinitializes
    self.fit = fit.map { Chosen($0) }
    self.batchNorm = batchNorm
    self.sampler = Chosen(sampler)
    self.branchSamplers = branchSamplers.map { Chosen($0) }
    self.batchSize = batchSize
    self.augmentations = augmentations.map { Chosen($0) }
    self.mixing = mixing.map { Chosen($0) }
    self.loss = Chosen(loss)
    self.teacher = teacher
    self.optimizer = Chosen(optimizer)
    self.schedule = Chosen(schedule)
    self.averageDecay = averageDecay
  }

  private enum CodingKeys: String, CodingKey {
    case name, epochs, trains, fixed, reinitializes, fit, batchNorm, sampler
    case branchSamplers, batchSize, augmentations, mixing, loss, teacher, optimizer, schedule
    case averageDecay
  }

  // Written by hand so that what is absent is a visible `null`, which `--set` can then change.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(epochs, forKey: .epochs)
    try container.encode(trains, forKey: .trains)
    try container.encode(fixed, forKey: .fixed)
    try container.encode(reinitializes, forKey: .reinitializes)
    try container.encode(fit, forKey: .fit)
    try container.encode(batchNorm, forKey: .batchNorm)
    try container.encode(sampler, forKey: .sampler)
    try container.encode(branchSamplers, forKey: .branchSamplers)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(augmentations, forKey: .augmentations)
    try container.encode(mixing, forKey: .mixing)
    try container.encode(loss, forKey: .loss)
    try container.encode(teacher, forKey: .teacher)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(schedule, forKey: .schedule)
    try container.encode(averageDecay, forKey: .averageDecay)
  }
}

extension Stage {
  /// This stage at another length: milestones and the loss's own epochs scale with it.
  public func scaled(by ratio: Double) -> Stage {
    guard fit == nil else { return self }
    let length = max(1, Int((Double(epochs) * ratio).rounded()))
    var copy = self
    copy.epochs = length
    func schedule(_ own: some Schedule) -> Chosen<Schedules> {
      Chosen(own.scaled(from: epochs, to: length))
    }
    func loss(_ own: some LossFunction) -> Chosen<Losses> {
      Chosen(own.scaled(from: epochs, to: length))
    }
    copy.schedule = schedule(self.schedule.schedule)
    copy.loss = loss(self.loss.loss)
    return copy
  }

  /// Whether a parameter trains in this stage.
  public func trains(_ parameter: String) -> Bool {
    (trains.isEmpty || trains.contains { matches(parameter, prefix: $0) })
      && !fixed.contains { matches(parameter, prefix: $0) }
  }

  /// Whether only classifiers change, so that an earlier stage must have made the features.
  public var leavesBackbone: Bool {
    fit != nil || (!trains.isEmpty && !trains.contains(where: ExpertModel.isBackbone))
  }

  /// Whether nothing but a router changes, which leaves what the softmax says as it is.
  var trainsRouterAlone: Bool {
    !trains.isEmpty && trains.allSatisfy { matches($0, prefix: "router") }
  }

  /// λ of the prior ∝ π^λ that the softmax is for afterwards. Samplers put another prior in the place of
  /// the samples'; with one for each branch it is their mean, as the branches' logits are averaged.
  var priorExponent: Double {
    if let fit { return fit.fit.targetsUniformPrior ? 0 : 1 }
    let shown = ([sampler] + branchSamplers).map(\.sampler.priorExponent)
    return loss.loss.priorExponent + shown.reduce(0, +) / Double(shown.count) - 1
  }
}

extension Chosen where List == ClassifierFits {
  public var fit: any ClassifierFit { item(as: (any ClassifierFit).self) }
}

extension Chosen where List == Schedules {
  public var schedule: any Schedule { item(as: (any Schedule).self) }
}

extension Chosen where List == Losses {
  public var loss: any LossFunction { item(as: (any LossFunction).self) }
}

extension Chosen where List == Optimizers {
  public var settings: any OptimizerSettings { item(as: (any OptimizerSettings).self) }
}

extension Chosen where List == Mixings {
  public var mixing: any Mixing { item(as: (any Mixing).self) }
}

extension Chosen where List == Samplers {
  public var sampler: any Sampler { item(as: (any Sampler).self) }
}

extension Chosen where List == Augmentations {
  public var augmentation: any Augmentation { item(as: (any Augmentation).self) }
}
