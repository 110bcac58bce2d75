/// The random number of each sample that goes into randomised scores.
enum SampleDraws: Sendable, Equatable {
  /// By the seed and the probabilities of the sample themselves: whichever rows stand around it, in whatever
  /// order and batch, the same sample has the same set. A set is then a function of the sample, and
  /// the guarantee needs no more than that.
  case seeded(UInt64)
  /// The fractional parts of the multiples of the golden ratio, by place: for comparison with others' figures.
  /// The first row of all has the place that is given.
  case golden(place: Int)

  /// A number in (0, 1).
  @inline(__always)
  func number(_ row: UnsafePointer<Double>, classes: Int, place: Int) -> Double {
    switch self {
    case .seeded(let seed):
      var hash = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03
      for label in 0..<classes {
        hash = (hash ^ row[label].bitPattern) &* 0xBF58_476D_1CE4_E5B9
        hash ^= hash >> 29
      }
      var random = SplitMix64(seed: hash)
      return random.uniform()
    case .golden(let first):
      let product = Double(first + place + 1) * 0.618_033_988_749_894_9
      return product - product.rounded(.down)
    }
  }
}
