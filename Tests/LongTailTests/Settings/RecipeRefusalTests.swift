import Calibration
import LongTail
import Testing

/// Assignments that a recipe does not take, and how they are refused.
struct RecipeRefusalTests {
  private func refusal(_ assignment: String) -> SettingsError? {
    #expect(throws: SettingsError.self) { try RecipeSettingTests.recipe().setting(assignment) }
  }

  @Test(arguments: [
    ("stages.0.optimizer.learningrate=1", "learningRate"), ("sead=3", "seed"),
    ("stages.0.mixing=mixupp", "mixup"), ("stages.0.loss=balanced-sofmax", "balanced-softmax"),
    ("stages.0.loss={name: balanced-softmax, strenght: 2}", "strength"),
    ("model.backbone=resnet23", "resnet32"), ("data.sorce=x", "source"),
  ])
  func `an unknown key or name comes with its neighbour`(_ assignment: String, _ nearest: String)
    throws
  {
    let recipe = try RecipeSettingTests.recipe()
    let error = #expect(throws: UnknownName.self) { try recipe.setting(assignment) }
    #expect(try #require(error).description.contains("did you mean \"\(nearest)\""))
  }

  @Test(arguments: [
    ("stages.0.mixing=mixupp", "stages.0.mixing", "mixup"),
    ("stages.0.mixing.name=mixupp", "stages.0.mixing", "mixup"),
    ("stages.0.loss.name=balanced-sofmax", "stages.0.loss", "balanced-softmax"),
    (
      "stages.0.additionalLosses=[balanced-sofmax]", "stages.0.additionalLosses.0",
      "balanced-softmax"
    ),
    (
      "stages.0.augmentations=[{name: horizontal-flop}]", "stages.0.augmentations.0",
      "horizontal-flip"
    ),
    ("stages.0.hooks=[max-norn]", "stages.0.hooks.0", "max-norm"),
    ("stages.0.companions=[{name: teachr}]", "stages.0.companions.0", "teacher"),
    ("stages.0.streams=[{sampler: class-balancd}]", "stages.0.streams.0.sampler", "class-balanced"),
    ("stages.0.sampler=class-balancd", "stages.0.sampler", "class-balanced"),
    ("stages.0.optimizer.name=adamv", "stages.0.optimizer", "adamw"),
    ("stages.0.optimizer={name: sam, base: adamv}", "stages.0.optimizer.base", "adamw"),
    ("stages.0.schedule=cosin", "stages.0.schedule", "cosine"),
    ("stages.0.fit.name=nearest-class-meen", "stages.0.fit", "nearest-class-mean"),
    ("model.backbone.name=resnet23", "model.backbone", "resnet32"),
    ("model.classifier.name=cosin", "model.classifier", "cosine"),
    (
      "stages.0.loss={name: label-aware-smoothing, shape: convexe}", "stages.0.loss.shape", "convex"
    ),
  ])
  func `an unknown name of a list says where it stands and what there is`(
    _ assignment: String, _ place: String, _ nearest: String
  ) throws {
    let found = #expect(throws: UnknownName.self) {
      try RecipeSettingTests.recipe().setting(assignment)
    }
    let error = try #require(found)
    #expect(error.place == place)
    #expect(error.description.hasPrefix("\(place): unknown \(error.kind) \"\(error.name)\""))
    #expect(error.description.contains("did you mean \"\(nearest)\"? (known: "), "\(error)")
  }

  @Test(arguments: [
    ("stages.0.epochs=many", "stages.0.epochs"), ("stages.0.epochs=1.5", "stages.0.epochs"),
    ("seed=[1]", "seed"), ("stages.0.optimizer.nesterov=3", "stages.0.optimizer.nesterov"),
    ("stages.0.loss=3", "stages.0.loss"), ("stages.0.batchNorm=sideways", "stages.0.batchNorm"),
    ("stages.0.mixing.alpha=1", "stages.0.mixing.alpha"), ("model=3", "model"),
    ("selection=best", "selection"), ("seed.deeper=1", "seed.deeper"),
    ("stages.0.loss.name=3", "stages.0.loss.name"),
    ("stages.0.loss={name: [focal]}", "stages.0.loss.name"),
  ])
  func `a value of the wrong kind names its key`(_ assignment: String, _ key: String) {
    #expect(refusal(assignment)?.key == key)
  }

  @Test(arguments: ["stages.1.epochs=3", "stages.-1.epochs=3", "stages.first.epochs=3"])
  func `a place that the list lacks is refused with its range`(_ assignment: String) throws {
    let error = try #require(refusal(assignment))
    #expect(error.key == assignment.split(separator: ".").prefix(2).joined(separator: "."))
    #expect(error.problem.contains("0 to 0"))
  }

  @Test(arguments: ["seed", "=3", ""])
  func `an assignment needs a key and a value`(_ assignment: String) {
    #expect(refusal(assignment)?.key == "--set")
  }

  @Test(arguments: [
    ("stages=[]", "stages"), ("batchSize=0", "batchSize"), ("seed=-1", "seed"),
    ("stages.0.epochs=0", "stages.0.epochs"),
    ("stages.0.optimizer.learningRate=0", "stages.0.optimizer.learningRate"),
    ("stages.0.optimizer.learningRate=-1", "stages.0.optimizer.learningRate"),
    ("stages.0.optimizer.weightDecay=-1", "stages.0.optimizer.weightDecay"),
    ("stages.0.optimizer.momentum=1", "stages.0.optimizer.momentum"),
    ("stages.0.optimizer={momentum: 0, nesterov: true}", "stages.0.optimizer.nesterov"),
    ("stages.0.optimizer={name: adamw, beta1: 1}", "stages.0.optimizer.beta1"),
    ("stages.0.optimizer={name: adamw, epsilon: 0}", "stages.0.optimizer.epsilon"),
    (
      "stages.0.parameterRules=[{prefix: conv1, rateFactor: -1}]",
      "stages.0.parameterRules.0.rateFactor"
    ),
    ("stages.0.parameterRules=[{prefix: conv1}]", "stages.0.parameterRules.0"),
    ("stages.0.parameterRules=[{rateFactor: 1}]", "stages.0.parameterRules.0.prefix"),
    ("stages.0.hooks=[{name: weight-averaging, decay: 1}]", "stages.0.hooks.0.decay"),
    ("stages.0.hooks=[{name: weight-averaging, decay: 0}]", "stages.0.hooks.0.decay"),
    ("stages.0.hooks=[max-norm, {name: max-norm, bound: 0}]", "stages.0.hooks.1.bound"),
    ("stages.0.companions=[{name: momentum, momentum: 1}]", "stages.0.companions.0.momentum"),
    ("stages.0.companions=[teacher]", "stages.0.companions.0.path"),
    (
      "stages.0.additionalLosses=[{name: supervised-contrast, temperature: 0}]",
      "stages.0.additionalLosses.0.temperature"
    ),
    (
      "stages.0.views=[{augmentations: [{name: cutout, length: 0}]}]",
      "stages.0.views.0.augmentations.0.length"
    ),
    (
      "stages.0.streams=[{sampler: {name: class-aware, samplesPerClass: 0}}]",
      "stages.0.streams.0.sampler.samplesPerClass"
    ),
    ("stages.0.optimizer={name: sam, radius: 0}", "stages.0.optimizer.radius"),
    (
      "stages.0.optimizer={name: sam, base: {name: sgd, learningRate: 0}}",
      "stages.0.optimizer.base.learningRate"
    ),
    ("stages.0.optimizer={name: sam, base: sam}", "stages.0.optimizer.base"),
    ("stages.0.mixing={name: mixup, alpha: -1}", "stages.0.mixing.alpha"),
    ("stages.0.optimizer.learningRate=.inf", "stages.0.optimizer.learningRate"),
    ("model.tuning={name: adaptformer, rank: 0}", "model.tuning.rank"),
    ("model.tuning={name: adaptformer, rank: 4097}", "model.tuning.rank"),
    ("model.tuning={name: adapter, rank: 0}", "model.tuning.rank"),
    ("model.tuning={name: adapter, rank: 4097}", "model.tuning.rank"),
    ("model.tuning={name: lora, rank: 0}", "model.tuning.rank"),
    ("model.tuning={name: lora, rank: 4097}", "model.tuning.rank"),
    ("model.tuning={name: vpt-shallow, prompts: 0}", "model.tuning.prompts"),
    ("model.tuning={name: vpt-shallow, prompts: 1001}", "model.tuning.prompts"),
    ("model.tuning={name: vpt-deep, prompts: 0}", "model.tuning.prompts"),
    ("model.tuning={name: vpt-deep, prompts: 1001}", "model.tuning.prompts"),
  ])
  func `a value out of range names its key`(_ assignment: String, _ key: String) {
    #expect(refusal(assignment)?.key == key)
  }

  @Test(arguments: [
    ("model.experts=2.5", "model.experts"), ("model.depths=[1, 1.5]", "model.depths.1"),
    ("stages.0.epochs=0.5", "stages.0.epochs"),
    ("stages.0.hooks=[{name: class-weights, from: 1.5}]", "stages.0.hooks.0.from"),
    ("stages.0.mixing={name: cmo, rest: 1.5}", "stages.0.mixing.rest"),
    (
      "stages.0.additionalLosses=[{name: supervised-contrast, weight: 0.5, queue: 1.5}]",
      "stages.0.additionalLosses.0.queue"
    ),
  ])
  func `a fraction for a whole number is named with its place`(_ setting: String, _ key: String) {
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.recipe([Stage()]).setting(setting)
    }
    #expect(error?.key == key)
    #expect(error?.problem.contains("expected a whole number") == true)
  }

  @Test func `what is missing where a value is needed is said`() {
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.recipe([Stage()]).setting("batchSize=none")
    }
    #expect(error?.key == "batchSize" && error?.problem == "expected a value, found none")
  }
}
