import ArrayFiles

/// The classes and functions that a checkpoint may name. Everything else is refused by name, before
/// anything is done with it; those here are carried out by our own code, or kept as data.
enum PickleGlobal: Equatable {
  case orderedDictionary
  /// `set`, `frozenset`, `torch.Size`: called with one sequence, which they keep.
  case collection
  case rebuildTensor
  case rebuildTensorOfType
  case rebuildParameter
  case rebuildSubclass
  case storage(ElementType)
  case untypedStorage
  case tensorType(ElementType)
  case encode
  case numPyType
  case numPyScalar
  case numPyArray
  case numPyReconstruct
  /// Kept as data under its name.
  case inert(String)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("__builtin__", "set"), ("builtins", "set"), ("__builtin__", "frozenset"),
      ("builtins", "frozenset"), ("torch", "Size"):
      self = .collection
    case ("_codecs", "encode"): self = .encode
    case ("torch._utils", _):
      guard let rebuild = Self.rebuild(name) else { return nil }
      self = rebuild
    case ("torch._tensor", "_rebuild_from_type_v2"): self = .rebuildSubclass
    case ("torch.storage", "UntypedStorage"), ("torch", "UntypedStorage"): self = .untypedStorage
    case ("torch", "Tensor"), ("torch._tensor", "Tensor"), ("torch.nn.parameter", "Parameter"),
      ("torch", "device"), ("torch.serialization", "_get_layout"), ("argparse", "Namespace"),
      ("pathlib", "Path"), ("pathlib", "PosixPath"), ("pathlib", "PurePosixPath"),
      ("pathlib", "WindowsPath"), ("pathlib", "PureWindowsPath"),
      ("pathlib._local", "PosixPath"), ("pathlib._local", "WindowsPath"):
      self = .inert("\(module).\(name)")
    case ("torch", _):
      guard let type = Self.torchType(name) else { return nil }
      self = type
    case ("numpy", "dtype"): self = .numPyType
    case ("numpy", "ndarray"): self = .numPyArray
    case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"):
      self = .numPyScalar
    case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
      self = .numPyReconstruct
    case ("numpy.dtypes", _) where name.hasSuffix("DType"): self = .inert("\(module).\(name)")
    default: return nil
    }
  }

  private static func rebuild(_ name: String) -> PickleGlobal? {
    switch name {
    case "_rebuild_tensor", "_rebuild_tensor_v2": .rebuildTensor
    case "_rebuild_tensor_v3": .rebuildTensorOfType
    case "_rebuild_parameter", "_rebuild_parameter_with_state": .rebuildParameter
    default: nil
    }
  }

  private static func torchType(_ name: String) -> PickleGlobal? {
    switch name {
    case "FloatStorage": .storage(.float32)
    case "DoubleStorage": .storage(.float64)
    case "HalfStorage": .storage(.float16)
    case "BFloat16Storage": .storage(.bfloat16)
    case "LongStorage": .storage(.int64)
    case "IntStorage": .storage(.int32)
    case "ShortStorage": .storage(.int16)
    case "CharStorage": .storage(.int8)
    case "ByteStorage": .storage(.uint8)
    case "BoolStorage": .storage(.bool)
    // PyTorch's names of element types are ours.
    default: ElementType(rawValue: name).map { .tensorType($0) }
    }
  }
}
