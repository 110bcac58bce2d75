internal import Foundation

/// Pictures in records of equal length, each with a header and then its red, green and blue planes: CIFAR's
/// binary files, used as they lie on disk.
struct PictureRecords: Sendable {
  /// Red, green, blue.
  static let channels = 3

  /// Whole records.
  let bytes: Data
  /// Bytes before the planes of a record.
  let headerBytes: Int
  let height: Int
  let width: Int

  private var recordBytes: Int { headerBytes + Self.channels * height * width }

  var count: Int { bytes.count / recordBytes }

  /// These records and then those of another file of the same kind.
  func joined(with others: PictureRecords) -> PictureRecords {
    precondition(headerBytes == others.headerBytes && height == others.height)
    return PictureRecords(
      bytes: bytes + others.bytes, headerBytes: headerBytes, height: height, width: width)
  }

  /// One byte of each record's header.
  func headerByte(_ place: Int) -> [UInt8] {
    bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      (0..<count).map { bytes[$0 * recordBytes + place] }
    }
  }

  /// Writes one picture, row by row, channels last.
  func copyPicture(_ record: Int, into buffer: UnsafeMutableRawBufferPointer) {
    let plane = height * width
    precondition(buffer.count == Self.channels * plane && 0..<count ~= record)
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let target = buffer.baseAddress else { return }
      // Plain pointers: this is the inner loop of a whole epoch.
      let red = (base + record * recordBytes + headerBytes).assumingMemoryBound(to: UInt8.self)
      let green = red + plane
      let blue = green + plane
      var pixel = target.assumingMemoryBound(to: UInt8.self)
      for index in 0..<plane {
        pixel[0] = red[index]
        pixel[1] = green[index]
        pixel[2] = blue[index]
        pixel += Self.channels
      }
    }
  }
}
