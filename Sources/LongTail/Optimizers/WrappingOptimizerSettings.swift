/// An optimizer around another one, which moves the weights: it chooses where the gradients are taken.
public protocol WrappingOptimizerSettings: OptimizerSettings {
  /// ρ: how far from the weights gradients are taken, in (0, 100].
  var radius: Double { get }
  /// What moves the weights.
  var base: Chosen<Optimizers> { get }
}

extension WrappingOptimizerSettings {
  public static var nested: [String: any Catalog.Type] { ["base": Optimizers.self] }

  public var learningRate: Double { base.settings.learningRate }
  public var weightDecay: Double { base.settings.weightDecay }
  public var isPlain: Bool { false }
  /// The base's, and the weights as they were before the step aside.
  public var statesPerParameter: Int { base.settings.statesPerParameter + 1 }

  /// What holds for every optimizer around another one.
  /// - Throws: ``SettingsError`` for a radius out of range, for a base that takes other gradients itself, and for its
  ///   settings out of range.
  func validateWrapping() throws {
    try SettingsError.require("radius", radius, above: 0, to: 100)
    guard base.settings.isPlain else {
      throw SettingsError(
        "base", "\(Self.name) cannot stand around \(base.name); expected one such as sgd")
    }
    try within("base") { try base.item.validate() }
  }
}
