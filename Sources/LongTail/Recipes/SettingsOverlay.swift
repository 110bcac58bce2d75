import Calibration

extension SettingsTree {
  /// This tree with the values of another laid over it.
  ///
  /// Every key must exist here already. Where a catalog item changes its name, the other settings
  /// start from that item's defaults; a bare text stands for the item of that name.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func overlaid(with changes: SettingsTree) throws -> SettingsTree {
    try overlaid(with: changes, at: .recipe)
  }

  private func overlaid(with changes: SettingsTree, at place: SettingsPlace) throws -> SettingsTree
  {
    if let catalog = place.catalog {
      return try overlaidItem(of: catalog, with: changes, at: place)
    }
    switch (self, changes) {
    case (.table(var values), .table(let new)):
      for (key, change) in new.sorted(by: { $0.key < $1.key }) {
        guard let old = values[key] else {
          let kind = place.path.isEmpty ? "key" : "key of \(place.key)"
          throw UnknownName(kind, key, known: values.keys.sorted())
        }
        values[key] = try old.overlaid(with: change, at: place.setting(key, of: values))
      }
      return .table(values)
    case (.null, .table):
      guard let template = place.template else { return changes }
      return try template.overlaid(with: changes, at: place)
    case (.null, .list) where place.holdsItems:
      return try SettingsTree.list([]).overlaid(with: changes, at: place)
    case (.list(let old), .list(let new)):
      // A list is given whole; its tables may still be partial, over the element of the same place.
      return .list(
        try new.enumerated().map { index, change in
          let base = index < old.count ? old[index] : place.template ?? old.last
          return try (base ?? .null).overlaid(with: change, at: place.element(index))
        })
    default:
      return try replaced(by: changes, at: place)
    }
  }

  private func overlaidItem(
    of catalog: any Catalog.Type, with changes: SettingsTree, at place: SettingsPlace
  ) throws -> SettingsTree {
    let name: String
    var settings: [String: SettingsTree] = [:]
    switch changes {
    case .null, .text("none"): return .null
    case .text(let text): name = text
    case .table(var table):
      let own: SettingsTree? = if case .table(let values) = self { values["name"] } else { nil }
      switch table.removeValue(forKey: "name") ?? own {
      case .text(let text)?: name = text
      case nil: throw SettingsError(place.key, "the key “name” is missing")
      case let other?:
        throw SettingsError(
          place.key + ".name", "expected the name of a \(catalog.kind), found \(other.kind)")
      }
      settings = table
    default:
      throw SettingsError(
        place.key, "expected the name of a \(catalog.kind), found \(changes.kind)")
    }
    var base = self
    if case .table(let own) = self, own["name"] == .text(name) {
      // The same item: its present settings stay.
    } else {
      base = try RecipeCatalogs.defaults(
        of: try placed(at: place.key) { try catalog.type(named: name) })
    }
    guard case .table(var values) = base else { return base }
    for (key, change) in settings.sorted(by: { $0.key < $1.key }) {
      guard let old = values[key] else {
        throw UnknownName(
          "setting of \(name) at \(place.key)", key,
          known: values.keys.filter { $0 != "name" }.sorted())
      }
      values[key] = try old.overlaid(with: change, at: place.setting(key, of: values))
    }
    return .table(values)
  }

  private func replaced(by value: SettingsTree, at place: SettingsPlace) throws -> SettingsTree {
    switch (self, value) {
    case (.null, .text("none")), (.number, .text("none")), (.integer, .text("none")),
      (.table, .text("none")):
      return .null
    case (.null, _), (_, .null): return value
    case (.boolean, .boolean), (.text, .text), (.integer, .integer): return value
    case (.number, .integer(let number)): return .number(Double(number))
    case (.number, .number), (.integer, .number): return value
    case (.text, .integer(let number)): return .text(String(number))
    case (.text, .number(let number)): return .text(String(number))
    case (.text, .boolean(let truth)): return .text(String(truth))
    case (.list, .text("none")): return .list([])
    default:
      throw SettingsError(place.key, "expected a value like \(kind), found \(value.kind)")
    }
  }

  /// This tree with one value set, as `--set a.b.0.c=value` does.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func setting(_ path: [String], to value: SettingsTree) throws -> SettingsTree {
    try setting(path, to: value, at: .recipe)
  }

  private func setting(
    _ path: [String], to value: SettingsTree, at place: SettingsPlace
  ) throws -> SettingsTree {
    guard let key = path.first else { return try overlaid(with: value, at: place) }
    if place.catalog != nil, path == ["name"] {
      return try overlaid(with: .table(["name": value]), at: place)
    }
    let rest = Array(path.dropFirst())
    switch self {
    case .table(var values):
      guard let old = values[key] else {
        let kind = place.path.isEmpty ? "key" : "key of \(place.key)"
        throw UnknownName(kind, key, known: values.keys.sorted())
      }
      values[key] = try old.setting(rest, to: value, at: place.setting(key, of: values))
      return .table(values)
    case .list(var values):
      guard let index = Int(key), values.indices.contains(index) else {
        throw SettingsError(
          (place.path + [key]).joined(separator: "."),
          "expected a place from 0 to \(values.count - 1), found “\(key)”")
      }
      values[index] = try values[index].setting(rest, to: value, at: place.element(index))
      return .list(values)
    case .null where place.template != nil:
      return try (place.template ?? .null).setting(path, to: value, at: place)
    default:
      throw SettingsError(
        (place.path + [key]).joined(separator: "."),
        "\(place.key) is \(kind) and has no key “\(key)”")
    }
  }
}

extension SettingsTree {
  /// The first number that no integer can be, where a tree had a whole number or nothing: a fraction, or one
  /// that is too large; depth first in the order of the keys. Decoders fail on such a number without saying
  /// where.
  func unfitNumber(
    over old: SettingsTree, at place: SettingsPlace = .recipe
  ) -> (key: String, value: Double)? {
    switch (self, old) {
    case (.number(let value), .integer), (.number(let value), .null):
      return Int(exactly: value) == nil ? (place.key, value) : nil
    case (.table(let values), _):
      let others = Self.values(of: values, over: old, at: place)
      for (key, value) in values.sorted(by: { $0.key < $1.key }) {
        let found = value.unfitNumber(
          over: others[key] ?? .null, at: place.setting(key, of: values))
        if let found { return found }
      }
      return nil
    case (.list(let values), _):
      let others: [SettingsTree] = if case .list(let others) = old { others } else { [] }
      for (index, value) in values.enumerated() {
        let other = index < others.count ? others[index] : .null
        if let found = value.unfitNumber(over: other, at: place.element(index)) { return found }
      }
      return nil
    default:
      return nil
    }
  }

  /// What a table was, or what one like it is by default: an item's own settings, an element of its list.
  private static func values(
    of new: [String: SettingsTree], over old: SettingsTree, at place: SettingsPlace
  ) -> [String: SettingsTree] {
    if case .table(let values) = old, values["name"] == new["name"] { return values }
    if case .text(let name)? = new["name"],
      let type = try? place.catalog?.type(named: name),
      case .table(let defaults)? = try? RecipeCatalogs.defaults(of: type)
    {
      return defaults
    }
    if case .table(let values)? = place.parent.template { return values }
    if case .table(let values) = old { return values }
    return [:]
  }
}
