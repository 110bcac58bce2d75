/// How much of a backbone that others have trained is trained further. It holds for every stage of every method, beside
/// what the stage itself leaves as it is; classifiers, routers and what objectives own always train as the stage says.
public protocol Tuning: CatalogItem {
  /// Whether a parameter of the backbone trains, by its name without a place among experts.
  func trains(_ name: String) -> Bool
  /// Whether all of the backbone trains, so that batch norm may follow the batches.
  var trainsAll: Bool { get }
  /// What the learning rate is multiplied by from each layer of the backbone to the one before it; `nil` trains all alike.
  var layerDecay: Double? { get }
}

extension Tuning {
  public var trainsAll: Bool { false }
  public var layerDecay: Double? { nil }
}

/// Every tuning there is.
public enum Tunings: Catalog {
  public static let kind = "tuning"
  public static let builtIn: [any CatalogItem.Type] = [
    LinearProbe.self, FullTuning.self, BiasTuning.self, NormTuning.self, AdaptFormer.self,
    SerialAdapter.self, LowRankAdaptation.self, ShallowPrompts.self, DeepPrompts.self,
    ScalingAndShifting.self,
  ]
}

extension Chosen where List == Tunings {
  /// The tuning that a recipe names, with its settings.
  public var tuning: any Tuning { item(as: (any Tuning).self) }
}

extension ModelSettings {
  /// Whether the tuning lets a parameter train; without one, every parameter.
  func tunes(_ name: String) -> Bool {
    guard let tuning = tuning?.tuning, ExpertModel.isBackbone(name), !isAdded(name) else {
      return true
    }
    return tuning.trains(withoutExpert(name))
  }

  /// How rates fall towards the pictures among these parameters.
  func layerDecay(among names: [String]) -> LayerDecay? {
    tuning?.tuning.layerDecay.map { LayerDecay($0, names: names) }
  }

  /// Whether the tuning leaves all of the backbone as it is.
  var keepsBackbone: Bool { tuning?.item is LinearProbe }

  /// Whether batch norm keeps its running statistics in training.
  var keepsStatistics: Bool { tuning.map { !$0.tuning.trainsAll } ?? false }
}
