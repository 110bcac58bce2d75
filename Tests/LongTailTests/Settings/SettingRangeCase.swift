import Calibration
import LongTail

/// A recipe with an item, and where the item's settings stand.
struct SettingRangeCase {
  let recipe: Recipe
  let place: String

  private static let data = DataSettings(
    source: "synthetic:classes=4,per-class=8,test=2,size=8", imbalanceFactor: 2,
    validationFraction: 0.25)

  /// One step, of all samples.
  static func base(
    _ model: ModelSettings = ModelSettings(backbone: TwoLayerBackbone(hidden: 4))
  ) -> Recipe {
    SmallRun.recipe(
      [
        Stage(
          epochs: 1, optimizer: SGDSettings(learningRate: 0.01), schedule: ConstantSchedule())
      ], model: model, data: data, selection: .last, batchSize: 1000)
  }

  static func all(teacher: String) throws -> [SettingRangeCase] {
    let bare = base()
    var cases = [SettingRangeCase(recipe: bare, place: "")]
    for name in Losses.names {
      var recipe = bare
      switch name {
      case "cumulative-learning":
        recipe = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 2))
        recipe = try recipe.setting("stages.0.streams=[{sampler: reversed}]")
      case "meta-sampling":
        recipe = try recipe.setting("stages.0.streams=[{sampler: class-balanced}]")
      case "discriminative-centroids": recipe = try recipe.setting("model.classifier=memory")
      case "few-shot-episodes":
        recipe = try recipe.setting([
          "model.classifier=generating", "stages.0.streams=[{sampler: class-balanced}]",
        ])
      case "dirichlet-mixture":
        recipe = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 3))
      case "routing":
        recipe = base(
          ModelSettings(
            backbone: TwoLayerBackbone(hidden: 4), experts: 2,
            router: RouterSettings(topLogits: 2, hidden: 2)))
      case "knowledge-distillation":
        recipe = try recipe.setting("stages.0.companions=[{name: teacher, path: \(teacher)}]")
      case "supervised-contrast":
        recipe = try recipe.setting("stages.0.views=[{augmentations: []}]")
      case "balanced-contrast", "probabilistic-contrast":
        recipe = try recipe.setting("stages.0.views=[{augmentations: []}, {augmentations: []}]")
      case "parametric-contrast", "instance-contrast":
        recipe = try recipe.setting([
          "stages.0.views=[{augmentations: []}]", "stages.0.companions=[momentum]",
        ])
      case "residual-fusion", "diverse-distributions", "complementary-experts":
        recipe = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 3))
      case "diversity-consistency":
        recipe = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 3))
        recipe = try recipe.setting("stages.0.views=[{augmentations: []}]")
      case "global-local-consistency":
        recipe = base(
          ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 2, sharedParts: 1))
        recipe = try recipe.setting([
          "stages.0.views=[{augmentations: []}]", "stages.0.mixing=stream-mixup",
          "stages.0.streams=[{sampler: power-balanced}]",
        ])
      case "confidence-weighted", "former-distillation":
        recipe = try recipe.setting("stages.0.companions=[initial]")
      case "self-paced-distillation":
        recipe = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 4))
      case "rare-sample-generation":
        recipe = base(ModelSettings(backbone: ResNet32(widths: [2, 2, 2])))
      case "gaussian-clouded": recipe = try recipe.setting("model.classifier=cosine")
      default: break
      }
      let isLate = ["ldam", "distribution-aware-diversity", "evidential-experts"].contains(name)
      let settings =
        ["stages.0.loss=\(name)"] + (isLate ? ["stages.0.loss.reweightsFrom=0"] : [])
        + (name == "few-shot-episodes" ? ["stages.0.loss.shots=1"] : [])
        + (name == "rare-sample-generation"
          ? ["stages.0.loss.from=0", "stages.0.loss.frequent=0.5"] : [])
        + (name == "dirichlet-mixture" ? ["stages.0.loss.varianceFrom=0"] : [])
        + (name == "expert-logit-adjustment" ? ["stages.0.loss.strengths=[1]"] : [])
      cases.append(SettingRangeCase(recipe: try recipe.setting(settings), place: "stages.0.loss"))
    }
    for name in Samplers.names {
      cases.append(
        SettingRangeCase(
          recipe: try bare.setting("stages.0.sampler=\(name)"), place: "stages.0.sampler"))
    }
    let batches = "{name: class-aware, epochLength: batches, batchSize: 4, extraBatches: 1}"
    cases.append(
      SettingRangeCase(
        recipe: try bare.setting("stages.0.sampler=\(batches)"), place: "stages.0.sampler"))
    for name in Augmentations.names {
      cases.append(
        SettingRangeCase(
          recipe: try bare.setting("stages.0.augmentations=[\(name)]"),
          place: "stages.0.augmentations.0"))
    }
    let cut = try bare.setting([
      "stages.0.augmentations=[random-resized-crop]", "data.imageSize=6",
    ])
    for (key, names) in [
      ("data.framing.training", ["native", "resize"]),
      ("data.framing.evaluation", ["resize-center-crop", "five-crop"]),
    ] {
      for name in names {
        cases.append(SettingRangeCase(recipe: try cut.setting("\(key)=\(name)"), place: key))
      }
    }
    for (key, names) in [
      ("stages.0.mixing", Mixings.names), ("stages.0.schedule", Schedules.names),
      ("stages.0.optimizer", Optimizers.names), ("model.classifier", ClassifierHeads.names),
    ] {
      for name in names {
        cases.append(SettingRangeCase(recipe: try bare.setting("\(key)=\(name)"), place: key))
      }
    }
    // Directions of texts have no number among their settings, and need a file.
    for name in ClassifierFits.names where name != SemanticDirections.name {
      let head =
        [
          "nearest-class-mean": "prototype", "class-mean-directions": "cosine",
          "semantic-directions": "cosine", "alignment-scale": "aligned",
          "class-centroids": "memory", "generated-weights": "generating",
        ][name] ?? "linear"
      let fit = try bare.setting(
        ["stages.0.fit=\(name)", "model.classifier=\(head)"]
          + (name == "generated-weights" ? ["stages.0.fit.shots=1"] : []))
      // A fit looks at features, and there are some without a network.
      cases.append(
        SettingRangeCase(recipe: try fit.setting("model.backbone=linear"), place: "stages.0.fit"))
    }
    for name in Backbones.names where !["lenet", "vgg19", "convnext"].contains(name) {
      let small =
        name == "vit"
        ? ["model.backbone={name: vit, width: 12, depth: 2, heads: 3, hidden: 24, patch: 4}"]
        : ["model.backbone=\(name)"]
      let narrow = try bare.setting(small)
      let count = name == "resnet32" ? 3 : 4
      let hasWidths = name.hasPrefix("resne") && name != "resnet32-4x"
      let widths = [String](repeating: "16", count: count).joined(separator: ", ")
      cases.append(
        SettingRangeCase(
          recipe: hasWidths ? try narrow.setting("model.backbone.widths=[\(widths)]") : narrow,
          place: "model.backbone"))
    }
    for name in Tunings.names {
      let transformer = try bare.setting([
        "model.backbone={name: vit, width: 12, depth: 2, heads: 3, hidden: 24, patch: 4}",
        "model.tuning=\(name)",
      ])
      cases.append(SettingRangeCase(recipe: transformer, place: "model.tuning"))
    }
    return try cases + places(teacher: teacher)
  }

  /// Where a stage and an answer hold items beside the loss: hooks, companions, rules, views, streams.
  private static func places(teacher: String) throws -> [SettingRangeCase] {
    let bare = base()
    let three = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 3))
    var cases = try Hooks.names.map { name in
      SettingRangeCase(
        recipe: try (name == ComplementaryAnswers.name ? three : bare)
          .setting("stages.0.hooks=[\(name)]"), place: "stages.0.hooks.0")
    }
    // What makes the other companions wanted, where they are.
    let learned = "[{name: teacher, path: \(teacher)}]"
    let contrast = [
      "stages.0.views=[{augmentations: [cutout]}]",
      "stages.0.additionalLosses=[{name: supervised-contrast, queue: 8}]",
    ]
    for name in Companions.names {
      let settings =
        switch name {
        case Teacher.name:
          ["stages.0.loss=knowledge-distillation", "stages.0.companions=\(learned)"]
        case InitialCopy.name:
          ["stages.0.loss=confidence-weighted", "stages.0.companions=[initial]"]
        default: contrast + ["stages.0.companions=[\(name)]"]
        }
      cases.append(
        SettingRangeCase(recipe: try bare.setting(settings), place: "stages.0.companions.0"))
    }
    let contrasted = try bare.setting(contrast + ["stages.0.companions=[momentum]"])
    cases += ["stages.0.additionalLosses.0", "stages.0.views.0"].map {
      SettingRangeCase(recipe: contrasted, place: $0)
    }
    cases.append(
      SettingRangeCase(
        recipe: try bare.setting("stages.0.classes={from: 0, to: 1}"), place: "stages.0.classes"))
    cases.append(
      SettingRangeCase(
        recipe: try bare.setting("stages.0.additionalLosses=[focal]"),
        place: "stages.0.additionalLosses.0"))
    cases.append(
      SettingRangeCase(
        recipe: try bare.setting(
          "stages.0.parameterRules=[{prefix: classifier, rateFactor: 0.5, weightDecay: 0.1}]"),
        place: "stages.0.parameterRules.0"))
    cases.append(
      SettingRangeCase(
        recipe: try bare.setting([
          "stages.0.mixing={name: cmo, rest: 0}",
          "stages.0.streams=[{sampler: class-aware, augmentations: [horizontal-flip]}]",
        ]), place: "stages.0.streams.0"))
    let two = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 2))
    cases.append(
      SettingRangeCase(
        recipe: try two.setting([
          "prediction.expertWeights=[1, 2]",
          "prediction.views=[{augmentations: [{name: horizontal-flip, probability: 1}]}]",
        ]), place: "prediction"))
    return cases
  }
}
