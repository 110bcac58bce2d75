import Calibration
import LongTail
import Testing

/// `--set KEY=VALUE` and partial recipe files.
struct RecipeSettingTests {
  static func recipe(_ method: String = "cross-entropy") throws -> Recipe {
    let task = TaskDescription(
      dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
      imbalanceFactor: 100)
    return Recipe(
      method: method, data: DataSettings(source: "cifar100:data", imbalanceFactor: 100),
      plan: try Methods.method(named: method).plan(for: task), selection: .validation)
  }

  @Test func `one number is changed and nothing else`() throws {
    let before = try Self.recipe()
    let after = try before.setting("stages.0.optimizer.learningRate=0.05")
    #expect(after.stages[0].optimizer.settings.learningRate == 0.05)
    let undone = try after.setting("stages.0.optimizer.learningRate=0.1")
    #expect(try SettingsTree(encoding: undone) == SettingsTree(encoding: before))
    #expect(try SettingsTree(encoding: after) != SettingsTree(encoding: before))
  }

  @Test func `a bare name stands for the item with its defaults`() throws {
    let recipe = try Self.recipe().setting("stages.0.mixing=mixup")
    let mixup = try #require(recipe.stages[0].mixing?.mixing as? Mixup)
    #expect(mixup.alpha == Mixup().alpha)
    let changed = try recipe.setting("stages.0.mixing.alpha=0.4")
    #expect((changed.stages[0].mixing?.mixing as? Mixup)?.alpha == 0.4)
    // The same name again keeps the settings.
    let again = try changed.setting("stages.0.mixing=mixup")
    #expect((again.stages[0].mixing?.mixing as? Mixup)?.alpha == 0.4)
  }

  @Test func `none takes an item away`() throws {
    let recipe = try Self.recipe("mixup")
    #expect(recipe.stages[0].mixing != nil)
    #expect(try recipe.setting("stages.0.mixing=none").stages[0].mixing == nil)
    #expect(try recipe.setting("stages.0.mixing=null").stages[0].mixing == nil)
    #expect(try recipe.setting("stages.0.augmentations=none").stages[0].augmentations.isEmpty)
    #expect(try recipe.setting("data.imbalanceFactor=none").data.imbalanceFactor == nil)
  }

  @Test func `another item starts from its own defaults`() throws {
    let slow = try Self.recipe().setting("stages.0.optimizer.weightDecay=0.3")
    let adam = try slow.setting("stages.0.optimizer=adamw").stages[0].optimizer
    #expect(adam.name == "adamw")
    #expect(adam.settings.weightDecay == AdamWSettings().weightDecay)
    #expect(adam.settings.learningRate == AdamWSettings().learningRate)
    let inline = try slow.setting("stages.0.optimizer={name: adamw, learningRate: 0.002}")
    #expect(inline.stages[0].optimizer.settings.learningRate == 0.002)
    #expect(inline.stages[0].optimizer.settings.weightDecay == AdamWSettings().weightDecay)
  }

  @Test func `lists are given whole`() throws {
    let recipe = try Self.recipe().setting("stages.0.augmentations=[horizontal-flip]")
    #expect(recipe.stages[0].augmentations.map(\.name) == ["horizontal-flip"])
    let step = try Self.recipe().setting("stages.0.schedule.milestones=[1, 2, 3]")
    #expect((step.stages[0].schedule.schedule as? StepSchedule)?.milestones == [1, 2, 3])
  }

  @Test func `parameter rules take any path prefix`() throws {
    let recipe = try Self.recipe().setting(
      "stages.0.parameterRules=[{prefix: layer1, rateFactor: 0}, {prefix: layer2, weightDecay: 0.5}]"
    )
    #expect(
      recipe.stages[0].parameterRules == [
        ParameterRule("layer1", rateFactor: 0), ParameterRule("layer2", weightDecay: 0.5),
      ])
    let changed = try recipe.setting("stages.0.parameterRules.1.trains=false")
    #expect(changed.stages[0].fixed == ["layer2"])
  }

  @Test func `a stream may have augmentations of its own`() throws {
    let recipe = try Self.recipe().setting(
      "stages.0.streams=[{sampler: reversed, augmentations: [cutout]}, {sampler: class-balanced}]")
    let streams = recipe.stages[0].streams
    #expect(streams.map(\.sampler.name) == ["reversed", "class-balanced"])
    #expect(streams[0].augmentations?.map(\.name) == ["cutout"])
    #expect(streams[1].augmentations == nil)
  }

  @Test func `the name by itself chooses an item as the item's place does`() throws {
    let recipe = try Self.recipe()
    for (key, name) in [("mixing", "mixup"), ("optimizer", "adamw"), ("loss", "balanced-softmax")] {
      let short = try recipe.setting("stages.0.\(key)=\(name)")
      let long = try recipe.setting("stages.0.\(key).name=\(name)")
      #expect(try SettingsTree(encoding: short) == SettingsTree(encoding: long), "\(key)")
    }
  }

  @Test func `a table that is none by default may be given in part`() throws {
    let recipe = SmallRun.recipe([Stage()])
    let router = try recipe.setting("model.router={topLogits: 3}").model.router
    #expect(router == RouterSettings(topLogits: 3))
    #expect(try recipe.setting("model.router.hidden=8").model.router == RouterSettings(hidden: 8))
    let teacher = try recipe.setting(
      "stages.0.companions=[{name: teacher, path: RUN, model: {experts: 6}}]"
    )
    .stages[0].teacher
    #expect(teacher?.path == "RUN" && teacher?.model?.experts == 6)
    #expect(throws: UnknownName.self) { try recipe.setting("model.router={topLogit: 3}") }
    #expect(throws: SettingsError.self) { try recipe.setting("stages.0.batchSize.x=1") }
  }
}
