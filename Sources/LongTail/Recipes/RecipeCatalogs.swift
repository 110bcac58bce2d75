/// Where in a recipe which list of things applies.
enum RecipeCatalogs {
  /// By the place in the recipe, with `*` for any place in a list.
  static let all: [String: any Catalog.Type] = [
    "data.framing.evaluation": Framings.self,
    "data.framing.training": Framings.self,
    "model.backbone": Backbones.self,
    "model.classifier": ClassifierHeads.self,
    "model.tuning": Tunings.self,
    "prediction.views.*.augmentations.*": Augmentations.self,
    "stages.*.additionalLosses.*": Losses.self,
    "stages.*.augmentations.*": Augmentations.self,
    "stages.*.beginning": ClassifierFits.self,
    "stages.*.companions.*": Companions.self,
    "stages.*.fit": ClassifierFits.self,
    "stages.*.hooks.*": Hooks.self,
    "stages.*.loss": Losses.self,
    "stages.*.mixing": Mixings.self,
    "stages.*.optimizer": Optimizers.self,
    "stages.*.sampler": Samplers.self,
    "stages.*.schedule": Schedules.self,
    "stages.*.streams.*.augmentations.*": Augmentations.self,
    "stages.*.streams.*.sampler": Samplers.self,
    "stages.*.views.*.augmentations.*": Augmentations.self,
  ]

  /// An item's default settings, with its name.
  static func defaults(of type: any CatalogItem.Type) throws -> SettingsTree {
    func tree(_ item: some CatalogItem) throws -> SettingsTree {
      guard case .table(var values) = try SettingsTree(encoding: item) else {
        return .table(["name": .text(Swift.type(of: item).name)])
      }
      values["name"] = .text(Swift.type(of: item).name)
      return .table(values)
    }
    return try tree(type.init())
  }
}
