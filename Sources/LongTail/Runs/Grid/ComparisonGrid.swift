import Foundation

/// Which runs a comparison is made of: methods × imbalance factors × seeds.
public struct ComparisonGrid: Sendable {
  /// One run.
  public struct Place: Hashable, Sendable {
    /// One of ``Methods/names``.
    public let method: String
    /// Largest over smallest class count of the training part; `nil` takes the data as they are.
    public let factor: Double?
    /// Of all that the run draws; 0 or more.
    public let seed: Int
    /// Where it differs from the other runs; `nil` where it is made as they are.
    public let variant: Variant?

    public init(method: String, factor: Double? = nil, seed: Int = 0, variant: Variant? = nil) {
      self.method = method
      self.factor = factor
      self.seed = seed
      self.variant = variant
    }

    /// Its folder's name: `mislas-if100-seed0`.
    public var folder: String {
      let own = variant.map { "-" + $0.name } ?? ""
      let split = factor.map { String(format: "-if%g", $0) } ?? ""
      return "\(method)\(own)\(split)-seed\(seed)"
    }
  }

  /// What one run has that the others of a comparison do not have.
  public struct Variant: Hashable, Sendable {
    /// In its folder's name: lower-case letters, digits and hyphens, another for each variant.
    public let name: String
    /// Its data, such as `cifar100:DIR`.
    public let source: String
    /// The published plan that it carries out; the method's plan for its data when `nil`.
    public let preset: String?
    /// `KEY=VALUE` each; what is set for all runs comes after these.
    public let settings: [String]

    public init(name: String, source: String, preset: String? = nil, settings: [String] = []) {
      self.name = name
      self.source = source
      self.preset = preset
      self.settings = settings
    }
  }

  /// Names among ``Methods/names``.
  public let methods: [String]
  /// Imbalance factors; `nil` takes the data as they are.
  public let factors: [Double?]
  /// Of the runs, 0 or more each.
  public let seeds: [Int]

  /// Seed by seed, so that a table with every method is there early.
  public var places: [Place] {
    seeds.flatMap { seed in
      factors.flatMap { factor in
        methods.map { Place(method: $0, factor: factor, seed: seed) }
      }
    }
  }

  /// - Parameters:
  ///   - methods: each one of ``Methods/names``.
  ///   - factors: imbalance factors, 100 or 0.01; `nil` takes the data as they are.
  ///   - seeds: 0 or more.
  /// - Throws: `UnknownName` for a method, ``SettingsError`` for a list that is empty or has something twice,
  ///   and for a seed below 0, ``DatasetProblem`` for a number that is no imbalance factor.
  public init(methods: [String], factors: [Double?] = [nil], seeds: [Int] = [0]) throws {
    for method in methods { _ = try Methods.method(named: method) }
    let factors = try factors.map { try $0.map { try ImbalanceFactor($0).value } }
    if let seed = seeds.first(where: { $0 < 0 }) {
      throw SettingsError("seeds", "found \(seed); 0 or more is needed")
    }
    try Self.requireUnique(methods, "methods")
    try Self.requireUnique(factors, "factors")
    try Self.requireUnique(seeds, "seeds")
    self.methods = methods
    self.factors = factors
    self.seeds = seeds
  }

  private static func requireUnique<Value: Hashable>(_ values: [Value], _ name: String) throws {
    guard !values.isEmpty else { throw SettingsError(name, "nothing is named") }
    var seen: Set<Value> = []
    for value in values where !seen.insert(value).inserted {
      throw SettingsError(name, "\(value) is named twice")
    }
  }
}
