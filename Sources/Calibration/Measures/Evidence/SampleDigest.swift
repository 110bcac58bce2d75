/// What tells the labelled probabilities of some samples from those of others: a hash of them all, in order.
///
/// Each row is hashed by itself, `h = g(…g(g(label, p₀), p₁)…)` with `g(h, p) = s((h ⊕ p) · K)`, and the rows are the
/// coefficients of a polynomial that is evaluated at one point, modulo 2⁶¹ − 1: digests of parts of the samples
/// give that of the whole, wherever they were cut. Other samples have the same digest with a chance of some 2⁻⁶¹;
/// nobody is kept from making such on purpose.
struct SampleDigest: Sendable, Codable, Hashable {
  /// How many there are.
  private(set) var samples = 0
  /// Below ``modulus``.
  private(set) var hash: UInt64 = 0
  /// Whether all rows are of probabilities of 0 and 1, which other samples may have as well.
  private(set) var hasAnswersAlone = true

  /// A Mersenne prime.
  static let modulus: UInt64 = (1 << 61) - 1
  private static let point: UInt64 = 0x0B3A_5D17_94E2_6F81

  /// One sample.
  struct Row {
    fileprivate var hash: UInt64
    fileprivate var isAnswer = true

    init(label: Int) { hash = UInt64(truncatingIfNeeded: label) &* 0x9E37_79B9_7F4A_7C15 }

    /// Takes in the probability of the next class.
    @inline(__always)
    mutating func add(_ probability: Double) {
      // −0 is 0.
      hash = (hash ^ (probability + 0).bitPattern) &* 0xBF58_476D_1CE4_E5B9
      hash ^= hash >> 29
      isAnswer = isAnswer && (probability == 0 || probability == 1)
    }
  }

  /// Takes in one more sample.
  mutating func append(_ row: Row) {
    samples += 1
    hash = Self.sum(Self.product(hash, Self.point), row.hash % Self.modulus)
    hasAnswersAlone = hasAnswersAlone && row.isAnswer
  }

  /// Takes in samples that come after these.
  mutating func append(_ other: SampleDigest) {
    hash = Self.sum(Self.product(hash, Self.power(other.samples)), other.hash)
    samples += other.samples
    hasAnswersAlone = hasAnswersAlone && other.hasAnswersAlone
  }

  private static func power(_ exponent: Int) -> UInt64 {
    var (result, square, rest): (UInt64, UInt64, Int) = (1, point, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square) }
      square = product(square, square)
      rest >>= 1
    }
    return result
  }

  private static func sum(_ a: UInt64, _ b: UInt64) -> UInt64 { (a + b) % modulus }

  /// 2⁶¹ is 1: the bits above the lowest 61 are added to these.
  private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return sum(low & modulus, high << 3 | low >> 61)
  }
}
