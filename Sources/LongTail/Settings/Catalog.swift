import Calibration

/// Something that exists in several kinds, each with a name and settings: a loss, a sampler, a schedule.
public protocol CatalogItem: Sendable, Codable {
  /// The name on the command line and in recipes, in lower case with hyphens.
  static var name: String { get }
  /// One sentence for `longtail list`.
  static var summary: String { get }
  /// The lists that its own settings take items from, by their key in the item: `base`, or `parts.*` for each
  /// element of a list.
  static var nested: [String: any Catalog.Type] { get }
  /// With the default settings.
  init()
  /// Whether every setting lies in its range, by itself and beside the item's other settings.
  /// - Throws: ``SettingsError`` for the first that does not, under its key in the item.
  func validate() throws
}

extension CatalogItem {
  public static var nested: [String: any Catalog.Type] { [:] }
  public func validate() throws {}
}

/// The list of all kinds of one thing. Adding a kind is one line in `builtIn`.
public protocol Catalog: Sendable {
  /// The singular, for messages: "loss".
  static var kind: String { get }
  /// What this package brings.
  static var builtIn: [any CatalogItem.Type] { get }
}

extension Catalog {
  /// What this package brings, and what the ``CatalogSet`` in use adds.
  public static var all: [any CatalogItem.Type] {
    builtIn + CatalogAdditions.current.types(kind, as: (any CatalogItem.Type).self)
  }
  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: `UnknownName` with the nearest known name.
  public static func type(named name: String) throws -> any CatalogItem.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName(kind, name, known: names)
    }
    return type
  }
}

/// One item of a catalog with its settings. Written as a table with the key `name` beside the settings.
public struct Chosen<List: Catalog>: Sendable, Codable {
  /// The kind that was chosen, with its settings.
  public var item: any CatalogItem

  public init(_ item: some CatalogItem) {
    self.item = item
  }

  /// - Throws: `UnknownName`.
  public init(named name: String) throws {
    item = try List.type(named: name).init()
  }

  /// The item's name in recipes.
  public var name: String { type(of: item).name }

  /// The item as what all items of its list are.
  func item<Kind>(as kind: Kind.Type) -> Kind {
    guard let item = item as? Kind else {
      preconditionFailure("\(name) is on the list of \(List.kind)s but is no \(kind)")
    }
    return item
  }

  private enum CodingKeys: String, CodingKey { case name }

  public init(from decoder: any Decoder) throws {
    let name = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .name)
    let type = try placed(at: decoder.codingPath.keyPath) { try List.type(named: name) }
    item = try type.init(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try item.encode(to: encoder)
  }
}
