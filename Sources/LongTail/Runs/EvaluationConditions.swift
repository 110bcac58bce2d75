public import Calibration
import ArrayFiles
import Foundation

/// Which samples a finished run is measured on, and which class prior it is told of.
public struct EvaluationConditions: Sendable {
  /// The part of the run's own data that is measured.
  public var part = DataPart.test
  /// Another source of data, such as `cifar10:DIR`, instead of the run's own.
  public var data: String?
  /// One of the sets of ``data`` that are several; `nil` for data that are one.
  public var testSet: String?
  /// What tells which classes of the other data are those of the run; names, where both have some, when
  /// `nil`.
  public var matching: ClassMatching.Rule?
  /// Test sets with a shifted prior, one evaluation each; none takes the part as it is.
  public var distributions: [ShiftedTestDistribution] = []
  /// `nil` leaves the scores as they are.
  public var prior: TargetPrior?
  /// Whether what each expert counts is learned from the samples measured, without their labels, anew for each test
  /// distribution.
  public var learnsExpertWeights = false

  public init() {}

  /// These conditions for each test set of some sources: one for most, one a set where a source holds several.
  /// - Parameter sources: such as `cifar10.1:DIR` and `corruptions:DIR`.
  /// - Returns: in the order of the sources and of their sets.
  /// - Throws: ``SettingsError`` for a text that names no source; what a source finds wrong.
  public func measuring(_ sources: [String]) throws -> [EvaluationConditions] {
    try sources.flatMap { source in
      var conditions = self
      conditions.data = source
      guard let sets = try TrainedModel.opened(source) as? any TestSetCollection else {
        return [conditions]
      }
      return try sets.setNames().map { name in
        conditions.testSet = name
        return conditions
      }
    }
  }

  /// What a table calls the test set: the source, and its set where it holds several; `nil` for the run's own data.
  public var dataName: String? {
    data.map { data in testSet.map { "\(data), \($0)" } ?? data }
  }
}

/// What a finished run says on one set of samples.
public struct ConditionedPredictions: Sendable {
  /// How the samples were chosen; `nil` for all of the part.
  public let distribution: ShiftedTestDistribution?
  /// As the network made them.
  public let predictions: Predictions
  /// To the prior that was told, to be applied after calibration.
  public let correction: PriorCorrection?
  /// The same for each expert alone, where they are trained for priors of their own; `nil` where
  /// ``correction`` is theirs too.
  public let expertCorrections: [PriorCorrection]?
  /// What a router saves on them; `nil` without one.
  public let routing: RoutingFigures?

  /// The predictions, corrected to the prior that was told.
  /// - Throws: `CalibrationError` for another number of classes.
  public func corrected() throws -> Predictions {
    try correction?(predictions, experts: expertCorrections) ?? predictions
  }
}

extension FinishedRun {
  /// The run's predictions, one entry a test distribution; the network sees each sample once.
  /// - Throws: ``DatasetProblem`` for a distribution of something else than test samples, or one that
  ///   leaves no sample; `FileProblem`; what the prior finds wrong.
  public func predictions(under conditions: EvaluationConditions) throws -> [ConditionedPredictions]
  {
    let base = try measured(conditions)
    // A shifted list of other data is chosen from those, for any other part from the run's test set.
    let test = conditions.data == nil ? try data.test : TestSet(base)
    let counts = trained.description.publishedCounts
    guard !conditions.distributions.isEmpty else {
      let target = try shares(of: conditions.prior, measured: base, test: test)
      let outputs = try outputs(on: base, under: conditions)
      return [try conditioned(outputs, distribution: nil, target: target)]
    }
    guard conditions.part == .test else {
      throw DatasetProblem(
        "a test distribution is chosen from test samples, not from the \(conditions.part.folder) part"
      )
    }
    let chosen = try conditions.distributions.map { distribution in
      let positions = distribution.positions(in: test, trainingCounts: counts)
      guard !positions.isEmpty else {
        throw DatasetProblem(
          "the test distribution \(distribution) leaves none of \(base.count) test samples")
      }
      let target = try shares(
        of: conditions.prior, measured: base.selecting(positions), test: test)
      return (distribution, positions, target)
    }
    guard !conditions.learnsExpertWeights else {
      return try chosen.map { distribution, positions, target in
        try conditioned(
          outputs(on: base.selecting(positions), under: conditions, of: distribution),
          distribution: distribution, target: target)
      }
    }
    let needed = Set(chosen.flatMap(\.1)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: needed.enumerated().map { ($1, $0) })
    let all = try evaluator.outputs(on: base.selecting(needed), classCounts: counts)
    return try chosen.map { distribution, positions, target in
      let own = positions.compactMap { rows[$0] }
      let outputs = ModelOutputs(
        predictions: all.predictions.selecting(own),
        expertsUsed: all.expertsUsed.map { used in own.map { used[$0] } })
      return try conditioned(outputs, distribution: distribution, target: target)
    }
  }

  /// How far the experts are from the class priors that they are trained for; `nil` where they have none of
  /// their own, or a class has no sample.
  /// - Throws: `CalibrationError` for another number of classes.
  public func expectedMarginals(of predictions: Predictions) throws -> ExpectedMarginals? {
    try recipe.expertPriors(classCounts: trained.description.trainedCounts).flatMap {
      try ExpectedMarginals(predictions, priors: $0)
    }
  }

  /// What the network says of samples, with experts weighted as the recipe or as these samples have it.
  private func outputs(
    on samples: LabelledSamples, under conditions: EvaluationConditions,
    of distribution: ShiftedTestDistribution? = nil
  ) throws -> ModelOutputs {
    let counts = trained.description.publishedCounts
    guard conditions.learnsExpertWeights else {
      return try evaluator.outputs(on: samples, classCounts: counts)
    }
    let learned = try trained.learnedExpertWeights(for: samples, execution: execution)
    remark([(distribution.map { "\($0): " } ?? "") + learned.sentence])
    return try trained.evaluator(execution, expertWeights: learned.shares)
      .outputs(on: samples, classCounts: counts)
  }

  private func shares(
    of prior: TargetPrior?, measured: LabelledSamples, test: TestSet
  ) throws -> [Double]? {
    let found = try prior?.read(
      measured: measured, test: test, trainingCounts: trained.description.publishedCounts)
    remark((found?.notes ?? []).map { "warning: \($0)" })
    return found?.shares
  }

  /// z + log π_target − λ log π_train, λ being the prior exponent of what was trained: 0 for BalPoE (Aimar
  /// et al., CVPR 2023), whose known test prior this is. Its experts alone have exponents 1 − τ.
  private func conditioned(
    _ outputs: ModelOutputs, distribution: ShiftedTestDistribution?, target: [Double]?
  ) throws -> ConditionedPredictions {
    let counts = trained.description.trainedCounts
    let exponent = recipe.priorExponent
    let source = counts.map { pow(Double($0), exponent) }
    let experts = recipe.expertPriors(classCounts: counts)
    return ConditionedPredictions(
      distribution: distribution, predictions: outputs.predictions,
      correction: try target.map { try PriorCorrection(from: source, to: $0) },
      expertCorrections: try target.flatMap { target in
        try experts?.map { try PriorCorrection(from: $0, to: target) }
      },
      routing: outputs.expertsUsed.flatMap {
        RoutingFigures(expertsUsed: $0, cost: trained.model.cost)
      })
  }
}
