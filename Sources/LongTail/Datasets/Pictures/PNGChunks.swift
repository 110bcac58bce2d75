internal import Foundation

/// A PNG file by its chunks.
enum PNGChunks {
  /// What says how samples relate to light. Pillow and what is built on it take the samples as they are.
  private static let colourSpace: Set<String> = ["gAMA", "cHRM", "sRGB", "iCCP", "cICP"]

  /// The file without the chunks that describe its colour space; itself when it has none.
  static func withoutColourSpace(_ bytes: Data) -> Data {
    var kept = Data()
    var isChanged = false
    bytes.withUnsafeBytes { source in
      var start = 0
      var position = 8
      // Such chunks stand before the pixels.
      while position + 12 <= source.count {
        let length = Int(
          UInt32(bigEndian: source.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        let type = String(decoding: source[position + 4..<position + 8], as: UTF8.self)
        let end = position + 12 + length
        guard type != "IDAT", end <= source.count else { break }
        if colourSpace.contains(type) {
          kept.append(contentsOf: source[start..<position])
          start = end
          isChanged = true
        }
        position = end
      }
      if isChanged { kept.append(contentsOf: source[start...]) }
    }
    return isChanged ? kept : bytes
  }
}
