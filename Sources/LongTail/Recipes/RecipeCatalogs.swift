/// Where in a recipe which list of things applies.
enum RecipeCatalogs {
  private static let byKey: [String: any Catalog.Type] = [
    "additionalLosses": Losses.self,
    "augmentations": Augmentations.self,
    "backbone": Backbones.self,
    "base": Optimizers.self,
    "classifier": ClassifierHeads.self,
    "companions": Companions.self,
    "evaluation": Framings.self,
    "fit": ClassifierFits.self,
    "hooks": Hooks.self,
    "labelLoss": Losses.self,
    "loss": Losses.self,
    "mixing": Mixings.self,
    "optimizer": Optimizers.self,
    "sampler": Samplers.self,
    "schedule": Schedules.self,
    "training": Framings.self,
  ]

  /// Keys whose value is a list of items.
  static let listKeys: Set<String> = ["additionalLosses", "augmentations", "companions", "hooks"]

  /// The catalog of the item at a key path: by its key, or by the key of the list it stands in.
  static func list(at path: [String]) -> (any Catalog.Type)? {
    guard let key = path.last else { return nil }
    if Int(key) != nil, path.count >= 2 { return byKey[path[path.count - 2]] }
    return byKey[key]
  }

  /// What a new element of the list at a key path starts from, or a table that is none by default.
  static func template(at path: [String]) -> SettingsTree? {
    switch (path.dropLast().last, path.last) {
    case (_, "stages"): try? SettingsTree(encoding: Stage())
    case (_, "streams"): try? SettingsTree(encoding: Stream())
    case (_, "views"): try? SettingsTree(encoding: View())
    case (_, "parameterRules"): try? SettingsTree(encoding: ParameterRule(""))
    case (_, "router"): try? SettingsTree(encoding: RouterSettings())
    // A recipe's own model is never absent; a companion's may be.
    case (_, "model"): try? SettingsTree(encoding: ModelSettings())
    default: nil
    }
  }

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
