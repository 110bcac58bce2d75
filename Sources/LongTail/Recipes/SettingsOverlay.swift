import Calibration

extension SettingsTree {
  /// This tree with the values of another laid over it.
  ///
  /// Every key must exist here already. Where a catalog item changes its name, the other settings
  /// start from that item's defaults; a bare text stands for the item of that name.
  /// - Throws: ``SettingsError``, ``UnknownName``.
  public func overlaid(with changes: SettingsTree, at path: [String] = []) throws -> SettingsTree {
    let catalog = RecipeCatalogs.list(at: path)
    if let catalog, !RecipeCatalogs.listKeys.contains(path.last ?? "") {
      return try overlaidItem(of: catalog, with: changes, at: path)
    }
    switch (self, changes) {
    case (.table(var values), .table(let new)):
      for (key, change) in new.sorted(by: { $0.key < $1.key }) {
        guard let old = values[key] else {
          let kind = path.isEmpty ? "key" : "key of \(path.joined(separator: "."))"
          throw UnknownName(kind, key, known: values.keys.sorted())
        }
        values[key] = try old.overlaid(with: change, at: path + [key])
      }
      return .table(values)
    case (.null, .table):
      guard let template = RecipeCatalogs.template(at: path) else { return changes }
      return try template.overlaid(with: changes, at: path)
    case (.null, .list) where RecipeCatalogs.listKeys.contains(path.last ?? ""):
      return try SettingsTree.list([]).overlaid(with: changes, at: path)
    case (.list(let old), .list(let new)):
      // A list is given whole; its tables may still be partial, over the element of the same place.
      return .list(
        try new.enumerated().map { index, change in
          let base = index < old.count ? old[index] : RecipeCatalogs.template(at: path) ?? old.last
          return try (base ?? .null).overlaid(with: change, at: path + [String(index)])
        })
    default:
      return try replaced(by: changes, at: path)
    }
  }

  private func overlaidItem(
    of catalog: any Catalog.Type, with changes: SettingsTree, at path: [String]
  ) throws -> SettingsTree {
    let name: String
    var settings: [String: SettingsTree] = [:]
    switch changes {
    case .null, .text("none"): return .null
    case .text(let text): name = text
    case .table(var table):
      if case .text(let text)? = table.removeValue(forKey: "name") {
        name = text
      } else if case .table(let own) = self, case .text(let text)? = own["name"] {
        name = text
      } else {
        throw SettingsError(path.joined(separator: "."), "the key “name” is missing")
      }
      settings = table
    default:
      throw SettingsError(
        path.joined(separator: "."), "expected the name of a \(catalog.kind), found \(changes.kind)"
      )
    }
    var base = self
    if case .table(let own) = self, own["name"] == .text(name) {
      // The same item: its present settings stay.
    } else {
      base = try RecipeCatalogs.defaults(of: try catalog.type(named: name))
    }
    guard case .table(var values) = base else { return base }
    for (key, change) in settings.sorted(by: { $0.key < $1.key }) {
      guard let old = values[key] else {
        throw UnknownName(
          "setting of \(name) at \(path.joined(separator: "."))", key,
          known: values.keys.filter { $0 != "name" }.sorted())
      }
      values[key] = try old.overlaid(with: change, at: path + [key])
    }
    return .table(values)
  }

  private func replaced(by value: SettingsTree, at path: [String]) throws -> SettingsTree {
    let key = path.joined(separator: ".")
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
      throw SettingsError(key, "expected a value like \(kind), found \(value.kind)")
    }
  }

  /// This tree with one value set, as `--set a.b.0.c=value` does.
  /// - Throws: ``SettingsError``, ``UnknownName``.
  public func setting(_ path: [String], to value: SettingsTree, at done: [String] = []) throws
    -> SettingsTree
  {
    guard let key = path.first else { return try overlaid(with: value, at: done) }
    let rest = Array(path.dropFirst())
    switch self {
    case .table(var values):
      guard let old = values[key] else {
        let kind = done.isEmpty ? "key" : "key of \(done.joined(separator: "."))"
        throw UnknownName(kind, key, known: values.keys.sorted())
      }
      values[key] = try old.setting(rest, to: value, at: done + [key])
      return .table(values)
    case .list(var values):
      guard let index = Int(key), values.indices.contains(index) else {
        throw SettingsError(
          (done + [key]).joined(separator: "."),
          "expected a place from 0 to \(values.count - 1), found “\(key)”")
      }
      values[index] = try values[index].setting(rest, to: value, at: done + [key])
      return .list(values)
    case .null where RecipeCatalogs.template(at: done) != nil:
      return try (RecipeCatalogs.template(at: done) ?? .null).setting(path, to: value, at: done)
    default:
      throw SettingsError(
        (done + [key]).joined(separator: "."),
        "\(done.joined(separator: ".")) is \(kind) and has no key “\(key)”")
    }
  }
}

extension SettingsTree {
  /// The first number that no integer can be, where a tree had a whole number or nothing: a fraction, or one
  /// that is too large; depth first in the order of the keys. Decoders fail on such a number without saying
  /// where.
  func unfitNumber(over old: SettingsTree, at path: [String] = []) -> (key: String, value: Double)?
  {
    switch (self, old) {
    case (.number(let value), .integer), (.number(let value), .null):
      return Int(exactly: value) == nil ? (path.joined(separator: "."), value) : nil
    case (.table(let values), _):
      let others = Self.values(of: values, over: old, at: path)
      for (key, value) in values.sorted(by: { $0.key < $1.key }) {
        let found = value.unfitNumber(over: others[key] ?? .null, at: path + [key])
        if let found { return found }
      }
      return nil
    case (.list(let values), _):
      let others: [SettingsTree] = if case .list(let others) = old { others } else { [] }
      for (index, value) in values.enumerated() {
        let other = index < others.count ? others[index] : .null
        if let found = value.unfitNumber(over: other, at: path + [String(index)]) { return found }
      }
      return nil
    default:
      return nil
    }
  }

  /// What a table was, or what one like it is by default: an item's own settings, an element of its list.
  private static func values(
    of new: [String: SettingsTree], over old: SettingsTree, at path: [String]
  ) -> [String: SettingsTree] {
    if case .table(let values) = old, values["name"] == new["name"] { return values }
    if case .text(let name)? = new["name"],
      let type = try? RecipeCatalogs.list(at: path)?.type(named: name),
      case .table(let defaults)? = try? RecipeCatalogs.defaults(of: type)
    {
      return defaults
    }
    if case .table(let values)? = RecipeCatalogs.template(at: Array(path.dropLast())) {
      return values
    }
    if case .table(let values) = old { return values }
    return [:]
  }
}
