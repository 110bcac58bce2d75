internal import Foundation

/// How a camera was held: which transformation shows its picture upright (EXIF tag 274).
enum EXIFOrientation: Int, CaseIterable {
  case upright = 1
  case mirrored, turned180, mirroredTurned180, transposed, turnedClockwise, transverse
  case turnedCounterclockwise

  /// True when height and width change places.
  var swapsSides: Bool { rawValue >= 5 }

  /// The size of a picture once it stands upright.
  func upright(_ size: PictureSize) -> PictureSize {
    swapsSides ? PictureSize(height: size.width, width: size.height) : size
  }

  /// From the APP1 segment of a JPEG file; upright where there is none or it makes no sense.
  init(jpeg bytes: Data) {
    self = Self.exifInJPEG(bytes).flatMap { Self(tiff: $0) } ?? .upright
  }

  /// From the eXIf chunk of a PNG file; upright where there is none or it makes no sense.
  init(png bytes: Data) {
    self = Self.exifInPNG(bytes).flatMap { Self(tiff: $0) } ?? .upright
  }

  /// From the first directory of a TIFF header.
  private init?(tiff: Data) {
    let reader = TIFFReader(tiff)
    guard let directory = reader?.firstDirectory, let count = reader?.number16(at: directory) else {
      return nil
    }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let tag = reader?.number16(at: place) else { return nil }
      guard tag == 0x0112 else { continue }
      guard reader?.number16(at: place + 2) == 3, let value = reader?.number16(at: place + 8)
      else { return nil }
      self.init(rawValue: value)
      return
    }
    return nil
  }

  private static func exifInJPEG(_ bytes: Data) -> Data? {
    let start = bytes.startIndex
    var place = 2
    while place + 4 <= bytes.count {
      let marker = bytes[start + place + 1]
      // Bytes between segments are skipped, fill bytes among them, as decoders do.
      guard bytes[start + place] == 0xFF, marker != 0xFF else {
        place += 1
        continue
      }
      // The picture itself begins.
      if marker == 0xDA || marker == 0xD9 { return nil }
      // Markers that stand alone.
      if marker <= 0x01 || 0xD0...0xD8 ~= marker {
        place += 2
        continue
      }
      let length = Int(bytes[start + place + 2]) << 8 | Int(bytes[start + place + 3])
      guard length >= 2, place + 2 + length <= bytes.count else { return nil }
      let body = bytes[start + place + 4..<start + place + 2 + length]
      if marker == 0xE1, body.starts(with: Array("Exif\0\0".utf8)) { return body.dropFirst(6) }
      place += 2 + length
    }
    return nil
  }

  private static func exifInPNG(_ bytes: Data) -> Data? {
    var place = 8
    while place + 12 <= bytes.count {
      let chunk = bytes.dropFirst(place)
      let length = chunk.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard place + 12 + length <= bytes.count else { return nil }
      if chunk.dropFirst(4).starts(with: Array("eXIf".utf8)) {
        return chunk.dropFirst(8).prefix(length)
      }
      place += 12 + length
    }
    return nil
  }
}

/// Numbers in a TIFF structure of either byte order, within its bounds.
private struct TIFFReader {
  private let bytes: Data
  private let isLittleEndian: Bool

  init?(_ bytes: Data) {
    self.bytes = bytes
    if bytes.starts(with: Array("II*\0".utf8)) {
      isLittleEndian = true
    } else if bytes.starts(with: Array("MM\0*".utf8)) {
      isLittleEndian = false
    } else {
      return nil
    }
  }

  var firstDirectory: Int? { number(at: 4, bytes: 4) }

  func number16(at place: Int) -> Int? { number(at: place, bytes: 2) }

  private func number(at place: Int, bytes count: Int) -> Int? {
    guard place >= 0, place + count <= bytes.count else { return nil }
    let digits = bytes.dropFirst(place).prefix(count)
    return (isLittleEndian ? Array(digits.reversed()) : Array(digits)).reduce(0) {
      $0 << 8 | Int($1)
    }
  }
}
