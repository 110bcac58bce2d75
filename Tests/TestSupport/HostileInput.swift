public import Foundation

/// Damaged copies of a file, for readers that must refuse them or read them, and never crash.
public enum HostileInput {
  /// The first 0, 1, 2, … bytes; the whole is not among them.
  public static func truncations(of bytes: Data) -> some Sequence<Data> {
    (0..<bytes.count).lazy.map { Data(bytes.prefix($0)) }
  }

  /// Copies with one to four bytes replaced: half by another bit, half by a value that readers trip
  /// over. The same seed gives the same copies.
  ///
  /// The environment variable LONGTAIL_FUZZ_ROUNDS multiplies their number, for a long search.
  public static func damaged(
    _ bytes: Data, copies: Int, seed: UInt64
  ) -> some Sequence<Data> {
    let rounds = ProcessInfo.processInfo.environment["LONGTAIL_FUZZ_ROUNDS"].flatMap { Int($0) }
    return (0..<(copies * (rounds ?? 1))).lazy.map { copy in
      damaged(bytes, seed: seed << 32 + UInt64(copy))
    }
  }

  private static func damaged(_ bytes: Data, seed: UInt64) -> Data {
    var generator = SeededGenerator(seed: seed)
    let favourites: [UInt8] = [0, 1, 0x7f, 0x80, 0xff]
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
