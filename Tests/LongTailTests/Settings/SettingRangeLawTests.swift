import ArrayFiles
import Calibration
import LongTail
import TestSupport
import Testing

/// Whatever number a setting is given: it trains a step, or it is refused under a key that the recipe has.
struct SettingRangeLawTests {
  private static let numbers = [
    "-1", "0", "1e308", "-1e308", "1e-308", "9223372036854775807", "-9223372036854775808",
    "18446744073709551616", "0.5", "1.5",
  ]
  private static let texts = ["nan", ".nan", ".inf", "zzz", "[1]", "{a: 1}"]

  /// A recipe with an item, and where the item's settings stand.
  private struct Case {
    let recipe: Recipe
    let place: String
  }

  private static let data = DataSettings(
    source: "synthetic:classes=4,per-class=8,test=2,size=8", imbalanceFactor: 2,
    validationFraction: 0.25)

  /// One step, of all samples.
  private static func base(
    _ model: ModelSettings = ModelSettings(backbone: TwoLayerBackbone(hidden: 4))
  ) -> Recipe {
    SmallRun.recipe(
      [
        Stage(
          epochs: 1, optimizer: SGDSettings(learningRate: 0.01), schedule: ConstantSchedule())
      ], model: model, data: data, selection: .last, batchSize: 1000)
  }

