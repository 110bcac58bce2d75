/// What became of the sets of labelled samples: all that measures need of them.
struct SetOutcomes: Sendable {
  /// `[samples]`
  private(set) var sizes: [Int32]
  /// `[samples]`: whether the set holds the label.
  private(set) var isCovered: [Bool]

  /// One pass over the rows for predictors of one score: each row is scored once.
  /// - Precondition: the predictors have the same score, prior, seed and number of classes.
  static func of(
    _ predictors: [SetPredictor], _ rows: ProbabilityRows, labels: [Int],
    draws: SampleDraws? = nil
  ) throws -> [SetOutcomes] {
    guard let first = predictors.first else { return [] }
    guard first.classes == rows.classes else {
      throw CalibrationError.setClassesDiffer(predictor: first.classes, data: rows.classes)
    }
    let draws = draws ?? .seeded(first.seed)
    var all = [SetOutcomes](
      repeating: SetOutcomes(sizes: [], isCovered: []), count: predictors.count)
    for place in all.indices {
      all[place].sizes.reserveCapacity(rows.samples)
      all[place].isCovered.reserveCapacity(rows.samples)
    }
    for block in rows.ranges {
      let probabilities = try rows.probabilities(block)
      let parts = RowChunks.map(rows: block.count, columns: rows.classes) { range in
        var part = [SetOutcomes](
          repeating: SetOutcomes(sizes: [], isCovered: []), count: predictors.count)
        SetMembership.visit(
          probabilities, range, of: predictors, draws: draws, firstPlace: block.lowerBound
        ) { row, place, members in
          let label = Int32(truncatingIfNeeded: labels[block.lowerBound + row])
          let found = members.partitioningIndex { $0 >= label }
          part[place].sizes.append(Int32(truncatingIfNeeded: members.count))
          part[place].isCovered.append(found < members.count && members[found] == label)
        }
        return part
      }
      for part in parts {
        for place in all.indices {
          all[place].sizes += part[place].sizes
          all[place].isCovered += part[place].isCovered
        }
      }
    }
    return all
  }
}
