internal import ArrayFiles
internal import Foundation
internal import Torch

/// One file of CIFAR: pictures of 32 × 32 pixels as red, green and blue planes, and their labels.
struct CIFARFile {
  static let side = 32
  static let pixelBytes = 3 * side * side

  let path: String
  /// Records that the published file has.
  let records: Int
  /// The labels of a record; the last one is the class (CIFAR-100 puts its superclass first).
  let labelNames: [String]
  let classes: Int

  /// What a file holds.
  struct Content {
    let records: PictureRecords
    /// The labels that come before the class in the binary version, a list each.
    let otherLabels: [[Int]]
    let labels: [Int]

    /// Adds the bytes that the binary version has, so that both versions have the same digest.
    func add(to digest: ContentDigest) {
      guard records.headerBytes == 0 else { return digest.add(records.bytes) }
      let labelBytes = (otherLabels + [labels]).map { $0.map { UInt8($0) } }
      records.bytes.withUnsafeBytes { bytes in
        for record in 0..<records.count {
          labelBytes.map { $0[record] }.withUnsafeBytes { digest.add($0) }
          let start = record * CIFARFile.pixelBytes
          digest.add(
            UnsafeRawBufferPointer(rebasing: bytes[start..<start + CIFARFile.pixelBytes]))
        }
      }
    }
  }

  /// The binary version, mapped into memory.
  /// - Throws: `FileProblem` for a file that is missing, has another size or a label out of range.
  func readBinary() throws -> Content {
    let bytes = try MappedFile(path: path).bytes
    let recordBytes = labelNames.count + Self.pixelBytes
    guard bytes.count == records * recordBytes else {
      let difference = bytes.count < records * recordBytes ? "truncated" : "too large"
      throw FileProblem(
        path,
        "the file is \(difference): \(bytes.count) bytes, expected \(records * recordBytes) (\(records) records of \(recordBytes))"
      )
    }
    let content = PictureRecords(
      bytes: bytes, headerBytes: labelNames.count, height: Self.side, width: Self.side)
    let labels = content.headerByte(labelNames.count - 1).map { Int($0) }
    try check(labels, bound: classes)
    return Content(records: content, otherLabels: [], labels: labels)
  }

  /// The Python version: a pickled dictionary of an array and lists. No code of it is run.
  /// - Throws: `FileProblem` for a file that is missing, damaged or holds something else.
  func readPickled() throws -> Content {
    let table = try PickledTable(path: path)
    guard let array = table.array("data"), array.elementType == .uint8,
      array.shape == [records, Self.pixelBytes]
    else {
      throw FileProblem(
        path, "no array “data” [\(records), \(Self.pixelBytes)] of uint8 is in the pickle")
    }
    let lists = try labelNames.map { name in
      guard let labels = table.integers(name), labels.count == records else {
        throw FileProblem(path, "no list “\(name)” of \(records) labels is in the pickle")
      }
      try check(labels, bound: name == labelNames.last ? classes : 256)
      return labels
    }
    let content = PictureRecords(
      bytes: array.bytes, headerBytes: 0, height: Self.side, width: Self.side)
    return Content(
      records: content, otherLabels: Array(lists.dropLast()), labels: lists.last ?? [])
  }

  private func check(_ labels: [Int], bound: Int) throws {
    guard let record = labels.firstIndex(where: { !(0..<bound ~= $0) }) else { return }
    throw FileProblem(
      path, at: "record \(record)", "label \(labels[record]), expected 0 … \(bound - 1)")
  }
}
