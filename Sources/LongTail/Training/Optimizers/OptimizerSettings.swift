public import Torch

/// How a stage's parameters are updated.
public protocol OptimizerSettings: CatalogItem {
  /// Base learning rate, in (0, 1000]; the stage's schedule multiplies it.
  var learningRate: Double { get set }
  /// L2 penalty on every parameter of the stage, in [0, 1000].
  var weightDecay: Double { get }
  /// Rate factors by parameter path prefix, each in [0, 1000], such as `classifier: 0.2`; 1 where no prefix fits.
  var rateFactors: [String: Double] { get }
  /// Numbers that it keeps for each parameter.
  var statesPerParameter: Int { get }
  /// The optimizer over groups of parameters.
  func make(_ groups: [ParameterGroup]) -> any Optimizer
}

/// Every optimizer there is.
public enum Optimizers: Catalog {
  public static let kind = "optimizer"
  public static let all: [any CatalogItem.Type] = [
    SGDSettings.self, AdamWSettings.self,
  ]
}

extension OptimizerSettings {
  /// What holds for every optimizer.
  /// - Throws: ``SettingsError`` for settings out of range.
  func validateShared() throws {
    try SettingsError.require("learningRate", learningRate, above: 0, to: 1000)
    try SettingsError.require("weightDecay", weightDecay, from: 0, to: 1000)
    for (prefix, factor) in rateFactors.sorted(by: { $0.key < $1.key }) {
      try SettingsError.require("rateFactors.\(prefix)", factor, from: 0, to: 1000)
    }
  }

  /// One parameter group for each rate factor; the longest fitting prefix rules.
  package func groups(of parameters: [(name: String, tensor: Tensor)]) -> [ParameterGroup] {
    var byFactor: [Double: [(name: String, tensor: Tensor)]] = [:]
    var factors: [Double] = []
    for parameter in parameters {
      let prefix = rateFactors.keys.filter { matches(parameter.name, prefix: $0) }.max {
        $0.count < $1.count
      }
      let factor = prefix.flatMap { rateFactors[$0] } ?? 1
      if byFactor[factor] == nil { factors.append(factor) }
      byFactor[factor, default: []].append(parameter)
    }
    return factors.map {
      ParameterGroup(parameters: byFactor[$0] ?? [], rateFactor: $0, weightDecay: weightDecay)
    }
  }
}

/// Whether a parameter lies at or below a path prefix. What belongs to an expert also lies where it would
/// in a network of one: `classifier` is every expert's own.
func matches(_ name: String, prefix: String) -> Bool {
  if name == prefix || name.hasPrefix(prefix + ".") { return true }
  let steps = name.split(separator: ".", maxSplits: 2)
  guard steps.count == 3, steps[0] == "experts" else { return false }
  return steps[2] == prefix || steps[2].hasPrefix(prefix + ".")
}
