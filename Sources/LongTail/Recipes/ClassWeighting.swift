import Foundation

/// Class weights in one word, for any method: what `--class-weights` takes.
public enum ClassWeighting: Sendable, Equatable {
  /// All samples count alike, also where the method says otherwise.
  case none
  /// The power of the class counts that is decided by the data: see ``power(imbalanceFactor:)``.
  case auto
  /// A form of ``ClassWeights`` by its name.
  case named(ClassWeights.Form)
  /// n^(−p).
  case power(Double)

  /// By how much the weights of `auto` differ at most.
  private static let largestRatio = 10.0

  /// - Parameter words: `auto`, `none`, the name of a form, or `power=P`.
  /// - Throws: ``SettingsError`` for other words.
  public init(_ words: String) throws {
    let parts = words.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if words == "auto" {
      self = .auto
    } else if words == "none" {
      self = .none
    } else if parts.count == 2, parts[0] == "power", let power = Double(parts[1]) {
      try within(Self.option) { try ClassWeights(form: .power, power: power).validate() }
      self = .power(power)
    } else if let form = ClassWeights.Form(rawValue: words), form != .power {
      self = .named(form)
    } else {
      let forms = ClassWeights.Form.allCases.filter { $0 != .power }.map(\.rawValue)
      throw SettingsError(
        Self.option,
        "expected \((["auto", "none"] + forms).joined(separator: ", ")) or power=P, found \(words)")
    }
  }

  /// p of `auto`, so that weights n^(−p) differ at most tenfold: 1, which balances the classes, up to an imbalance factor
  /// of 10, ½ (the inverse square root) at 100, ⅓ at 1000; beyond a factor ρ of 10 it is log 10 / log ρ.
  public static func power(imbalanceFactor: Double) -> Double {
    imbalanceFactor <= largestRatio ? 1 : log(largestRatio) / log(imbalanceFactor)
  }

  /// The hook that does it; `nil` where all count alike.
  func hook(imbalanceFactor: Double) -> ClassWeights? {
    switch self {
    case .none: nil
    case .auto: ClassWeights(form: .power, power: Self.power(imbalanceFactor: imbalanceFactor))
    case .named(let form): ClassWeights(form: form)
    case .power(let power): ClassWeights(form: .power, power: power)
    }
  }

  fileprivate static let option = "--class-weights"
}

extension Recipe {
  /// Has the classes' samples count so in the stage that decides what the classifier says, in the place of the class
  /// weights that the method has there; an epoch that those begin in stays.
  /// - Throws: ``SettingsError`` where that stage computes its classifier.
  mutating func weigh(by weighting: ClassWeighting, imbalanceFactor: Double) throws {
    guard let stage = stages.lastIndex(where: { !$0.trainsRouterAlone }) else { return }
    guard stages[stage].fit == nil else {
      throw SettingsError(
        ClassWeighting.option,
        "\(stages[stage].name) of \(method) computes its classifier from features, without a loss to weigh"
      )
    }
    let own = stages[stage].hooks.firstIndex { $0.item is ClassWeights }
    guard var hook = weighting.hook(imbalanceFactor: imbalanceFactor) else {
      if let own { stages[stage].hooks.remove(at: own) }
      return
    }
    guard let own else { return stages[stage].hooks.append(Chosen(hook)) }
    hook.from = (stages[stage].hooks[own].item as? ClassWeights)?.from ?? 0
    stages[stage].hooks[own] = Chosen(hook)
  }
}
