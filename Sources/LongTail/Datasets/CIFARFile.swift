internal import ArrayFiles
internal import Foundation

/// One file of CIFAR's binary version: records of label bytes, then 32 × 32 red, green and blue bytes.
struct CIFARFile {
  static let side = 32
  static let pixelBytes = 3 * side * side

  let path: String
  /// Records that the published file has.
  let records: Int
  /// Label bytes before the pixels; the class is the last of them (CIFAR-100 puts its superclass first).
  let labelBytes: Int
  let classes: Int

  /// Appends the file's pictures, channels last, and labels.
  func read(pixels: inout Data, labels: inout [Int], digest: ContentDigest) throws {
    let bytes = try MappedFile(path: path).bytes
    let recordBytes = labelBytes + Self.pixelBytes
    guard bytes.count == records * recordBytes else {
      let difference = bytes.count < records * recordBytes ? "truncated" : "too large"
      throw FileProblem(
        path,
        "the file is \(difference): \(bytes.count) bytes, expected \(records * recordBytes) (\(records) records of \(recordBytes))"
      )
    }
    digest.add(bytes)
    let start = pixels.count
    pixels.append(contentsOf: repeatElement(0, count: records * Self.pixelBytes))
    try bytes.withUnsafeBytes { source in
      try pixels.withUnsafeMutableBytes { target in
        for record in 0..<records {
          let offset = record * recordBytes
          let label = Int(source[offset + labelBytes - 1])
          guard label < classes else {
            throw FileProblem(
              path, at: "record \(record)", "label \(label), expected 0 … \(classes - 1)")
          }
          labels.append(label)
          Self.interleave(
            UnsafeRawBufferPointer(
              rebasing: source[offset + labelBytes..<offset + recordBytes]),
            into: UnsafeMutableRawBufferPointer(
              rebasing: target[
                start + record * Self.pixelBytes..<start + (record + 1) * Self.pixelBytes]))
        }
      }
    }
  }

  /// Three planes become one plane of three channels.
  static func interleave(
    _ planes: UnsafeRawBufferPointer, into pixels: UnsafeMutableRawBufferPointer
  ) {
    let plane = side * side
    for pixel in 0..<plane {
      pixels[3 * pixel] = planes[pixel]
      pixels[3 * pixel + 1] = planes[plane + pixel]
      pixels[3 * pixel + 2] = planes[2 * plane + pixel]
    }
  }
}
