extension SelectiveThreshold {
  /// The threshold of answers at the finest level that is sure enough: no more than a share ε of them is wrong at its
  /// level with the chance 1 − δ.
  /// - Parameters:
  ///   - probabilities: of held-out samples, calibrated.
  ///   - labels: the true class of each.
  ///   - hierarchy: the levels.
  ///   - isConsistent: whether only nodes above the most probable class are answered.
  ///   - risk: ε, in (0, 1).
  ///   - delta: δ, in (0, 1).
  /// - Throws: ``CalibrationError`` for numbers out of range, other classes, or no sample.
  public init(
    _ probabilities: Probabilities, labels: [Int], hierarchy: ClassHierarchy,
    isConsistent: Bool = false, risk: Double, delta: Double = 0.1
  ) throws(CalibrationError) {
    let best = try NodeProbabilities(hierarchy, probabilities, isConsistent: isConsistent)
    precondition(labels.count == best.rows.count, "\(labels.count) labels, \(best.rows.count) rows")
    // A sample's answer changes only where the threshold passes one of its levels.
    try self.init(samples: labels.count, risk: risk, delta: delta) { threshold in
      var accepted = 0
      var errors = 0
      for (sample, levels) in best.rows.enumerated() {
        guard let level = levels.firstIndex(where: { $0.probability >= threshold }) else {
          continue
        }
        accepted += 1
        let truth = hierarchy.levels[level].nodeOfClass[labels[sample]]
        errors += levels[level].node == truth ? 0 : 1
      }
      return (accepted, errors)
    }
  }
}
