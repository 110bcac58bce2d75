public import ArrayFiles

/// One set of weights in a file that may hold several, such as raw and averaged ones.
public struct WeightSet: Sendable {
  /// What to ask for it by: its role ("raw", "ema", "student", "teacher" …), or its place where two sets
  /// have the same role.
  public internal(set) var name: String
  /// Where it lies: the keys of the file's dictionaries, joined by dots, and the part of the names that
  /// stands for it, such as "state_dict_ema" or "state_dict.encoder_q"; empty for the whole file.
  public let place: String
  /// What was cut off the names because wrappers alone put it there, such as `module.` of `DataParallel` or
  /// `_orig_mod.` of `torch.compile`; each once.
  public let removedPrefixes: [String]
  /// The weights, in the order of the file. Names of nested dictionaries are joined by dots; arrays may be
  /// slices of the mapped file.
  public let tensors: [(name: String, array: NumericArray)]
  /// `nil` for a part of the file that has no role by its name.
  let role: WeightRole?

  /// The tensor of that name.
  public subscript(name: String) -> NumericArray? {
    tensors.first { $0.name == name }?.array
  }

  /// Name and place, as messages show them.
  var title: String { place.isEmpty || place == name ? name : "\(name) (\(place))" }
}
