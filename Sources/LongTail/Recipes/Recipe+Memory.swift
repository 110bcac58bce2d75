import Torch

extension Recipe {
  /// Refuses what cannot be trained in the memory that there is, before anything is allocated.
  ///
  /// The estimate is one from below: parameters, their gradients and optimizer states, and for each sample of
  /// a step two maps a block, which the backward pass needs. What passes may still fail; what is refused
  /// could not have worked.
  /// - Parameters:
  ///   - input: of the network.
  ///   - classes: how many there are.
  ///   - samples: in the training part; no batch is larger.
  ///   - memory: in bytes.
  /// - Throws: ``SettingsError`` that names the setting to be made smaller.
  func requireMemory(
    input: InputShape, classes: Int, samples: Int, memory: Double = SystemMemory.limit
  ) throws {
    let outline = try ExpertModel(
      model, input: input, classes: classes, store: ParameterStore(seed: 0, isOutline: true))
    let parameters = outline.store.parameters.reduce(0.0) { $0 + Double($1.tensor.count) }
    for (index, stage) in stages.enumerated() {
      let copies =
        stage.fit != nil
        ? 1 : 2 + stage.optimizer.settings.statesPerParameter + stage.copiesOfWeights
      // A stage that leaves most parameters as they are has neither gradients nor states for them.
      let trained = outline.store.parameters.filter { trains($0.name, in: stage) }
        .reduce(0.0) { $0 + Double($1.tensor.count) }
      let weights = 4 * (parameters + trained * Double(copies - 1))
      guard weights < memory else { throw tooLarge(outline, weights, memory) }
      let size = min(partSize(in: stage), samples)
      let needed =
        weights
        + Double(size * (1 + stage.views.count + stage.furtherPasses))
        * outline.bytesPerSample(
          isTrained: !leavesBackbone(stage) && !stage.trainsRouterAlone, precision: precision)
      guard needed < memory else {
        throw SettingsError(
          stage.batchSize == nil ? "batchSize" : "stages.\(index).batchSize",
          "a step on \(size) \(input)\(accumulation > 1 ? " at once" : "") needs "
            + "\(SystemMemory.words(needed)) or more for the maps of "
            + "\(model.backbone.name), and there is \(SystemMemory.words(memory)); expected less, or a "
            + "smaller network (model.backbone)")
      }
    }
  }

  private func tooLarge(
    _ outline: ExpertModel, _ weights: Double, _ memory: Double
  ) -> SettingsError {
    let key = model.experts > 1 ? "model.experts" : "model.backbone"
    let what = model.experts > 1 ? "\(model.experts) experts with " : ""
    return SettingsError(
      key,
      "\(what)\(outline.parameterCount) parameters of \(model.backbone.name) need "
        + "\(SystemMemory.words(weights)) or more to be trained, and there is "
        + "\(SystemMemory.words(memory))")
  }
}

extension Stage {
  /// Copies of all weights that companions and hooks keep.
  fileprivate var copiesOfWeights: Int {
    companions.reduce(0) { $0 + $1.companion.copiesOfWeights }
      + hooks.reduce(0) { $0 + $1.hook.copiesOfWeights }
  }
}

extension ExpertModel {
  /// Bytes of one sample in a step: itself and the maps, all of them where the backward pass needs them.
  fileprivate func bytesPerSample(isTrained: Bool, precision: Precision) -> Double {
    let last = trunk.multiplyAdds(from: input.extents).last
    let sizes =
      trunk.mapSizes(from: input.extents) + branches.flatMap { $0.mapSizes(from: last) }
    // What a convolution gives, for the norm after it, and what that gives, for the next convolution.
    let kept = isTrained ? 2 * sizes.reduce(0, +) : sizes.max() ?? 0
    return 4 * Double(input.extents.reduce(1, *)) + (precision == .bfloat16 ? 2 : 4) * Double(kept)
  }
}
