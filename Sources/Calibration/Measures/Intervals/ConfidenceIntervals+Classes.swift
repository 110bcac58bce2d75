extension ConfidenceIntervals {
  /// Interval of the mean accuracy of some classes, each counting the same, as the population's.
  ///
  /// Classes are drawn apart from each other, so that their variances add; one hit and one miss more in
  /// each, so that a class that is always right is not taken for certain.
  /// - Parameters:
  ///   - accuracies: one a class; `nil` without samples.
  ///   - counts: samples of each class.
  ///   - classes: those to average; `nil` for all.
  /// - Returns: `nil` when none of them has samples.
  public static func balancedAccuracy(
    _ accuracies: [Double?], counts: [Int], of classes: [Int]? = nil
  ) -> Interval? {
    precondition(
      accuracies.count == counts.count, "\(accuracies.count) accuracies, \(counts.count) counts")
    let known = (classes ?? Array(counts.indices)).compactMap { label in
      accuracies[label].flatMap { counts[label] > 0 ? ($0, Double(counts[label])) : nil }
    }
    guard !known.isEmpty else { return nil }
    let total = Double(known.count)
    let mean = known.map(\.0).compensatedSum() / total
    let variance = known.map { accuracy, count in
      let share = (accuracy * count + 1) / (count + 2)
      return share * (1 - share) / count
    }.compensatedSum()
    let radius = quantile * variance.squareRoot() / total
    return Interval(lower: max(mean - radius, 0), upper: min(mean + radius, 1))
  }
}
