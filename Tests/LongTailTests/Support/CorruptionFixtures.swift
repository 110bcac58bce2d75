import ArrayFiles
import Calibration
import Foundation
import TestSupport

@testable import LongTail

/// Pictures, photographs and random numbers of Tests/Fixtures/corruption_fixtures.py.
enum CorruptionFixtures {
  /// Waves and blocks by whole numbers.
  static func picture(_ number: Int, side: Int = 32) -> DecodedPicture {
    made(height: side, width: side) { x, y, channel in
      let wave = (x * (5 + number % 7) + y * (3 + number % 5) + channel * 40 + number * 11) % 256
      return (wave < 128 ? wave : 255 - wave) + ((x / 8 + y / 8 + number) % 3) * 45
    }
  }

  /// Instead of the authors' photographs of frost.
  static var frost: FrostPictures {
    FrostPictures(
      pictures: (0..<5).map { number in
        made(height: 480, width: 640) { x, y, channel in
          (x * x / 64 + y * (number + 2) + (x * y / 128) % 64 + channel * 16) % 256
        }
      })
  }

  private static func made(
    height: Int, width: Int, _ value: (Int, Int, Int) -> Int
  ) -> DecodedPicture {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 { pixels.append(UInt8(value(x, y, channel))) }
      }
    }
    return DecodedPicture(height: height, width: width, pixels: pixels)
  }

  /// Arrays `[5, height, width, 3]` by the corruptions' names.
  static func arrays(_ name: String) throws -> [String: NumericArray] {
    Dictionary(
      uniqueKeysWithValues: try NPZFile.read(fixtureFile("corruptions/\(name).npz").path).map {
        ($0.key, $0.value)
      })
  }
}

/// NumPy's legacy generator: what `numpy.random.seed` and then its functions draw.
struct NumPyDraws: CorruptionDraws {
  private var words: MersenneTwister
  private var spare: Double?

  init(seed: Int) { words = MersenneTwister(seed: UInt32(seed)) }

  mutating func uniform() -> Double {
    let high = Double(words.next() >> 5)
    return (high * 67_108_864 + Double(words.next() >> 6)) / 9_007_199_254_740_992
  }

  /// Marsaglia's polar method.
  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    while true {
      let (x, y) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = x * x + y * y
      guard square < 1, square != 0 else { continue }
      let factor = (-2 * log(square) / square).squareRoot()
      spare = factor * x
      return factor * y
    }
  }

  mutating func integer(below bound: Int) -> Int {
    let most = UInt32(bound - 1)
    guard most > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(most.leadingZeroBitCount)
    while true {
      let value = words.next() & mask
      if value <= most { return Int(value) }
    }
  }
}
