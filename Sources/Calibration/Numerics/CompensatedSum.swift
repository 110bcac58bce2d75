/// A sum that keeps what rounding takes away (Neumaier's variant of Kahan's summation), so that the
/// order of its terms changes it by no more than the last digits.
struct CompensatedSum: Sendable, Codable, Equatable {
  private var sum = 0.0
  private var lost = 0.0

  init() {}

  var value: Double { sum + lost }

  static func += (total: inout CompensatedSum, term: Double) {
    let next = total.sum + term
    total.lost +=
      abs(total.sum) >= abs(term) ? (total.sum - next) + term : (term - next) + total.sum
    total.sum = next
  }

  static func += (total: inout CompensatedSum, other: CompensatedSum) {
    total += other.sum
    total += other.lost
  }
}

extension Sequence where Element == Double {
  /// The sum of all elements, compensated.
  func compensatedSum() -> Double {
    reduce(into: CompensatedSum()) { $0 += $1 }.value
  }
}
