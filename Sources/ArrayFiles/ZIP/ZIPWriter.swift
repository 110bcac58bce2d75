import Foundation

/// Writes a ZIP archive of stored entries, with ZIP64 records where sizes need them.
struct ZIPWriter {
  private var directory = Data()
  private var entryCount = 0
  private var names: Set<String> = []

  /// 1 January 1980, the earliest date of the format: the same content gives the same bytes.
  private static let date: UInt32 = 0x0021_0000

  /// Writes an entry whose content is given in pieces.
  ///
  /// - Precondition: no two entries have the same name.
  mutating func add(
    _ name: String, _ pieces: [Data], to file: inout AtomicFile.Writer
  ) throws(FileProblem) {
    precondition(names.insert(name).inserted, "two entries are named '\(name)'")
    let offset = file.byteCount
    let size = pieces.reduce(0) { $0 + $1.count }
    let isLarge = size >= UInt32.max || offset >= UInt32.max
    var common = Data()
    common.append(littleEndian: UInt16(isLarge ? 45 : 20))
    common.append(littleEndian: UInt16(1 << 11))
    common.append(littleEndian: UInt16(0))
    common.append(littleEndian: Self.date)
    common.append(littleEndian: Inflation.checksum(pieces))
    let shown = isLarge ? UInt32.max : UInt32(size)
    common.append(littleEndian: shown)
    common.append(littleEndian: shown)
    common.append(littleEndian: UInt16(name.utf8.count))

    var sizes = Data()
    if isLarge {
      sizes.append(littleEndian: UInt64(size))
      sizes.append(littleEndian: UInt64(size))
    }
    let localExtra = extraField(sizes)
    var local = Data()
    local.append(littleEndian: UInt32(0x0403_4b50))
    local.append(common)
    local.append(littleEndian: UInt16(localExtra.count))
    local.append(contentsOf: name.utf8)
    local.append(localExtra)
    try file.write(local)
    for piece in pieces { try file.write(piece) }

    if isLarge { sizes.append(littleEndian: UInt64(offset)) }
    let extra = extraField(sizes)
    directory.append(littleEndian: UInt32(0x0201_4b50))
    directory.append(littleEndian: UInt16(isLarge ? 45 : 20))
    directory.append(common)
    directory.append(littleEndian: UInt16(extra.count))
    directory.append(Data(count: 10))
    directory.append(littleEndian: isLarge ? UInt32.max : UInt32(offset))
    directory.append(contentsOf: name.utf8)
    directory.append(extra)
    entryCount += 1
  }

  /// Writes the directory and the records that end the archive.
  func finish(_ file: inout AtomicFile.Writer) throws(FileProblem) {
    let offset = file.byteCount
    try file.write(directory)
    let isLarge =
      offset >= UInt32.max || directory.count >= UInt32.max || entryCount >= UInt16.max
    var end = Data()
    if isLarge {
      let record = file.byteCount
      end.append(littleEndian: UInt32(0x0606_4b50))
      end.append(littleEndian: UInt64(44))
      end.append(littleEndian: UInt32(45 << 16 | 45))
      end.append(littleEndian: UInt64(0))
      for number in [entryCount, entryCount, directory.count, offset] {
        end.append(littleEndian: UInt64(number))
      }
      end.append(littleEndian: UInt32(0x0706_4b50))
      end.append(littleEndian: UInt32(0))
      end.append(littleEndian: UInt64(record))
      end.append(littleEndian: UInt32(1))
    }
    end.append(littleEndian: UInt32(0x0605_4b50))
    end.append(littleEndian: UInt32(0))
    let count = isLarge ? UInt16.max : UInt16(entryCount)
    end.append(littleEndian: count)
    end.append(littleEndian: count)
    end.append(littleEndian: isLarge ? UInt32.max : UInt32(directory.count))
    end.append(littleEndian: isLarge ? UInt32.max : UInt32(offset))
    end.append(littleEndian: UInt16(0))
    try file.write(end)
  }

  private func extraField(_ sizes: Data) -> Data {
    guard !sizes.isEmpty else { return Data() }
    var field = Data()
    field.append(littleEndian: UInt16(1))
    field.append(littleEndian: UInt16(sizes.count))
    return field + sizes
  }
}

extension Data {
  fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}
