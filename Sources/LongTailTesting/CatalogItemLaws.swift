public import LongTail

/// What everything that a recipe can name promises.
///
/// ```swift
/// #expect(CatalogItemLaws.violations(of: PolyLoss()) == [])
/// ```
public enum CatalogItemLaws {
  /// - Parameter item: with settings that are in their ranges.
  /// - Returns: the laws that it breaks; none for a good one.
  public static func violations(of item: some CatalogItem) -> [LawViolation] {
    var book = LawBook()
    let type = type(of: item)
    book.require(
      type.name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil,
      "its name is in lower case with hyphens", type.name)
    book.require(
      !type.summary.isEmpty && !type.summary.contains("\n") && type.summary.last != ".",
      "its summary is one line without a full stop", type.summary)
    book.trying("its settings are in their ranges") { _ in try item.validate() }
    book.trying("its settings come back from their written form") { book in
      let written = try SettingsTree(encoding: item)
      let back = try SettingsTree(encoding: written.decoded(as: type))
      book.require(back == written, "its settings come back from their written form", "\(back)")
      guard case .table(let values) = written else {
        book.require(false, "its settings are a table", "\(written)")
        return
      }
      for property in Mirror(reflecting: item).children.compactMap(\.label) {
        let key = property.hasPrefix("_") ? String(property.dropFirst()) : property
        book.require(
          values.keys.contains(key), "every stored property is a key, also where it is absent", key)
      }
      keys(of: type, values, &book)
      lists(of: type, values, &book)
    }
    return book.violations
  }

  /// What it nests are settings that it has, and an item among its settings is of a list that it names.
  private static func lists<Item: CatalogItem>(
    of type: Item.Type, _ values: [String: SettingsTree], _ book: inout LawBook
  ) {
    for key in type.nested.keys {
      let first = key.split(separator: ".").first.map(String.init) ?? ""
      book.require(values.keys.contains(first), "what it nests is among its settings", key)
    }
    for (key, value) in values {
      guard case .table(let own) = value, case .text(_)? = own["name"] else { continue }
      book.require(type.nested[key] != nil, "the list of an item among its settings is named", key)
    }
  }

  /// A number that fits nothing is refused under a key that the item has, or trains.
  private static func keys<Item: CatalogItem>(
    of type: Item.Type, _ values: [String: SettingsTree], _ book: inout LawBook
  ) {
    for (key, value) in values {
      switch value {
      case .integer, .number: break
      default: continue
      }
      for wrong in [-1e308, -1, 1e308] {
        var changed = values
        changed[key] = .number(wrong)
        do {
          try SettingsTree.table(changed).decoded(as: type).validate()
        } catch let error as SettingsError {
          let first = error.key.split(separator: ".").first.map(String.init) ?? ""
          book.require(
            error.key.isEmpty || values.keys.contains(first),
            "an error is under a key that the item has", "\(key)=\(wrong): \(error)")
        } catch {}
      }
    }
  }
}
