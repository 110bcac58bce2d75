public import ArrayFiles

/// What a file of trained weights holds.
public struct Checkpoint: Sendable {
  /// The kind of file: "PyTorch zip", "PyTorch legacy" or "safetensors".
  public let format: String
  /// The weights, in the order of the file. Names of nested dictionaries are joined by dots; arrays
  /// may be slices of the mapped file.
  public let tensors: [(name: String, array: NumericArray)]
  /// Everything else (epoch, best accuracy, arguments …), described in a line each.
  public let values: [(name: String, description: String)]
  /// The entry of the file's dictionary in which the weights were found, such as "state_dict"; nil
  /// when they are the whole.
  public let stateDictionary: String?
  /// What was cut off the front of every name: "module." of `DataParallel`, or nil.
  public let removedPrefix: String?

  /// The tensor of that name.
  public subscript(name: String) -> NumericArray? {
    tensors.first { $0.name == name }?.array
  }
}
