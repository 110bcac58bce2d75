public import ArrayFiles
package import Foundation

/// Files that `torch.save` wrote: of state dictionaries, and of dictionaries around them.
///
/// No code of the file is ever run: it is taken as a description of data, and whatever is not on a
/// short list (`PickleGlobal`) is refused by its name.
public enum PyTorchCheckpoint {
  /// Reads the zip form (PyTorch 1.6 and later) or the legacy form.
  ///
  /// Contiguous tensors of uncompressed files stay in the mapped file; others are copied.
  public static func read(_ path: String) throws(FileProblem) -> Checkpoint {
    try parse(try MappedFile(path: path).bytes, path: path)
  }

  /// As `read`, from the bytes of a whole file; `path` names it in messages.
  package static func parse(_ bytes: Data, path: String) throws(FileProblem) -> Checkpoint {
    if bytes.starts(with: zipMagic) {
      var file = try ZipCheckpoint(bytes, path: path)
      return try checkpoint(format: "PyTorch zip", in: &file, size: bytes.count, path: path)
    }
    if LegacyCheckpoint.isRecognised(bytes) {
      var file = try LegacyCheckpoint(bytes, path: path)
      return try checkpoint(format: "PyTorch legacy", in: &file, size: bytes.count, path: path)
    }
    if bytes.dropFirst(257).starts(with: Array("ustar".utf8)) {
      throw FileProblem(
        path, "it is a tar archive; checkpoints older than PyTorch 0.1.10 are not read")
    }
    throw FileProblem(
      path,
      "it is not a PyTorch checkpoint: it begins neither as a ZIP archive nor as a legacy file")
  }

  static let zipMagic: [UInt8] = [0x50, 0x4b, 3, 4]

  private static func checkpoint(
    format: String, in file: inout some CheckpointFile, size: Int, path: String
  ) throws(FileProblem) -> Checkpoint {
    var contents = CheckpointContents(heap: file.heap, path: path)
    try contents.collect(file.root)
    // Copies of one small storage, stretched or shared, must not fill the memory.
    var allowance = 4 * size + (1 << 28)
    var sets: [WeightSet] = []
    var rest: [WeightSets.Entry] = []
    for weights in contents.weights {
      var entries: [WeightSets.Entry] = []
      for (name, tensor) in weights.tensors {
        let storage = try file.bytes(of: tensor.storage, elementType: tensor.elementType)
        if !tensor.isContiguous {
          allowance -= tensor.byteCount
          guard allowance >= 0 else {
            throw FileProblem(
              path, at: "tensor '\(name)'",
              "its shape \(tensor.shape) is far larger than its storage; such views are not read")
          }
        }
        entries.append((name, tensor.array(in: storage)))
      }
      let found = WeightSets(entries, place: weights.place, role: weights.role)
      sets += found.sets
      rest += found.rest
    }
    var values: [(name: String, description: String)] = []
    for (name, value) in contents.values {
      switch value {
      case .text(let description): values.append((name, description))
      case .number(let tensor):
        let storage = try file.bytes(of: tensor.storage, elementType: tensor.elementType)
        values.append((name, PickleDescription.number(in: tensor.array(in: storage))))
      }
    }
    return Checkpoint(path: path, format: format, sets: sets, rest: rest, values: values)
  }
}

/// One of the two forms: the object that was saved, and the bytes of its storages.
protocol CheckpointFile {
  var root: PickleValue { get }
  var heap: PickleHeap { get }

  /// The whole storage of that key, in native byte order.
  mutating func bytes(
    of storage: StorageReference, elementType: ElementType
  ) throws(FileProblem) -> Data
}

extension StorageReference {
  /// Checks that `available` bytes hold the storage.
  func checkSize(_ available: Int, path: String) throws(FileProblem) {
    let (end, overflow) = start.addingReportingOverflow(count)
    let (size, sizeOverflow) = end.multipliedReportingOverflow(by: elementType?.byteCount ?? 1)
    guard !overflow, !sizeOverflow, size <= available else {
      throw FileProblem(
        path, at: "storage '\(key)'",
        "\(count) elements of \(elementType?.rawValue ?? "one byte") were expected, the file has"
          + " \(available) bytes for them")
    }
  }
}
