import Foundation

/// How the outputs of several experts become one.
///
/// Nothing in a file says which of the two its authors took, and they give different answers: it is
/// declared, never guessed.
public enum EnsembleCombination: String, Sendable, Codable, CaseIterable {
  /// The mean of the logits; its softmax is the normalised geometric mean of the experts' probabilities
  /// (BalPoE, RIDE, SADE and SHIKE).
  case meanLogits = "mean-logits"
  /// The arithmetic mean of the experts' probabilities (deep ensembles; Lakshminarayanan et al., 2017).
  case meanProbabilities = "mean-probabilities"

  /// Logits whose softmax is the ensemble's probabilities.
  /// - Parameter experts: at least one, `[samples, classes]` each.
  /// - Returns: `[samples, classes]`; of ``meanProbabilities`` the logarithms of the mean. −∞ where the mean
  ///   is: for the mean of logits in classes that one expert excludes, for the mean of probabilities in
  ///   those that all exclude.
  public func logits(_ experts: [Logits]) -> Logits {
    let (samples, classes) = Self.shape(experts.map { ($0.samples, $0.classes) })
    switch self {
    case .meanLogits:
      var sums = [Double](repeating: 0, count: samples * classes)
      for expert in experts {
        expert.withUnsafeValues { values in
          for index in values.indices { sums[index] += Double(values[index]) }
        }
      }
      let count = Double(experts.count)
      return Logits(sums.map { Float($0 / count) }, classes: classes)
    case .meanProbabilities:
      return Logits(
        probabilities(experts.map { softmax($0) }).values.map { Float(log($0)) }, classes: classes)
    }
  }

  /// The ensemble's probabilities from those of its experts.
  /// - Parameter experts: at least one, `[samples, classes]` each, rows with sum one.
  /// - Returns: `[samples, classes]`, rows with sum one. Where the geometric mean leaves no class, because
  ///   each is excluded by one expert or another, the row is uniform.
  public func probabilities(_ experts: [Probabilities]) -> Probabilities {
    let (samples, classes) = Self.shape(experts.map { ($0.samples, $0.classes) })
    let members = experts.map(\.values)
    let count = Double(experts.count)
    return Probabilities.filled(samples: samples, classes: classes) { rows, target in
      for row in rows {
        let output = target + (row - rows.lowerBound) * classes
        for column in 0..<classes {
          let index = row * classes + column
          let sum = members.reduce(0.0) {
            $0 + (self == .meanLogits ? log($1[index]) : $1[index])
          }
          output[column] = sum / count
        }
        if self == .meanLogits { Self.raise(output, count: classes) }
      }
    }
  }

  /// Logarithms to probabilities, in place.
  private static func raise(_ row: UnsafeMutablePointer<Double>, count: Int) {
    let largest = (0..<count).map { row[$0] }.max() ?? 0
    guard largest > -.infinity else {
      for index in 0..<count { row[index] = 1 / Double(count) }
      return
    }
    var sum = 0.0
    for index in 0..<count {
      row[index] = exp(row[index] - largest)
      sum += row[index]
    }
    for index in 0..<count { row[index] /= sum }
  }

  private static func shape(_ shapes: [(samples: Int, classes: Int)]) -> (Int, Int) {
    guard let first = shapes.first else { preconditionFailure("an ensemble without experts") }
    for other in shapes.dropFirst() {
      precondition(other == first, "experts of shape \(other) and \(first)")
    }
    return first
  }
}
