import Foundation
import Testing

@testable import ModelExport

struct WeightFileTests {
  private func words(_ data: Data, at place: Int, count: Int) -> [UInt32] {
    (0..<count).map { index in
      data.withUnsafeBytes {
        UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place + 4 * index, as: UInt32.self))
      }
    }
  }

  @Test func `numbers begin at multiples of 64, each after what says where`() {
    var file = WeightFile()
    let values = (0..<17).map { Float($0) }
    #expect(file.append(values) == 64)
    // 64 + 64 + 68, filled up.
    #expect(file.append([-1.5]) == 256)
    let bytes = file.bytes
    #expect(words(bytes, at: 0, count: 4) == [2, 2, 0, 0])
    #expect(words(bytes, at: 64, count: 6) == [0xDEAD_BEEF, 2, 68, 0, 128, 0])
    #expect(words(bytes, at: 256, count: 6) == [0xDEAD_BEEF, 2, 4, 0, 320, 0])
    #expect(words(bytes, at: 128, count: 17) == values.map(\.bitPattern))
    #expect(bytes.count == 324 && words(bytes, at: 320, count: 1) == [Float(-1.5).bitPattern])
  }

  @Test func `no numbers are a header alone`() {
    #expect(WeightFile().bytes == Data([0, 0, 0, 0, 2, 0, 0, 0]) + Data(count: 56))
  }
}
