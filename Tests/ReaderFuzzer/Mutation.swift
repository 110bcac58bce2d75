import Foundation
import TestSupport

/// Valid files, and what may befall them.
struct Mutation {
  private let files: [Data]
  private let seed: UInt64

  /// No input is longer than this, whatever is put into it.
  private static let longest = 1 << 17

  /// - Precondition: there is at least one file.
  init(files: [Data], seed: UInt64) {
    precondition(!files.isEmpty, "no files to start from")
    self.files = files
    self.seed = seed
  }

  /// The input of that number: the same for the same files and seed.
  func input(_ index: UInt64) -> Data {
    var random = SeededGenerator(seed: seed &* 0x9e37_79b9_7f4a_7c15 &+ index)
    // Through `Array`: slices of `Data` keep their indices.
    var bytes = Array(files[Int.random(in: 0..<files.count, using: &random)])
    for _ in 0..<Int.random(in: 1...5, using: &random) { change(&bytes, &random) }
    return Data(bytes.prefix(Self.longest))
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<10, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
    case 2, 3: writeInteger(&bytes, at: place, &random)
    case 4: bytes.removeSubrange(place...)
    case 5: bytes.removeSubrange(range(of: bytes, from: place, &random))
    case 6:
      let copied = Array(bytes[range(of: bytes, from: place, &random)])
      bytes.insert(contentsOf: copied, at: Int.random(in: 0...bytes.count, using: &random))
    case 7, 8: writeDigits(&bytes, from: place, &random)
    default:
      let other = Array(files[Int.random(in: 0..<files.count, using: &random)])
      guard !other.isEmpty else { return }
      bytes.replaceSubrange(
        place..., with: other[Int.random(in: 0..<other.count, using: &random)...])
    }
  }

  private func range(
    of bytes: [UInt8], from place: Int, _ random: inout SeededGenerator
  ) -> Range<Int> {
    place..<min(bytes.count, place + Int.random(in: 1...64, using: &random))
  }

  /// A number at which sizes and offsets go wrong, in either byte order.
  private func writeInteger(
    _ bytes: inout [UInt8], at place: Int, _ random: inout SeededGenerator
  ) {
    let count = UInt64(bytes.count)
    let values: [UInt64] = [
      0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 32, 1 << 40,
      .max >> 3, .max >> 1, 1 << 63, .max - 1, .max, count - 1, count, count + 1, count * 1000,
    ]
    let value = values.randomElement(using: &random) ?? 0
    let width = [2, 4, 8].randomElement(using: &random) ?? 8
    let isBigEndian = Bool.random(using: &random)
    for index in 0..<width where place + index < bytes.count {
      let shift = UInt64(8 * (isBigEndian ? width - 1 - index : index))
      bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  /// Another number in place of the next one that is written in digits.
  private func writeDigits(
    _ bytes: inout [UInt8], from place: Int, _ random: inout SeededGenerator
  ) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
    let texts = [
      "", "-", "-1", "0", "00", "1e400", "-1e-400", "1e99999999999999999999", "nan", "inf", "1L",
      "2147483648", "4294967296", "4611686018427387904", "9223372036854775807",
      "9223372036854775808", "18446744073709551616", String(repeating: "9", count: 400),
      "0." + String(repeating: "1", count: 400), "1,1,1,1,1,1,1,1,1,1", "\"", "\n\n\n", "[[[[",
    ]
    bytes.replaceSubrange(start..<end, with: (texts.randomElement(using: &random) ?? "").utf8)
  }
}
