import Calibration
import Torch

extension Recipe {
  /// Checks what only the network and the data can tell: that prefixes name parameters, that losses fit the
  /// experts, and that there are features before a stage uses them.
  /// - Throws: ``SettingsError``.
  func validate(for model: ExpertModel, classCounts: [Int]) throws {
    let parameters = model.store.parameters.map(\.name)
    guard !prediction.routes || model.settings.router != nil else {
      throw SettingsError(
        "prediction.routes", "no router can choose the experts: model.router is none")
    }
    guard !prediction.choosesExperts || expertCalibration == .combined else {
      let (who, instead) =
        prediction.routes
        ? ("a router chooses those that answer (prediction.routes)", "prediction.routes=false")
        : prediction.evidence != nil
          ? ("their evidence weighs them (prediction.evidence)", "prediction.evidence=none")
          : ("they count differently (prediction.expertWeights)", "prediction.expertWeights=[]")
      throw SettingsError(
        "expertCalibration",
        "each calibrates all \(model.settings.experts) experts, but \(who); expected combined, or "
          + instead)
    }
    let weights = prediction.expertWeights.count
    guard weights == 0 || weights == model.settings.experts else {
      throw SettingsError(
        "prediction.expertWeights",
        "\(weights) weights for \(model.settings.experts) experts; expected one for each")
    }
    if case .features = model.input, prediction.views.contains(where: { !$0.augmentations.isEmpty })
    {
      throw SettingsError(
        "prediction.views", "augmentations are for pictures; the data has features")
    }
    for (index, stage) in stages.enumerated() {
      let drawn = stage.reinitializes.filter { $0 != Stage.everything }
      let groups = [("trains", stage.trains), ("reinitializes", drawn)]
      for (key, prefixes) in groups {
        for prefix in prefixes where !parameters.contains(where: { matches($0, prefix: prefix) }) {
          throw SettingsError(
            "stages.\(index).\(key)",
            "no parameter lies below \(prefix); the backbone is \(self.model.backbone.name), the "
              + "classifier \(self.model.classifier.name) (\(classifierNames(parameters)))")
        }
      }
      for (place, rule) in stage.parameterRules.enumerated()
      where !rule.mayLack && !stage.hasObjective(below: rule.prefix)
        && !parameters.contains(where: { matches($0, prefix: rule.prefix) })
      {
        throw SettingsError(
          "stages.\(index).parameterRules.\(place).prefix",
          "no parameter lies below \(rule.prefix); the backbone is \(self.model.backbone.name), the "
            + "classifier \(self.model.classifier.name) (\(classifierNames(parameters)))")
      }
      guard stage.fit != nil || parameters.contains(where: { trains($0, in: stage) }) else {
        throw SettingsError("stages.\(index).parameterRules", "nothing is left to train")
      }
      try validateFit(of: stage, at: index, model: model)
      guard stage.fit == nil else { continue }
      try within("stages.\(index)") {
        try stage.validate(for: model, classCounts: classCounts)
      }
    }
    if let tuning = self.model.tuning, !tuning.tuning.trainsAll, pretrained == nil, start == nil,
      parameters.contains(where: ExpertModel.isBackbone)
    {
      throw SettingsError(
        "model.tuning",
        "\(tuning.name) leaves most of \(self.model.backbone.name) as it begins, which is at random here; give the weights "
          + "that others have trained (--backbone FILE)")
    }
    let hasBackbone = parameters.contains(where: ExpertModel.isBackbone)
    guard hasBackbone, start == nil, pretrained == nil, let first = stages.first,
      first.leavesBackbone
    else { return }
    throw SettingsError(
      "stages.0",
      "\(first.name) leaves the backbone as it is, and no stage before it trains one; give the weights "
        + "of such a stage (--from RUN or CHECKPOINT, or --backbone FILE)")
  }

  /// Whether a parameter trains in a stage, with this network's tuning.
  func trains(_ parameter: String, in stage: Stage) -> Bool {
    stage.trains(parameter) && model.tunes(parameter)
  }

  /// Whether a stage runs the backbone without gradients.
  func leavesBackbone(_ stage: Stage) -> Bool { stage.leavesBackbone || model.keepsBackbone }

  private func validateFit(of stage: Stage, at index: Int, model: ExpertModel) throws {
    let place = "stages.\(index).\(stage.fit == nil ? "beginning" : "fit")"
    guard let fit = (stage.fit ?? stage.beginning)?.fit else { return }
    guard model.settings.experts == 1 else {
      throw SettingsError(place, "needs one expert; the model has \(model.settings.experts)")
    }
    let names = Set(model.store.tensors.map(\.name))
    let missing = type(of: fit).needs.filter { !names.contains("classifier." + $0) }
    guard missing.isEmpty else {
      throw SettingsError(
        place,
        "\(type(of: fit).name) needs a classifier with \(missing.joined(separator: ", ")); "
          + "\(self.model.classifier.name) has none")
    }
  }

  private func classifierNames(_ parameters: [String]) -> String {
    parameters.filter(ExpertModel.isClassifier).joined(separator: ", ")
  }
}
