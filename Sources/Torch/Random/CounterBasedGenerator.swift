import Foundation

/// Random numbers that depend on nothing but a seed and the names of a stream, such as (epoch, sample):
/// streams can be drawn in any order, on any number of threads, and give the same numbers.
public struct CounterBasedGenerator: RandomNumberGenerator, Sendable {
  private let key: (UInt32, UInt32)
  private let stream: (UInt32, UInt32)
  private var blocks: UInt64 = 0
  private var unused: UInt64?
  private var unusedNormal: Double?

  /// The numbers of `stream`, whose order counts, tell it from others of the same seed.
  public init(seed: UInt64, stream: UInt64...) {
    var folded: UInt64 = 0
    for part in stream {
      folded = Self.mixed(Self.mixed(folded) ^ part)
    }
    key = Self.halves(seed)
    self.stream = Self.halves(folded)
  }

  public mutating func next() -> UInt64 {
    if let value = unused {
      unused = nil
      return value
    }
    let low = Self.halves(blocks)
    let block = Philox.block(counter: (low.0, low.1, stream.0, stream.1), key: key)
    blocks += 1
    unused = UInt64(block.3) << 32 | UInt64(block.2)
    return UInt64(block.1) << 32 | UInt64(block.0)
  }

  /// Uniform in `[0, 1)`, a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform in `[range.lowerBound, range.upperBound)`.
  public mutating func uniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Standard normal (Box & Muller, 1958).
  public mutating func normal() -> Double {
    if let value = unusedNormal {
      unusedNormal = nil
      return value
    }
    // 1 − u lies in (0, 1], so the logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    unusedNormal = radius * sin(angle)
    return radius * cos(angle)
  }

  /// As many blocks of two draws as `count` draws need, from the next whole one on.
  mutating func takeBlocks(ofDraws count: Int) -> (first: UInt64, stream: UInt64, key: UInt64) {
    func whole(_ halves: (UInt32, UInt32)) -> UInt64 { UInt64(halves.1) << 32 | UInt64(halves.0) }
    (unused, unusedNormal) = (nil, nil)
    defer { blocks += UInt64(count / 2 + count % 2) }
    return (blocks, whole(stream), whole(key))
  }

  private static func halves(_ value: UInt64) -> (UInt32, UInt32) {
    (UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
  }

  /// The step of SplitMix64 (Steele, Lea & Flood, 2014): every bit depends on every bit.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
