/// A place in a recipe's settings, and which list of things applies there.
///
/// A recipe's own items stand where ``RecipeCatalogs`` says. What stands within an item the item says itself
/// (``CatalogItem/nested``): a key that means something in a recipe may mean something else there.
struct SettingsPlace {
  /// Keys and indices from the recipe on.
  private(set) var path: [String] = []
  /// Where in the path the settings begin of the innermost item that this place lies in; the recipe's own at 0.
  private var start = 0
  /// The lists of those settings.
  private var lists = RecipeCatalogs.all

  /// The whole recipe.
  static var recipe: SettingsPlace { SettingsPlace() }

  /// As messages name it: `stages.0.loss`.
  var key: String { path.joined(separator: ".") }

  /// The list that an item at this place is of; `nil` where none stands.
  var catalog: (any Catalog.Type)? { lists[pattern] }

  /// Whether a list of items stands here.
  var holdsItems: Bool { lists[pattern + ".*"] != nil }

  /// The place of one of the settings that stand here.
  func setting(_ key: String, of values: [String: SettingsTree]) -> SettingsPlace {
    var place = self
    if let catalog, case .text(let name)? = values["name"],
      let type = try? catalog.type(named: name)
    {
      place.start = path.count
      place.lists = type.nested
    }
    place.path.append(key)
    return place
  }

  /// The place of an element of the list that stands here.
  func element(_ index: Int) -> SettingsPlace {
    var place = self
    place.path.append(String(index))
    return place
  }

  /// The place of the list or table that this one is part of, as far as the same settings hold it.
  var parent: SettingsPlace {
    var place = self
    if path.count > start { place.path.removeLast() }
    return place
  }

  /// What a new element of the list at this place starts from, or a table that is none by default.
  var template: SettingsTree? {
    // What holds a backbone is a network. A recipe's own is never absent; a companion's may be.
    if lists[pattern + ".backbone"] != nil { return try? SettingsTree(encoding: ModelSettings()) }
    if path.last == "router", lists[parent.pattern + ".backbone"] != nil {
      return try? SettingsTree(encoding: RouterSettings())
    }
    guard start == 0 else { return nil }
    switch pattern {
    case "stages": return try? SettingsTree(encoding: Stage())
    case "stages.*.streams": return try? SettingsTree(encoding: Stream())
    case "stages.*.classes": return try? SettingsTree(encoding: ClassRanks())
    case "stages.*.views", "prediction.views": return try? SettingsTree(encoding: View())
    case "prediction.evidence": return try? SettingsTree(encoding: EvidenceGate())
    case "stages.*.parameterRules": return try? SettingsTree(encoding: ParameterRule(""))
    default: return nil
    }
  }

  /// The place among the settings that it belongs to, with `*` for any place in a list.
  private var pattern: String {
    path[start...].map { Int($0) == nil ? $0 : "*" }.joined(separator: ".")
  }
}
