extension Stage {
  /// This stage at another length: milestones, hooks and the losses' own epochs scale with it.
  public func scaled(by ratio: Double) -> Stage {
    guard fit == nil else { return self }
    let length = max(1, Int((Double(epochs) * ratio).rounded()))
    var copy = self
    copy.epochs = length
    func schedule(_ own: some Schedule) -> Chosen<Schedules> {
      Chosen(own.scaled(from: epochs, to: length))
    }
    func loss(_ own: some ObjectiveSettings) -> Chosen<Losses> {
      Chosen(own.scaled(from: epochs, to: length))
    }
    func mixing(_ own: some Mixing) -> Chosen<Mixings> {
      Chosen(own.scaled(from: epochs, to: length))
    }
    func hook(_ own: some HookSettings) -> Chosen<Hooks> {
      Chosen(own.scaled(from: epochs, to: length))
    }
    copy.schedule = schedule(self.schedule.schedule)
    copy.loss = loss(self.loss.objective)
    copy.additionalLosses = additionalLosses.map { loss($0.objective) }
    copy.mixing = self.mixing.map { mixing($0.mixing) }
    copy.hooks = hooks.map { hook($0.hook) }
    return copy
  }

  /// The loss and what is added to it.
  var objectives: [any ObjectiveSettings] { ([loss] + additionalLosses).map(\.objective) }

  /// What the objectives multiply learning rates with, by path; the first one that says something of a path decides.
  func rateFactors(classCounts: [Int], experts: Int) -> [String: Double] {
    objectives.reduce([:]) { all, objective in
      all.merging(objective.rateFactors(classCounts: classCounts, experts: experts)) { own, _ in own
      }
    }
  }

  /// How often objectives ask the network beside the batch.
  var furtherPasses: Int { objectives.reduce(0) { $0 + $1.furtherPasses } }

  /// Streams that are the objectives' own, the last of the stage; several objectives see the same.
  var furtherStreams: Int { objectives.map(\.furtherStreams).max() ?? 0 }

  /// The first trained network beside the one that learns.
  public var teacher: Teacher? {
    get { companions.lazy.compactMap { $0.item as? Teacher }.first }
    set {
      let place = companions.firstIndex { $0.item is Teacher }
      switch (place, newValue) {
      case (let place?, let teacher?): companions[place] = Chosen(teacher)
      case (let place?, nil): companions.remove(at: place)
      case (nil, let teacher?): companions.append(Chosen(teacher))
      case (nil, nil): break
      }
    }
  }

  /// The slow copy of the network that learns.
  var momentumCopy: MomentumCopy? { companions.lazy.compactMap { $0.item as? MomentumCopy }.first }

  /// Whether a parameter trains in this stage.
  public func trains(_ parameter: String) -> Bool {
    (trains.isEmpty || trains.contains { matches(parameter, prefix: $0) })
      && rule(parameter, \.trains) != false
  }

  /// What stands for all parameters among the prefixes of those that are drawn anew.
  static let everything = "all"

  /// Whether a parameter is drawn anew when the stage begins.
  func drawsAnew(_ parameter: String) -> Bool {
    reinitializes.contains { $0 == Self.everything || matches(parameter, prefix: $0) }
  }

  /// Whether it has the network that the stage before left, before anything is drawn anew, beside the one that learns.
  /// Inside a stage it comes from the checkpoint.
  var asksFormer: Bool { companions.contains { $0.item is InitialCopy } }

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
    let branches = streams.prefix(max(0, loss.objective.branches - 1)).map(\.sampler)
    let shown = ([sampler] + branches).map(\.sampler.priorExponent)
    return loss.objective.priorExponent + shown.reduce(0, +) / Double(shown.count) - 1
      + hooks.map(\.hook).filter { $0.idleReason(epochs: epochs) == nil }
      .reduce(0) { $0 + $1.priorExponent }
  }
}

extension Chosen where List == ClassifierFits {
  /// The fit that a recipe names, with its settings.
  public var fit: any ClassifierFit { item(as: (any ClassifierFit).self) }
}

extension Chosen where List == Schedules {
  /// The schedule that a recipe names, with its settings.
  public var schedule: any Schedule { item(as: (any Schedule).self) }
}

extension Chosen where List == Losses {
  /// The objective that a recipe names, with its settings.
  public var objective: any ObjectiveSettings { item(as: (any ObjectiveSettings).self) }
}

extension Chosen where List == Optimizers {
  /// The optimizer that a recipe names: its settings.
  public var settings: any OptimizerSettings { item(as: (any OptimizerSettings).self) }
}

extension Chosen where List == Mixings {
  /// The mixing that a recipe names, with its settings.
  public var mixing: any Mixing { item(as: (any Mixing).self) }
}

extension Chosen where List == Samplers {
  /// The sampler that a recipe names, with its settings.
  public var sampler: any Sampler { item(as: (any Sampler).self) }
}

extension Chosen where List == Augmentations {
  /// The augmentation that a recipe names, with its settings.
  public var augmentation: any Augmentation { item(as: (any Augmentation).self) }
}
