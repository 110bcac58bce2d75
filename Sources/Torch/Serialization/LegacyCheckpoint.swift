import ArrayFiles
import Foundation

/// The form before PyTorch 1.6: five pickles (magic number, protocol, system, object, keys of the
/// storages), then each storage as a count and its elements, little-endian whatever the system was.
struct LegacyCheckpoint: CheckpointFile {
  let root: PickleValue
  let heap: PickleHeap

  private let path: String
  private let storages: [String: Data]

  /// Pickle of 0x1950a86a20f9469cfc6c.
  private static let magic: [UInt8] = [
    0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
  ]

  /// Whether the file begins with the magic number, in any protocol that has it.
  static func isRecognised(_ bytes: Data) -> Bool {
    bytes.first == 0x80 && bytes.dropFirst(2).starts(with: magic)
  }

  init(_ bytes: Data, path: String) throws(FileProblem) {
    self.path = path
    var machine = PickleMachine(bytes, path: path, part: "")
    _ = try machine.run()
    guard case .integer(1001) = try machine.run() else {
      throw machine.problem("the version of the legacy form is not 1001")
    }
    _ = try machine.run()
    root = try machine.run()
    let keys = try machine.run()
    heap = machine.heap
    guard case .sequence(let index) = keys else {
      throw machine.problem("the list of storages is missing")
    }
    let widths = try Self.elementWidths(machine.heap, path: path)
    var reader = ByteReader(bytes, path: path, offset: machine.offset)
    var storages: [String: Data] = [:]
    for key in machine.heap.sequences[index] {
      guard case .text(let key) = key else { throw reader.problem("a storage's key is no text") }
      guard let width = widths[key] else {
        throw reader.problem("the storage '\(key)' belongs to no tensor")
      }
      let count = Int(clamping: try reader.littleEndian("the size of storage '\(key)'") as Int64)
      let (size, overflow) = count.multipliedReportingOverflow(by: width)
      guard !overflow else { throw reader.problem("the storage '\(key)' claims \(count) elements") }
      let content = try reader.bytes(size, "the storage '\(key)'")
      guard storages.updateValue(content, forKey: key) == nil else {
        throw reader.problem("the storage '\(key)' is given twice")
      }
    }
    guard reader.remaining == 0 else {
      throw reader.problem("\(reader.remaining) bytes follow the last storage")
    }
    self.storages = storages
  }

  func bytes(
    of storage: StorageReference, elementType: ElementType
  ) throws(FileProblem) -> Data {
    guard let bytes = storages[storage.key] else {
      throw FileProblem(path, "the storage '\(storage.key)' is missing from the file")
    }
    try storage.checkSize(bytes.count, path: path)
    return bytes.inNativeOrder(from: .littleEndian, width: elementType.byteCount)
  }

  /// Bytes of an element of each storage, which the file gives only with the tensors.
  private static func elementWidths(
    _ heap: PickleHeap, path: String
  ) throws(FileProblem) -> [String: Int] {
    var widths: [String: Int] = [:]
    for storage in heap.storages {
      let width = storage.elementType?.byteCount ?? 1
      guard widths.updateValue(width, forKey: storage.key) ?? width == width else {
        throw FileProblem(path, "the storage '\(storage.key)' is given two element types")
      }
    }
    return widths
  }
}
