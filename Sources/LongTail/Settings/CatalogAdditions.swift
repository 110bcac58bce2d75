/// What packages have added to the built-in lists, for the time of a call.
struct CatalogAdditions: Sendable {
  @TaskLocal static var current = CatalogAdditions()

  /// By the list's kind.
  private var types: [String: [any Sendable.Type]] = [:]

  mutating func add(_ type: any Sendable.Type, to kind: String) {
    types[kind, default: []].append(type)
  }

  /// What was added to a list.
  func types<Kind>(_ kind: String, as _: Kind.Type) -> [Kind] {
    (types[kind] ?? []).compactMap { $0 as? Kind }
  }
}
