public import Foundation

/// Damaged copies of a file, for readers that must refuse them or read them, and never crash.
public enum HostileInput {
  /// The first 0, 1, 2, … bytes; the whole is not among them.
  public static func truncations(of bytes: Data) -> [Data] {
    (0..<bytes.count).map { Data(bytes.prefix($0)) }
  }

  /// Copies with one to four bytes replaced: half by another bit, half by a value that readers trip
  /// over. The same seed gives the same copies.
  public static func damaged(_ bytes: Data, copies: Int, seed: UInt64) -> [Data] {
    var generator = Generator(state: seed)
    let favourites: [UInt8] = [0, 1, 0x7f, 0x80, 0xff]
    return (0..<copies).map { _ in
      var copy = Data(bytes)
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !copy.isEmpty {
        let index = Int.random(in: 0..<copy.count, using: &generator)
        if Bool.random(using: &generator) {
          copy[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        } else {
          copy[index] = favourites[Int.random(in: 0..<favourites.count, using: &generator)]
        }
      }
      return copy
    }
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }
}
