/// The generator MT19937 (Matsumoto and Nishimura, 1998), seeded with one 32-bit number, with the doubles that NumPy's
/// legacy generator draws: for choices that published numbers depend on.
package struct MersenneTwister {
  private static let size = 624
  private var state: [UInt32]
  private var place = size

  package init(seed: UInt32) {
    state = [seed]
    for index in 1..<Self.size {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// The next 32 random bits.
  package mutating func next() -> UInt32 {
    if place == Self.size {
      for index in 0..<Self.size {
        let mixed =
          (state[index] & 0x8000_0000) | (state[(index + 1) % Self.size] & 0x7FFF_FFFF)
        state[index] =
          state[(index + 397) % Self.size] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
      }
      place = 0
    }
    var number = state[place]
    place += 1
    number ^= number >> 11
    number ^= (number << 7) & 0x9D2C_5680
    number ^= (number << 15) & 0xEFC6_0000
    return number ^ (number >> 18)
  }

  /// A number in [0, 1) with 53 random bits.
  package mutating func uniform() -> Double {
    let high = Double(next() >> 5)
    let low = Double(next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }
}
