import Foundation

/// The class statistics of knowledge transfer, and the weights that follow from them.
struct FeatureTransfer {
  /// What the mixed Gaussians say about the validation samples.
  struct Importance {
    /// By decreasing number of samples.
    let headClasses: [Int]
    let tailClasses: [Int]
    /// `[tail, head]`
    let squaredDistances: [[Double]]
    /// `[tail, head]`, rows sum to one.
    let attention: [[Double]]
    /// `[validation samples]`: 1 for head classes, else clipped likelihood ratios.
    let weights: [Double]
    let unclipped: [Double]
    let warnings: [String]
  }

  let validation: Predictions
  let statistics: [DiagonalGaussian?]
  /// Classes by decreasing count, ties by class order.
  let ranking: [Int]
  private let features: Features

  /// - Throws: ``CalibrationError`` for unusable predictions, or without features.
  init(validation: Predictions, training: Predictions?) throws(CalibrationError) {
    try validation.check(as: "validation")
    guard let features = validation.features else {
      throw .needsFeatures(role: "validation")
    }
    var source = validation
    var sourceFeatures = features
    if let training {
      try training.check(as: "training")
      guard let given = training.features else { throw .needsFeatures(role: "training") }
      guard given.width == features.width else {
        throw .featureWidthsDiffer(validation: features.width, training: given.width)
      }
      guard training.logits.classes == validation.logits.classes else {
        throw .classesDiffer(
          calibrator: training.logits.classes, data: validation.logits.classes)
      }
      source = training
      sourceFeatures = given
    }
    self.validation = validation
    self.features = features
    statistics = DiagonalGaussian.ofClasses(
      sourceFeatures, labels: source.labels, classes: validation.logits.classes)
    let counts = source.classCounts ?? validation.classCounts ?? source.labelCounts
    ranking = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
  }

  /// How much the tail classes look at each of the head classes: it hangs on their number alone.
  struct Attention {
    /// By decreasing number of samples.
    let headClasses: [Int]
    let tailClasses: [Int]
    /// `[tail, head]`; an empty row for a class without statistics of its own.
    let squaredDistances: [[Double]]
    /// `[tail, head]`, rows sum to one.
    let shares: [[Double]]
    let warnings: [String]
  }

  /// Squared 2-Wasserstein distances, and softmax(−d / √width) over the head classes.
  func attention(headClasses heads: Int) -> Attention {
    let headClasses = Array(ranking.prefix(heads))
    let tailClasses = Array(ranking.dropFirst(heads))
    let isTransferable = headClasses.contains { statistics[$0] != nil }
    let rows = RowChunks.map(tailClasses.count) { place -> ([Double], [Double]) in
      guard let own = statistics[tailClasses[place]], own.samples > 1, isTransferable else {
        return ([], [])
      }
      let distances = headClasses.map { statistics[$0].map(own.squaredDistance) ?? .infinity }
      return (distances, Self.attention(distances, width: features.width))
    }
    return Attention(
      headClasses: headClasses, tailClasses: tailClasses, squaredDistances: rows.map(\.0),
      shares: rows.map(\.1),
      warnings: zip(tailClasses, rows).compactMap { label, row in
        guard row.0.isEmpty else { return nil }
        return
          "class \(label) has too few samples to take statistics from (\(statistics[label]?.samples ?? 0)); "
          + "its validation samples keep weight 1"
      })
  }

  /// Mixtures of means and standard deviations, ratios of densities.
  func importance(
    alpha: Double, attention: Attention, lowest: Double, highest: Double
  ) -> Importance {
    var mixed = [DiagonalGaussian?](repeating: nil, count: statistics.count)
    let mixtures = RowChunks.map(attention.tailClasses.count) { place -> DiagonalGaussian? in
      guard !attention.shares[place].isEmpty else { return nil }
      return statistics[attention.tailClasses[place]]?.mixed(
        keeping: alpha,
        with: zip(attention.headClasses, attention.shares[place]).compactMap { head, share in
          statistics[head].map { ($0, share) }
        })
    }
    for (label, mixture) in zip(attention.tailClasses, mixtures) { mixed[label] = mixture }
    let unclipped = ratios(to: mixed)
    return Importance(
      headClasses: attention.headClasses, tailClasses: attention.tailClasses,
      squaredDistances: attention.squaredDistances, attention: attention.shares,
      weights: unclipped.indices.map {
        mixed[validation.labels[$0]] == nil ? 1 : min(max(unclipped[$0], lowest), highest)
      },
      unclipped: unclipped, warnings: attention.warnings)
  }

  static func attention(_ squaredDistances: [Double], width: Int) -> [Double] {
    let scores = squaredDistances.map { -$0 / Double(width).squareRoot() }
    let largest = scores.max() ?? 0
    let raised = scores.map { exp($0 - largest) }
    let sum = raised.reduce(0, +)
    return raised.map { $0 / sum }
  }

  /// Density under the mixed Gaussian over density under the class's own; 1 where there is none.
  private func ratios(to mixed: [DiagonalGaussian?]) -> [Double] {
    features.values.withUnsafeBufferPointer { values in
      RowChunks.map(rows: validation.labels.count, columns: features.width) { rows in
        rows.map { row -> Double in
          let label = validation.labels[row]
          guard let target = mixed[label], let own = statistics[label] else { return 1 }
          let range = row * features.width..<(row + 1) * features.width
          let vector = UnsafeBufferPointer(rebasing: values[range])
          // Densities of 64 and more dimensions leave the range of Double: subtract logarithms.
          return exp(target.logDensity(vector) - own.logDensity(vector))
        }
      }
    }.flatMap { $0 }
  }
}
