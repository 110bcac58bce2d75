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
    guard !prediction.routes || expertCalibration == .combined else {
      throw SettingsError(
        "expertCalibration",
        "each calibrates all \(model.settings.experts) experts, but a router chooses those that answer "
          + "(prediction.routes); expected combined, or prediction.routes=false")
    }
    for (index, stage) in stages.enumerated() {
      let groups = [("trains", stage.trains), ("reinitializes", stage.reinitializes)]
      for (key, prefixes) in groups {
        for prefix in prefixes where !parameters.contains(where: { matches($0, prefix: prefix) }) {
          throw SettingsError(
            "stages.\(index).\(key)",
            "no parameter lies below \(prefix); the backbone is \(self.model.backbone.name), the "
              + "classifier \(self.model.classifier.name) (\(classifierNames(parameters)))")
        }
      }
      guard stage.fit != nil || parameters.contains(where: { stage.trains($0) }) else {
        throw SettingsError("stages.\(index).fixed", "nothing is left to train")
      }
      try validateFit(of: stage, at: index, model: model)
      if stage.fit == nil {
        try validateLoss(of: stage, at: index, model: model, classCounts: classCounts)
      }
    }
    let hasBackbone = parameters.contains(where: ExpertModel.isBackbone)
    guard hasBackbone, start == nil, let first = stages.first, first.leavesBackbone else { return }
    throw SettingsError(
      "stages.0",
      "\(first.name) leaves the backbone as it is, and no stage before it trains one; give the weights "
        + "of such a stage (--from RUN or CHECKPOINT)")
  }

  private func validateFit(of stage: Stage, at index: Int, model: ExpertModel) throws {
    guard let fit = stage.fit?.fit else { return }
    guard model.settings.experts == 1 else {
      throw SettingsError(
        "stages.\(index).fit", "needs one expert; the model has \(model.settings.experts)")
    }
    let names = Set(model.store.tensors.map(\.name))
    let missing = type(of: fit).needs.filter { !names.contains("classifier." + $0) }
    guard missing.isEmpty else {
      throw SettingsError(
        "stages.\(index).fit",
        "\(type(of: fit).name) needs a classifier with \(missing.joined(separator: ", ")); "
          + "\(self.model.classifier.name) has none")
    }
  }

  private func validateLoss(
    of stage: Stage, at index: Int, model: ExpertModel, classCounts: [Int]
  ) throws {
    let loss = stage.loss.loss
    let branches = loss.branches
    guard branches == 1 || model.settings.experts == branches else {
      throw SettingsError(
        "stages.\(index).loss",
        "\(stage.loss.name) is for \(branches) experts; the model has \(model.settings.experts)")
    }
    guard stage.branchSamplers.count == branches - 1 else {
      throw SettingsError(
        "stages.\(index).branchSamplers",
        "\(stage.loss.name) takes \(branches - 1) beside the first sampler, found "
          + "\(stage.branchSamplers.count)")
    }
    guard stage.teacher == nil || loss.usesTeacher else {
      throw SettingsError(
        "stages.\(index).teacher",
        "\(stage.loss.name) does not ask a teacher; set the loss to knowledge-distillation")
    }
    try within("stages.\(index).loss") {
      try loss.validate(
        for: LossInputs(
          experts: model.settings.experts, classCounts: classCounts,
          hasRouter: model.settings.router != nil, hasTeacher: stage.teacher != nil,
          epochs: stage.epochs, cosineScale: model.settings.classifier.head.cosineScale))
    }
  }

  private func classifierNames(_ parameters: [String]) -> String {
    parameters.filter(ExpertModel.isClassifier).joined(separator: ", ")
  }
}
