/// MT19937 (Matsumoto and Nishimura, 1998), seeded with one 32-bit number, and the shuffle of NumPy's
/// legacy generator over it. The published long-tailed data sets were drawn with these.
struct MersenneTwister {
  private var state: [UInt32]
  private var used: Int

  init(seed: UInt32) {
    var state = [seed]
    state.reserveCapacity(624)
    for index in 1..<624 {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ last >> 30) &+ UInt32(index))
    }
    self.state = state
    used = 624
  }

  /// The next 32 random bits.
  mutating func next() -> UInt32 {
    if used == 624 { renew() }
    var word = state[used]
    used += 1
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C_5680
    word ^= word << 15 & 0xEFC6_0000
    return word ^ word >> 18
  }

  /// Fisher–Yates from the end; each index by masked rejection.
  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, Int(integer(upTo: UInt32(last))))
    }
  }

  private mutating func integer(upTo bound: UInt32) -> UInt32 {
    let mask = UInt32.max >> UInt32(bound.leadingZeroBitCount)
    while true {
      let value = next() & mask
      if value <= bound { return value }
    }
  }

  private mutating func renew() {
    for index in 0..<624 {
      let bits = state[index] & 0x8000_0000 | state[(index + 1) % 624] & 0x7FFF_FFFF
      state[index] = state[(index + 397) % 624] ^ bits >> 1 ^ (bits & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    used = 0
  }
}
