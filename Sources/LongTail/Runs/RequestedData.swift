/// The data settings and the seed of a request or a recipe file, with those assignments that concern them laid over.
///
/// A method's constants depend on the data, so that these are settled first, once, and before data are read.
struct RequestedData: Codable {
  private(set) var data: DataSettings
  private(set) var seed: Int

  /// - Parameters:
  ///   - data: the settings before.
  ///   - seed: the seed before.
  ///   - assignments: `KEY=VALUE` each; ``others(of:)`` are left out.
  /// - Throws: ``SettingsError``, `UnknownName`.
  init(_ data: DataSettings, seed: Int, setting assignments: [String]) throws {
    self.data = data
    self.seed = seed
    let own = try SettingsTree(encoding: self)
    self = try own.setting(assignments.filter(Self.concerns)).decoded(
      as: Self.self, changedFrom: own)
    try within("data") { try self.data.validate() }
    try SettingsError.require("seed", self.seed, in: 0...Int.max)
  }

  /// The assignments that concern the rest of a recipe.
  /// - Throws: ``SettingsError`` for a text without a key.
  static func others(of assignments: [String]) throws -> [String] {
    try assignments.filter { try !concerns($0) }
  }

  /// Whether `KEY=VALUE` is about these, and not about the rest of a recipe.
  private static func concerns(_ assignment: String) throws -> Bool {
    ["data", "seed"].contains(try SettingAssignment(assignment).path.first)
  }
}
