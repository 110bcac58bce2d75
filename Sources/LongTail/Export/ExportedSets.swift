import ArrayFiles
import Calibration
import Foundation
import ModelExport

/// Prediction sets as operators of a graph: a class is in the set where its probability reaches a threshold.
struct ExportedSets {
  let predictor: SetPredictor
  /// The lowest probability with which each class is in the set, in class order; below 0 for no limit.
  let least: [Double]
  /// Which of file and network has no names of classes and is taken in the order of the other's, a line; empty where both
  /// have names, or none has.
  let notes: [String]

  /// - Parameters:
  ///   - predictor: of the calibrator that the file has.
  ///   - path: names its file in messages.
  ///   - identity: what the file's calibrator is.
  ///   - classes: of the network.
  /// - Throws: `FileProblem` for sets of another calibrator, for other classes or classes in another order, and for scores
  ///   and rules that are no threshold of a class's own probability.
  init(
    _ predictor: SetPredictor, from path: String, calibrator identity: CalibratorIdentity,
    classes: KnownClasses
  ) throws {
    guard predictor.classes == classes.count else {
      throw FileProblem(
        path, "the sets are for \(predictor.classes) classes; the network has \(classes.count)")
    }
    let own = KnownClasses(count: predictor.classes, names: predictor.classNames, owner: path)
    notes = try InputDescription.notes(
      matching: [classes, own].map { (InputDescription(classNames: $0.names), $0.owner) })
    guard predictor.calibrator == identity else {
      throw FileProblem(
        path,
        "the sets are made of the probabilities of \(predictor.calibrator.words); the exported file has those of "
          + identity.words)
    }
    guard predictor.rankLimits == nil else {
      throw FileProblem(
        path,
        "the rule \(type(of: predictor.rule).name) limits ranks, which a threshold of each class's probability cannot"
      )
    }
    guard let score = predictor.score as? any ProbabilityScore else {
      let name = type(of: predictor.score).name
      throw FileProblem(
        path,
        "the score \(name) goes by more than a class's own probability\(predictor.score.isRandomized ? " and draws a number for each sample" : ""); "
          + "lac, pas and wpas can be exported")
    }
    self.predictor = predictor
    least = (0..<classes.count).map { label in
      let threshold = predictor.threshold(of: label)
      guard threshold < .infinity else { return -1 }
      return score.leastProbability(
        threshold: threshold, label: label, share: predictor.prior?[label] ?? 1)
    }
  }

  /// `[batch, classes]` of truth values from probabilities of that shape, which no prior has corrected.
  func export(_ probabilities: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let reached = graph.operation(
      "GreaterOrEqual", [probabilities, graph.row(least, "least")])
    guard predictor.emptySets == .top1 else { return reached }
    let members = graph.operation(
      "Where", [reached, graph.scalar(1, "in"), graph.scalar(0, "out")])
    let sizes = graph.operation(
      "ReduceSum", [members, graph.constant(GraphTensor([1]), "axes")],
      ["keepdims": .integer(1)])
    let isEmpty = graph.operation("Greater", [graph.scalar(0.5, "half"), sizes])
    let labels = graph.operation(
      "Reshape",
      [
        graph.constant(GraphTensor(Array(least.indices)), "labels"),
        graph.constant(GraphTensor([1, least.count]), "shape"),
      ])
    let isTop = graph.operation("Equal", [labels, graph.topClass(probabilities)])
    return graph.operation("Or", [reached, graph.operation("And", [isEmpty, isTop])])
  }

  /// What the file says of them.
  func metadata() throws -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let limited = least.map { $0 < 0 ? nil : $0 }
    return [
      "longtail.alpha": "\(predictor.alpha)",
      "longtail.score": type(of: predictor.score).name,
      "longtail.rule": type(of: predictor.rule).name,
      "longtail.thresholds": String(decoding: try encoder.encode(limited), as: UTF8.self),
      "longtail.calibration_rows": "\(predictor.samples)",
      "longtail.empty_sets": predictor.emptySets.rawValue,
      "longtail.set_promise": predictor.guarantee,
    ]
  }
}

/// A score of a class's own probability alone, which falls as that rises.
protocol ProbabilityScore: SetScore {
  /// The probability from which on the score of a class is no more than a threshold.
  func leastProbability(threshold: Double, label: Int, share: Double) -> Double
}

extension LeastAmbiguousScore: ProbabilityScore {
  func leastProbability(threshold: Double, label: Int, share: Double) -> Double { 1 - threshold }
}

extension PrevalenceAdjustedScore: ProbabilityScore {
  func leastProbability(threshold: Double, label: Int, share: Double) -> Double {
    -threshold * share
  }
}

extension WeightedPrevalenceScore: ProbabilityScore {
  func leastProbability(threshold: Double, label: Int, share: Double) -> Double {
    -threshold * share / (weights.isEmpty ? 1 : weights[label])
  }
}
