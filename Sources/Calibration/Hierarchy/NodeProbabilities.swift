/// The most probable node of every level, sample by sample.
struct NodeProbabilities: Sendable {
  /// A node with its probability.
  struct Best: Sendable, Equatable {
    let node: Int
    let probability: Double
  }

  /// `[samples][levels]`
  let rows: [[Best]]

  /// - Parameters:
  ///   - hierarchy: the levels.
  ///   - probabilities: of its classes.
  ///   - isConsistent: whether only nodes above the most probable class count.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)``
  init(
    _ hierarchy: ClassHierarchy, _ probabilities: Probabilities, isConsistent: Bool = false
  ) throws(CalibrationError) {
    guard probabilities.classes == hierarchy.classes else {
      throw .classesDiffer(calibrator: hierarchy.classes, data: probabilities.classes)
    }
    let classes = probabilities.classes
    rows = probabilities.withUnsafeRows { rows in
      RowChunks.map(rows: probabilities.samples, columns: classes) { range in
        range.map { row in
          let values = (0..<classes).map { column in
            switch rows {
            case .doubles(let base): base[row * classes + column]
            case .floats(let base): Double(base[row * classes + column])
            case nil: 0.0
            }
          }
          return Self.best(values, hierarchy, isConsistent: isConsistent)
        }
      }.flatMap { $0 }
    }
  }

  func map<Result>(_ transform: ([Best]) -> Result) -> [Result] { rows.map(transform) }

  private static func best(
    _ row: [Double], _ hierarchy: ClassHierarchy, isConsistent: Bool
  ) -> [Best] {
    let top = largest(row)
    return hierarchy.levels.indices.map { place in
      let sums = place == 0 ? row : hierarchy.probabilities(row, level: place)
      let node = isConsistent ? hierarchy.levels[place].nodeOfClass[top] : largest(sums)
      return Best(node: node, probability: sums[node])
    }
  }

  /// The first of the largest.
  private static func largest(_ values: [Double]) -> Int {
    values.indices.dropFirst().reduce(0) { values[$1] > values[$0] ? $1 : $0 }
  }
}
