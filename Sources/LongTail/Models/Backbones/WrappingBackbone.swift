import Torch

/// A backbone around another one, whose blocks come first.
protocol WrappingBackbone: Backbone {
  /// The network inside.
  var base: Chosen<Backbones> { get }
  /// What it needs a map for, such as “for branches”.
  static var mapUse: String { get }

  /// A block of the part behind the inner network, as ``Backbone/block(_:of:for:at:)`` gives it.
  func addedBlock(_ index: Int, for input: InputShape, at path: ParameterPath) -> any NetworkPart
}

extension WrappingBackbone {
  public static var nested: [String: any Catalog.Type] { ["base": Backbones.self] }

  var network: any Backbone { base.backbone }

  public var linearInitialization: Initialization? { network.linearInitialization }

  /// - Throws: ``SettingsError`` for a base of its own kind, for its settings out of range, and for one without maps.
  func validateBase() throws {
    guard !(base.item is Self) else {
      throw SettingsError(
        "base", "\(Self.name) cannot stand around itself; expected another backbone")
    }
    try within("base") { try base.item.validate() }
    guard !network.stageMaps.isEmpty else {
      throw SettingsError(
        "base", "\(base.name) gives no map \(Self.mapUse); expected one such as resnet32")
    }
  }

  public func validate(_ input: InputShape) throws {
    try within("base") { try network.validate(input) }
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    part == network.blockCounts.count
      ? addedBlock(index, for: input, at: path)
      : network.block(index, of: part, for: input, at: path)
  }
}
