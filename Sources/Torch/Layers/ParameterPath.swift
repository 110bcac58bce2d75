/// A place in a model: `store.root / "layer1" / "0" / "conv1"`.
///
/// Nothing else makes a trainable tensor, so none is forgotten by the optimizer or the checkpoint,
/// and names equal PyTorch's when the path does.
public struct ParameterPath {
  let store: ParameterStore
  let prefix: String

  /// The place called `name` under `path`; names are joined by dots.
  public static func / (path: ParameterPath, name: String) -> ParameterPath {
    ParameterPath(store: path.store, prefix: path.name(of: name))
  }

  /// Makes a trainable tensor. A name that is taken stops the program.
  public func parameter(
    _ name: String, _ shape: [Int], _ initial: Initialization
  ) -> Tensor {
    store.addParameter(self.name(of: name), shape, initial)
  }

  /// Makes a tensor that is saved with the model but not trained. A name that is taken stops the
  /// program. Its type is the store's unless given.
  public func buffer(
    _ name: String, _ shape: [Int], fill: Double, dtype: DType? = nil
  ) -> Tensor {
    store.addBuffer(self.name(of: name), shape, fill: fill, dtype: dtype)
  }

  private func name(of last: String) -> String {
    prefix.isEmpty ? last : "\(prefix).\(last)"
  }
}