  private static func cases(teacher: String) throws -> [Case] {
    let bare = base()
    var cases = [Case(recipe: bare, place: "")]
    for name in Losses.names {
      var recipe = bare
      switch name {
      case "cumulative-learning":
        recipe = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 2))
        recipe = try recipe.setting("stages.0.streams=[{sampler: reversed}]")
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
      case "residual-fusion", "diverse-distributions":
        recipe = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 3))
      case "dirichlet-mixture":
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
      case "confidence-weighted":
        recipe = try recipe.setting("stages.0.companions=[initial]")
      case "gaussian-clouded": recipe = try recipe.setting("model.classifier=cosine")
      default: break
      }
      let isLate = ["ldam", "distribution-aware-diversity", "evidential-experts"].contains(name)
      let settings =
        ["stages.0.loss=\(name)"] + (isLate ? ["stages.0.loss.reweightsFrom=0"] : [])
        + (name == "dirichlet-mixture" ? ["stages.0.loss.varianceFrom=0"] : [])
        + (name == "expert-logit-adjustment" ? ["stages.0.loss.strengths=[1]"] : [])
      cases.append(Case(recipe: try recipe.setting(settings), place: "stages.0.loss"))
    }
    for name in Samplers.names {
      cases.append(
        Case(recipe: try bare.setting("stages.0.sampler=\(name)"), place: "stages.0.sampler"))
    }
    let batches = "{name: class-aware, epochLength: batches, batchSize: 4, extraBatches: 1}"
    cases.append(
      Case(recipe: try bare.setting("stages.0.sampler=\(batches)"), place: "stages.0.sampler"))
    for name in Augmentations.names {
      cases.append(
        Case(
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
        cases.append(Case(recipe: try cut.setting("\(key)=\(name)"), place: key))
      }
    }
    for (key, names) in [
      ("stages.0.mixing", Mixings.names), ("stages.0.schedule", Schedules.names),
      ("stages.0.optimizer", Optimizers.names), ("model.classifier", ClassifierHeads.names),
    ] {
      for name in names {
        cases.append(Case(recipe: try bare.setting("\(key)=\(name)"), place: key))
      }
    }
    for name in ClassifierFits.names {
      let head =
        ["nearest-class-mean": "prototype", "class-mean-directions": "cosine"][name] ?? "linear"
      let fit = try bare.setting(["stages.0.fit=\(name)", "model.classifier=\(head)"])
      // A fit looks at features, and there are some without a network.
      cases.append(
        Case(recipe: try fit.setting("model.backbone=linear"), place: "stages.0.fit"))
    }
    for name in Backbones.names where !["lenet", "vgg19"].contains(name) {
      let small =
        name == "vit"
        ? ["model.backbone={name: vit, width: 12, depth: 2, heads: 3, hidden: 24, patch: 4}"]
        : ["model.backbone=\(name)"]
      let narrow = try bare.setting(small)
      let count = name == "resnet32" ? 3 : 4
      let hasWidths = name.hasPrefix("resne") && name != "resnet32-4x"
      let widths = [String](repeating: "16", count: count).joined(separator: ", ")
      cases.append(
        Case(
          recipe: hasWidths ? try narrow.setting("model.backbone.widths=[\(widths)]") : narrow,
          place: "model.backbone"))
    }
    return try cases + places(teacher: teacher)
  }

  /// Where a stage and an answer hold items beside the loss: hooks, companions, rules, views, streams.
  private static func places(teacher: String) throws -> [Case] {
    let bare = base()
    var cases = try Hooks.names.map { name in
      Case(recipe: try bare.setting("stages.0.hooks=[\(name)]"), place: "stages.0.hooks.0")
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
        Case(recipe: try bare.setting(settings), place: "stages.0.companions.0"))
    }
    let contrasted = try bare.setting(contrast + ["stages.0.companions=[momentum]"])
    cases += ["stages.0.additionalLosses.0", "stages.0.views.0"].map {
      Case(recipe: contrasted, place: $0)
    }
    cases.append(
      Case(
        recipe: try bare.setting("stages.0.additionalLosses=[focal]"),
        place: "stages.0.additionalLosses.0"))
    cases.append(
      Case(
        recipe: try bare.setting(
          "stages.0.parameterRules=[{prefix: classifier, rateFactor: 0.5, weightDecay: 0.1}]"),
        place: "stages.0.parameterRules.0"))
    cases.append(
      Case(
        recipe: try bare.setting([
          "stages.0.mixing={name: cmo, rest: 0}",
          "stages.0.streams=[{sampler: class-aware, augmentations: [horizontal-flip]}]",
        ]), place: "stages.0.streams.0"))
    let two = base(ModelSettings(backbone: TwoLayerBackbone(hidden: 4), experts: 2))
    cases.append(
      Case(
        recipe: try two.setting([
          "prediction.expertWeights=[1, 2]",
          "prediction.views=[{augmentations: [{name: horizontal-flip, probability: 1}]}]",
        ]), place: "prediction"))
    return cases
  }

  /// Paths of all values that are no tables and no names of items.
  private static func leaves(_ tree: SettingsTree, at path: [String] = []) -> [String] {
    switch tree {
    case .table(let values):
      values.sorted { $0.key < $1.key }.flatMap { leaves($1, at: path + [$0]) }
    case .list(let values):
      values.enumerated().flatMap { leaves($1, at: path + ["\($0)"]) }
    default: path.last == "name" ? [] : [path.joined(separator: ".")]
    }
  }

  private static func value(_ tree: SettingsTree, at path: String) -> SettingsTree? {
    var tree = tree
    for step in path.split(separator: ".").map(String.init) {
      switch tree {
      case .table(let values):
        guard let next = values[step] else { return nil }
        tree = next
      case .list(let values):
        guard let index = Int(step), values.indices.contains(index) else { return nil }
        tree = values[index]
      default: return nil
      }
    }
    return tree
  }

  @Test func `every setting takes a number that trains, or refuses it under its key`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.base(), in: folder("teacher")).carryOut()
    var trained = 0
    var refused = 0
    for one in try Self.cases(teacher: folder("teacher")) {
      let tree = try SettingsTree(encoding: one.recipe)
      for key in Self.leaves(tree) where key == one.place || key.hasPrefix(one.place) {
        guard !key.hasSuffix(".path") else { continue }
        let isNumber =
          switch Self.value(tree, at: key) {
          case .integer, .number, .null: true
          default: false
          }
        for value in Self.texts + (isNumber ? Self.numbers : []) {
          let what = "\(one.place): \(key)=\(value)"
          do {
            let recipe = try one.recipe.setting("\(key)=\(value)")
            let path = folder("run-\(trained)")
            _ = try SmallRun.session(recipe, in: path).carryOut()
            trained += 1
          } catch let error as SettingsError {
            refused += 1
            #expect(Self.value(tree, at: error.key) != nil || error.key == key, "\(what): \(error)")
            #expect(!error.problem.isEmpty, "\(what)")
          } catch let error as UnknownName {
            refused += 1
            #expect(!isNumber || Self.texts.contains(value), "\(what): \(error)")
          } catch is DatasetProblem where key.hasPrefix("data.") {
            refused += 1
          } catch let error as FileProblem
            where key == "method" || key.hasPrefix("start") || key.hasPrefix("stages.0.companions")
          {
            refused += 1
            #expect(!error.problem.isEmpty)
          } catch {
            Issue.record("\(what): \(error)")
          }
        }
      }
    }
    #expect(trained > 50 && refused > 500, "\(trained) trained, \(refused) refused")
  }
}
