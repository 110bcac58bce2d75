internal import ArrayFiles
internal import Foundation

/// Writes a file of packed pictures, and goes on with one that was left unfinished: under a name of its own until it is whole.
final class PackWriter {
  /// The pictures that are in the file, in order; some, where another process began.
  private(set) var records: [PackFile.Record] = []
  /// Until it is finished.
  let unfinishedPath: String
  private let path: String
  private let origin: [UInt8]
  private let file: Int32

  /// - Parameters:
  ///   - path: of the finished file.
  ///   - origin: 32 bytes, other ones for other pictures and settings.
  ///   - most: pictures that there will be.
  ///   - replacing: whether an unfinished file of another origin is thrown away.
  /// - Throws: `FileProblem` for an unfinished file of another origin, or one that another process writes.
  init(path: String, origin: [UInt8], most: Int, replacing: Bool) throws {
    self.path = path
    self.origin = origin
    unfinishedPath = path + ".partial"
    file = open(unfinishedPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw FileProblem.system(unfinishedPath, cannot: "create the file", code: errno)
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      throw FileProblem(unfinishedPath, "is being written by another process")
    }
    try begin(most: most, replacing: replacing)
  }

  // Runs after a failed beginning, too.
  deinit { if file >= 0 { close(file) } }

  private func begin(most: Int, replacing: Bool) throws {
    let bytes = try MappedFile(path: unfinishedPath).bytes
    // A process that ended at once has left less than a header.
    if bytes.count >= PackFile.headerBytes {
      if try PackFile.Header(bytes, path: unfinishedPath).origin == origin {
        records = Self.records(in: bytes, most: most)
      } else if !replacing {
        throw FileProblem(
          unfinishedPath,
          "was begun with other pictures or settings; remove it, or add --overwrite to begin again")
      }
    }
    try truncate(to: records.last?.end ?? 0)
    if records.isEmpty { try append(PackFile.Header(origin: origin).encoded) }
  }

  /// The whole and undamaged pictures at the beginning of an unfinished file.
  private static func records(in bytes: Data, most: Int) -> [PackFile.Record] {
    var records: [PackFile.Record] = []
    var place = PackFile.headerBytes + PackFile.recordBytes
    while records.count < most, place <= bytes.count {
      let length: UInt32 = bytes.littleEndian(at: place - PackFile.recordBytes)
      let checksum: UInt32 = bytes.littleEndian(at: place - 4)
      let record = PackFile.Record(place: place, length: Int(length), checksum: checksum)
      guard record.end <= bytes.count else { break }
      let isRight =
        length == 0
        ? checksum == PackFile.Record.unreadable
        : CRC32.checksum(Data(bytes[place..<record.end])) == checksum
      guard isRight else { break }
      records.append(record)
      place = record.end + PackFile.recordBytes
    }
    return records
  }

  /// Adds a picture; `nil` for one that cannot be read.
  /// - Throws: `FileProblem` when the disk refuses it.
  func add(_ picture: Data?) throws {
    let length = picture?.count ?? 0
    guard let count = UInt32(exactly: length), length > 0 || picture == nil else {
      throw FileProblem(path, "a picture of \(length) bytes; 1 to 4294967295 are possible")
    }
    let place = (records.last?.end ?? PackFile.headerBytes) + PackFile.recordBytes
    let checksum = picture.map { CRC32.checksum($0) } ?? PackFile.Record.unreadable
    var data = Data(capacity: PackFile.recordBytes + length)
    data.append(littleEndian: count)
    data.append(littleEndian: checksum)
    if let picture { data.append(picture) }
    try append(data)
    records.append(PackFile.Record(place: place, length: length, checksum: checksum))
  }

  /// Writes the index, reads everything again, and gives the file its name.
  /// - Throws: `FileProblem` when the disk refuses it, or gives back other bytes.
  func finish(_ index: PackIndex) throws {
    let bytes = try index.encoded
    let digest = ContentDigest()
    digest.add(bytes)
    var header = PackFile.Header(origin: origin)
    header.indexOffset = records.last?.end ?? PackFile.headerBytes
    header.indexLength = bytes.count
    header.indexDigest = digest.bytes()
    try append(bytes)
    // The header comes last: it says that all of the rest is there.
    try sync()
    try write(header.encoded, at: 0)
    try sync()
    try PackedPictures(path: unfinishedPath).verify()
    guard rename(unfinishedPath, path) == 0 else { throw problem("put the file in its place") }
    let folder = open(path.parentFolder.isEmpty ? "." : path.parentFolder, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      // The rename must survive a power cut; where folders cannot be synced it may not.
      fsync(folder)
      close(folder)
    }
  }

  private func append(_ data: Data) throws {
    let end = lseek(file, 0, SEEK_END)
    guard end >= 0 else { throw problem("write the file") }
    try write(data, at: Int(end))
  }

  private func write(_ data: Data, at offset: Int) throws {
    try data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        let written = pwrite(file, rest.baseAddress, rest.count, off_t(offset + done))
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw problem("write the file") }
        done += written
      }
    }
  }

  private func truncate(to length: Int) throws {
    guard ftruncate(file, off_t(length)) == 0 else { throw problem("write the file") }
  }

  private func sync() throws {
    guard fsync(file) == 0 else { throw problem("write the file to the disk") }
  }

  private func problem(_ action: String) -> FileProblem {
    FileProblem.system(unfinishedPath, cannot: action, code: errno)
  }
}
