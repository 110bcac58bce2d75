import Foundation

/// How a model does on each level of a hierarchy, and what its answers at the finest sure level are worth.
public struct HierarchyFigures: Sendable, Codable, Equatable {
  /// One level. Shares are in [0, 1]; those of nothing are `nil`.
  public struct Level: Sendable, Codable, Equatable {
    /// What its nodes are.
    public let name: String
    /// How many there are.
    public let nodes: Int
    /// Of all samples, where the most probable node by the sum over its classes is right.
    public let accuracy: Double
    /// The same of the node above the most probable class.
    public let accuracyOfParent: Double
    /// Samples where the two are different nodes.
    public let differing: Double
    /// Expected calibration error of the summed probabilities: of the most probable node, 15 bins of equal width.
    public let calibrationError: Double
    /// Mean −log max(p of the true node, 10⁻²⁰), in nats.
    public let negativeLogLikelihood: Double
    /// Samples that are answered at this level.
    public let answered: Double
    /// Of those, how many rightly.
    public let precision: Double?
    /// Samples answered here by the group of their true class.
    public let answeredByGroup: [ShotGroup: Double]
  }

  /// From the classes to the coarsest.
  public let levels: [Level]
  /// How many samples there are.
  public let samples: Int
  /// The threshold that answers were given at.
  public let threshold: Double
  /// Samples without an answer.
  public let abstained: Double
  /// Samples with a right answer, at whatever level.
  public let right: Double
  /// Of the answers, how many are right; `nil` without an answer.
  public let precision: Double?
  /// A right answer counts 1 for a class, 1/2 on the level above, 1/4 on the next …, a wrong one and none 0.
  public let weightedAccuracy: Double
  /// Of the samples whose most probable class is wrong, those where it lies in the same node of the first coarser
  /// level as the true one; `nil` without such a sample.
  public let errorsWithinParent: Double?
  /// Of those samples, the mean height of the smallest node that holds both: 1 for the first coarser level, the
  /// number of levels where there is none; `nil` without such a sample.
  public let meanErrorHeight: Double?

  /// - Parameters:
  ///   - probabilities: calibrated.
  ///   - labels: the true class of each sample.
  ///   - backOff: the levels and how sure an answer has to be.
  ///   - groups: many, medium, few; `nil` where training counts are not known.
  /// - Throws: ``CalibrationError`` for other classes, or no sample.
  public init(
    _ probabilities: Probabilities, labels: [Int], backOff: BackOff, groups: ShotGroups? = nil
  ) throws(CalibrationError) {
    precondition(
      labels.count == probabilities.samples,
      "\(labels.count) labels for \(probabilities.samples) samples")
    guard !labels.isEmpty else { throw .unusable(.noSamples, role: "hierarchy") }
    let hierarchy = backOff.hierarchy
    let best = try NodeProbabilities(hierarchy, probabilities)
    let answers = try backOff.answers(for: probabilities)
    let count = Double(labels.count)
    func isRight(_ answer: BackOff.Answer, _ sample: Int) -> Bool {
      hierarchy.levels[answer.level].nodeOfClass[labels[sample]] == answer.node
    }
    func share(_ isTrue: (Int) -> Bool) -> Double {
      Double(labels.indices.count(where: isTrue)) / count
    }
    levels = hierarchy.levels.enumerated().map { place, level in
      let truth = labels.map { level.nodeOfClass[$0] }
      let hits = labels.indices.map { best.rows[$0][place].node == truth[$0] }
      func parent(_ sample: Int) -> Int { level.nodeOfClass[best.rows[sample][0].node] }
      let answered = labels.indices.filter { answers[$0]?.level == place }
      let right = answered.count { answers[$0].map { $0.node } == truth[$0] }
      return Level(
        name: level.name, nodes: level.nodes.count,
        accuracy: Double(hits.count { $0 }) / count,
        accuracyOfParent: share { parent($0) == truth[$0] },
        differing: share { parent($0) != best.rows[$0][place].node },
        calibrationError: ReliabilityBins(
          confidences: best.rows.map { min($0[place].probability, 1) }, correct: hits
        ).expectedError,
        negativeLogLikelihood: Self.likelihood(probabilities, level, truth),
        answered: Double(answered.count) / count,
        precision: answered.isEmpty ? nil : Double(right) / Double(answered.count),
        answeredByGroup: Self.byGroup(answered, labels: labels, groups: groups))
    }
    samples = labels.count
    threshold = backOff.threshold
    abstained = share { answers[$0] == nil }
    right = share { sample in answers[sample].map { isRight($0, sample) } ?? false }
    precision = abstained < 1 ? right / (1 - abstained) : nil
    weightedAccuracy =
      labels.indices.map { sample in
        answers[sample].map { isRight($0, sample) ? pow(0.5, Double($0.level)) : 0 } ?? 0
      }.compensatedSum() / count
    let heights = labels.indices.compactMap { sample -> Int? in
      let top = best.rows[sample][0].node
      guard top != labels[sample] else { return nil }
      return hierarchy.smallestNode(holding: [top, labels[sample]])?.level
        ?? hierarchy.levels.count
    }
    let wrong = Double(heights.count)
    errorsWithinParent = heights.isEmpty ? nil : Double(heights.count { $0 == 1 }) / wrong
    meanErrorHeight = heights.isEmpty ? nil : Double(heights.reduce(0, +)) / wrong
  }

  private static func likelihood(
    _ probabilities: Probabilities, _ level: ClassHierarchy.Level, _ truth: [Int]
  ) -> Double {
    var members = [[Int]](repeating: [], count: level.nodes.count)
    for (label, node) in level.nodeOfClass.enumerated() { members[node].append(label) }
    let classes = probabilities.classes
    let losses = probabilities.withUnsafeRows { rows in
      truth.enumerated().map { row, node in
        let probability = members[node].reduce(0.0) { sum, column in
          switch rows {
          case .doubles(let base): sum + base[row * classes + column]
          case .floats(let base): sum + Double(base[row * classes + column])
          case nil: sum
          }
        }
        return -log(max(probability, 1e-20))
      }
    }
    return losses.compensatedSum() / Double(truth.count)
  }

  private static func byGroup(
    _ answered: [Int], labels: [Int], groups: ShotGroups?
  ) -> [ShotGroup: Double] {
    guard let groups else { return [:] }
    var shares: [ShotGroup: Double] = [:]
    for group in ShotGroup.allCases {
      let all = labels.count { groups.ofClass[$0] == group }
      guard all > 0 else { continue }
      shares[group] =
        Double(answered.count { groups.ofClass[labels[$0]] == group }) / Double(all)
    }
    return shares
  }
}
