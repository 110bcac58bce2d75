import Calibration

/// Every method there is.
public enum Methods {
  static let kind = "method"
  /// What this package brings.
  public static let builtIn: [any Method.Type] = [
    CrossEntropyTraining.self, MixupTraining.self, BalancedSoftmaxTraining.self,
    LogitAdjustmentTraining.self, ClassifierRetraining.self, LearnableWeightScaling.self,
    TauNormalizationTraining.self, NearestClassMeanTraining.self, MiSLASTraining.self,
    BalPoETraining.self, SHIKETraining.self, RIDETraining.self, BBNTraining.self,
    FocalTraining.self, ClassBalancedFocalTraining.self, MarginTraining.self,
    DeferredMarginTraining.self, DeferredReweightingTraining.self, RemixTraining.self,
    ContextRichOversamplingTraining.self, DisentanglingTraining.self,
    CompensatedSoftmaxTraining.self, CloudedLogitTraining.self, WeightBalancingTraining.self,
    AlignmentTraining.self, RangeLossTraining.self, OverSmoothingTraining.self,
    ResLTTraining.self, BalancedContrastiveTraining.self, ParametricContrastiveTraining.self,
    GeneralizedContrastiveTraining.self, ProbabilisticContrastiveTraining.self,
    NestedCollaborativeTraining.self, DiversityConsistencyTraining.self, DiverseExpertTraining.self,
    TrustworthyTraining.self, DirichletMixtureTraining.self, GlobalLocalTraining.self,
    ReliableEstimationTraining.self,
    MetaSoftmaxTraining.self, OpenLongTailTraining.self, FewShotTraining.self,
    SelfPacedTraining.self, RareSampleTraining.self, SelfSupervisedDistillation.self,
    ComplementaryExpertTraining.self, ClassConditionalTraining.self, ForegroundTraining.self,
    LIFTTraining.self, LIFTPlusTraining.self,
  ]

  /// What this package brings, and what the ``CatalogSet`` in use adds.
  public static var all: [any Method.Type] {
    builtIn + CatalogAdditions.current.types(kind, as: (any Method.Type).self)
  }
  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: `UnknownName` with the nearest known name.
  public static func method(named name: String) throws -> any Method {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("method", name, known: names)
    }
    return type.init()
  }
}
