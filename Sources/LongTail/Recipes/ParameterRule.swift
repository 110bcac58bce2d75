public import Calibration
import Torch

/// How the parameters below a path train, where that differs from the others'. Of several rules that fit a
/// parameter, the one with the longest prefix that says something of it decides.
public struct ParameterRule: Sendable, Codable, Equatable {
  /// The path: `classifier`, `layer1.0`. `classifier` stands for every expert's own, as does any path below
  /// `experts.m`; `loss` and `additionalLosses.0` are what these objectives train of their own.
  public var prefix: String
  /// What multiplies the learning rate, in [0, 1000].
  @OrNone public var rateFactor: Double?
  /// L2 penalty in the place of the optimizer's, in [0, 1000].
  @OrNone public var weightDecay: Double?
  /// `false` keeps the parameters although ``Stage/trains`` covers them; the model may lack a router and parts of a
  /// classifier.
  @OrNone public var trains: Bool?

  public init(
    _ prefix: String, rateFactor: Double? = nil, weightDecay: Double? = nil, trains: Bool? = nil
  ) {
    self.prefix = prefix
    self.rateFactor = rateFactor
    self.weightDecay = weightDecay
    self.trains = trains
  }

  /// Whether it only keeps what a network may or may not have: a router, a part of some classifiers.
  var mayLack: Bool {
    trains == false && rateFactor == nil && weightDecay == nil
      && (prefix == "router" || prefix.hasPrefix("router.") || prefix.hasPrefix("classifier."))
  }

  /// Whether it is for the parameters of objectives.
  private var concernsObjectives: Bool {
    ["loss", "additionalLosses"].contains { matches(prefix, prefix: $0) }
  }

  /// - Throws: ``SettingsError``.
  func validate() throws {
    guard trains == nil || !concernsObjectives else {
      throw SettingsError(
        "trains", "what objectives have of their own always trains; expected none")
    }
    guard !prefix.isEmpty else {
      throw SettingsError("prefix", "expected a path of parameters, such as classifier")
    }
    if let rateFactor { try SettingsError.require("rateFactor", rateFactor, from: 0, to: 1000) }
    if let weightDecay { try SettingsError.require("weightDecay", weightDecay, from: 0, to: 1000) }
    guard rateFactor != nil || weightDecay != nil || trains != nil else {
      throw SettingsError(
        "", "a rule for \(prefix) that says nothing; expected rateFactor, weightDecay or trains")
    }
  }
}

extension Stage {
  /// What stands before the names of parameters that objectives and hooks have of their own.
  static let ownParameterPrefix = "stage/"

  /// What the rules say of a parameter: that of the longest prefix which says something.
  func rule<Value>(_ name: String, _ part: (ParameterRule) -> Value?) -> Value? {
    let own = Self.ownParameterPrefix
    let name = name.hasPrefix(own) ? String(name.dropFirst(own.count)) : name
    return parameterRules.filter { part($0) != nil && matches(name, prefix: $0.prefix) }
      .max { $0.prefix.count < $1.prefix.count }.flatMap(part)
  }

  /// Whether an objective of the stage lies at the beginning of a path: `loss`, `additionalLosses.0`.
  func hasObjective(below prefix: String) -> Bool {
    let steps = prefix.split(separator: ".")
    switch steps.first {
    case "loss": return true
    case "additionalLosses":
      guard steps.count > 1 else { return !additionalLosses.isEmpty }
      return Int(steps[1]).map(additionalLosses.indices.contains) ?? false
    default: return false
    }
  }

  /// Prefixes of parameters that stay although ``trains`` covers them.
  public var fixed: [String] {
    get { parameterRules.filter { $0.trains == false }.map(\.prefix) }
    set {
      parameterRules.removeAll {
        $0.trains == false && $0.rateFactor == nil && $0.weightDecay == nil
      }
      for index in parameterRules.indices where parameterRules[index].trains == false {
        parameterRules[index].trains = nil
      }
      parameterRules += newValue.map { ParameterRule($0, trains: false) }
    }
  }

  /// One group for all parameters that train alike.
  /// - Parameters:
  ///   - parameters: what trains.
  ///   - layers: how rates fall towards the pictures; rules of the stage come on top.
  ///   - factors: of the rate below some paths, where no rule says it.
  /// - Returns: the groups, in the order of their first parameters.
  func groups(
    of parameters: [(name: String, tensor: Tensor)], decay layers: LayerDecay? = nil,
    factors: [String: Double] = [:]
  ) -> [ParameterGroup] {
    var groups: [ParameterGroup] = []
    for parameter in parameters {
      let isOwn = parameter.name.hasPrefix(Self.ownParameterPrefix)
      let layers = isOwn ? nil : layers
      let own = factors.filter { matches(parameter.name, prefix: $0.key) }
        .max { $0.key.count < $1.key.count }?.value
      let rate =
        (rule(parameter.name, \.rateFactor) ?? own ?? 1) * (layers?.rate(parameter.name) ?? 1)
      let isVector = layers != nil && !LayerDecay.decays(parameter.name, parameter.tensor)
      let decay =
        rule(parameter.name, \.weightDecay)
        ?? (isVector ? 0 : optimizer.settings.weightDecay)
      if let index = groups.firstIndex(where: { $0.rateFactor == rate && $0.weightDecay == decay })
      {
        groups[index].parameters.append(parameter)
      } else {
        groups.append(
          ParameterGroup(parameters: [parameter], rateFactor: rate, weightDecay: decay))
      }
    }
    return groups
  }
}
