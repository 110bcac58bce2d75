public import ArrayFiles
import Foundation

/// One door to files of trained weights, whatever wrote them.
public enum TensorArchive {
  /// Reads a safetensors file or a PyTorch checkpoint; its content tells which, not its name.
  public static func read(_ path: String) throws(FileProblem) -> Checkpoint {
    let bytes = try MappedFile(path: path).bytes
    if bytes.starts(with: PyTorchCheckpoint.zipMagic) || LegacyCheckpoint.isRecognised(bytes) {
      return try PyTorchCheckpoint.parse(bytes, path: path)
    }
    // After the eight bytes of its length, the header is a JSON object.
    guard bytes.dropFirst(8).first == UInt8(ascii: "{") else {
      throw FileProblem(
        path, "it is neither a safetensors file nor a PyTorch checkpoint (zip or legacy form)")
    }
    let file = try SafetensorsFile.parse(bytes, path: path)
    let weights = WeightSets(file.tensors, place: "", role: nil)
    return Checkpoint(
      path: path, format: "safetensors", sets: weights.sets, rest: weights.rest,
      values: file.metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }
}
