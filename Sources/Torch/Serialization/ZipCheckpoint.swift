import ArrayFiles
import Foundation

/// The form of PyTorch 1.6 and later: a ZIP archive of the pickled object, `data.pkl`, and a file for
/// each storage, `data/KEY`.
struct ZipCheckpoint: CheckpointFile {
  let root: PickleValue
  let heap: PickleHeap

  private let archive: ZIPArchive
  private let folder: String
  private let byteOrder: ByteOrder
  private let hasChecksums: Bool
  private var storages: [String: Data] = [:]

  /// Far more than any object without its tensors takes.
  private static let maximumPickleSize = 1 << 28

  init(_ bytes: Data, path: String) throws(FileProblem) {
    archive = try ZIPArchive(bytes, path: path)
    let suffix = "/data.pkl"
    guard let pickle = archive.entries.first(where: { $0.name.hasSuffix(suffix) }) else {
      throw FileProblem(path, "it is a ZIP archive without data.pkl, no PyTorch checkpoint")
    }
    folder = String(pickle.name.dropLast(suffix.count))
    if archive["\(folder)/constants.pkl"] != nil {
      throw FileProblem(
        path, "it is a TorchScript program; a file of its model.state_dict() is what can be read")
    }
    // PyTorch can be told to leave checksums out (`set_crc32_options`); all of them are 0 then.
    hasChecksums = pickle.checksum != 0
    byteOrder = try Self.byteOrder(
      archive["\(folder)/byteorder"], in: archive, hasChecksums: hasChecksums)
    let program = try archive.contents(
      of: pickle, limit: Self.maximumPickleSize, verifyingChecksum: hasChecksums)
    var machine = PickleMachine(program, path: path, part: "data.pkl")
    root = try machine.run()
    heap = machine.heap
  }

  mutating func bytes(
    of storage: StorageReference, elementType: ElementType
  ) throws(FileProblem) -> Data {
    let identity = "\(storage.key) \(elementType.byteCount)"
    if let bytes = storages[identity] {
      try storage.checkSize(bytes.count, path: archive.path)
      return bytes
    }
    guard let entry = archive["\(folder)/data/\(storage.key)"] else {
      throw FileProblem(archive.path, "the storage '\(storage.key)' is missing from the archive")
    }
    try storage.checkSize(entry.byteCount, path: archive.path)
    let content = try archive.contents(of: entry, verifyingChecksum: hasChecksums)
    let width = elementType.byteCount
    let bytes = content.prefix(content.count / width * width)
      .inNativeOrder(from: byteOrder, width: width)
    storages[identity] = bytes
    return bytes
  }

  private static func byteOrder(
    _ entry: ZIPArchive.Entry?, in archive: ZIPArchive, hasChecksums: Bool
  ) throws(FileProblem) -> ByteOrder {
    // Older files do not say; they were written on the machines that there are.
    guard let entry else { return .littleEndian }
    let text = try archive.contents(
      of: entry, limit: 1 << 10, verifyingChecksum: hasChecksums)
    switch String(decoding: text, as: UTF8.self) {
    case "little": return .littleEndian
    case "big": return .bigEndian
    case let other:
      throw FileProblem(
        archive.path, at: "byteorder", "'\(other.prefix(40))' is neither little nor big")
    }
  }
}
