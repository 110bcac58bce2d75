/// Where in a recipe which list of things applies.
enum Catalogs {
  private static let byKey: [String: any Catalog.Type] = [
    "augmentations": Augmentations.self,
    "backbone": Backbones.self,
    "branchSamplers": Samplers.self,
    "classifier": ClassifierHeads.self,
    "fit": ClassifierFits.self,
    "labelLoss": Losses.self,
    "loss": Losses.self,
    "mixing": Mixings.self,
    "optimizer": Optimizers.self,
    "sampler": Samplers.self,
    "schedule": Schedules.self,
  ]

  /// Keys whose value is a list of items.
  static let listKeys: Set<String> = ["augmentations", "branchSamplers"]

  /// The catalog of the item at a key path: by its key, or by the key of the list it stands in.
  static func list(at path: [String]) -> (any Catalog.Type)? {
    guard let key = path.last, path.dropLast().last != "rateFactors" else { return nil }
    if Int(key) != nil, path.count >= 2 { return byKey[path[path.count - 2]] }
    return byKey[key]
  }

  /// What a new element of the list at a key path starts from, or a table that is none by default.
  static func template(at path: [String]) -> SettingsTree? {
    switch (path.dropLast().last, path.last) {
    case (_, "stages"): try? SettingsTree(encoding: Stage())
    case (_, "router"): try? SettingsTree(encoding: RouterSettings())
    case (_, "teacher"): try? SettingsTree(encoding: Teacher(path: ""))
    case ("teacher", "model"): try? SettingsTree(encoding: ModelSettings())
    default: nil
    }
  }

  /// What a key that is not there yet starts from; `nil` where all keys are fixed.
  static func newValue(at path: [String]) -> SettingsTree? {
    path.last == "rateFactors" ? .number(1) : nil
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
