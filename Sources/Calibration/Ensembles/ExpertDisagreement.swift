import Foundation

/// How much the experts of an ensemble differ on some samples.
public struct ExpertDisagreement: Sendable, Equatable, Codable {
  /// Samples that were counted, at least one.
  public let samples: Int
  /// For each two experts the share of samples that they answer differently, `[experts][experts]`.
  public let pairs: [[Double]]
  /// Mean of it over all pairs of two; 0 for a single expert.
  public let mean: Double
  /// Share of samples that all experts answer alike.
  public let unanimous: Double
  /// Share of samples that at least one expert answers rightly: what an oracle that picks the expert for
  /// each sample would reach (Kuncheva and Whitaker, 2003).
  public let oracleAccuracy: Double
  /// Mean of H(p̄) − mean H(p), the entropy of the experts' mean less the mean of their entropies, in nats:
  /// 0 when all say the same, at most the log of their number (Lakshminarayanan et al., 2017).
  public let divergence: Double

  private enum CodingKeys: String, CodingKey {
    case samples, pairs, mean, unanimous, divergence
    case oracleAccuracy = "oracle_accuracy"
  }

  /// - Parameters:
  ///   - answers: for each expert the class that it answers, for every sample.
  ///   - divergences: of every sample, as ``divergences(_:)`` gives them.
  ///   - labels: the true class of every sample.
  ///   - rows: the samples that count; for none of them there is no disagreement.
  init?(answers: [[Int]], divergences: [Double], labels: [Int], rows: [Int]) {
    guard !rows.isEmpty else { return nil }
    let count = Double(rows.count)
    func share(_ holds: (Int) -> Bool) -> Double { Double(rows.count(where: holds)) / count }
    let pairs = answers.map { first in
      answers.map { second in share { first[$0] != second[$0] } }
    }
    samples = rows.count
    self.pairs = pairs
    let distinct = answers.indices.flatMap { first in
      (0..<first).map { pairs[first][$0] }
    }
    mean = distinct.isEmpty ? 0 : distinct.compensatedSum() / Double(distinct.count)
    unanimous = share { row in answers.allSatisfy { $0[row] == answers[0][row] } }
    oracleAccuracy = share { row in answers.contains { $0[row] == labels[row] } }
    divergence = rows.map { divergences[$0] }.compensatedSum() / count
  }

  /// H(p̄) − mean H(p) of every sample, in nats.
  static func divergences(_ experts: [Probabilities]) -> [Double] {
    let mean = EnsembleCombination.meanProbabilities.probabilities(experts)
    let members = experts.map(\.entropies)
    return mean.entropies.enumerated().map { row, entropy in
      // Rounding may leave a little less than nothing.
      max(0, entropy - members.reduce(0) { $0 + $1[row] } / Double(experts.count))
    }
  }
}

extension Probabilities {
  /// −Σ p log p of every row, in nats.
  fileprivate var entropies: [Double] {
    values.withUnsafeBufferPointer { values in
      RowChunks.map(rows: samples, columns: classes) { rows in
        rows.map { row in
          -(0..<classes).reduce(0.0) { sum, column in
            let value = values[row * classes + column]
            return value > 0 ? sum + value * log(value) : sum
          }
        }
      }.flatMap { $0 }
    }
  }
}
