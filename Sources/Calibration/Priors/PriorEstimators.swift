/// The estimators of class priors that there are: what the command line shows and names resolve against.
public enum PriorEstimators {
  /// Every estimator, those by likelihood before those by a confusion matrix.
  public static let all: [any PriorEstimator.Type] = [
    MaximumAPosterioriPrior.self,
    MaximumLikelihoodPrior.self,
    SoftConfusionPrior.self,
    HardConfusionPrior.self,
    RegularizedConfusionPrior.self,
  ]

  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public static func type(named name: String) throws(UnknownName) -> any PriorEstimator.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("prior estimator", name, known: names)
    }
    return type
  }
}
