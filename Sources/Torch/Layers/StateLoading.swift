package import ArrayFiles

/// Copies saved arrays into tensors of the same names; changes nothing when it throws.
///
/// - Throws: `FileProblem` when names are missing or not expected, or shapes differ.
func load(
  _ arrays: [String: NumericArray], from path: String,
  into tensors: [(name: String, tensor: Tensor)]
) throws(FileProblem) {
  let known = Set(tensors.map(\.name))
  // PyTorch before 0.4.1 did not save this counter, and nothing is computed from it.
  let missing = tensors.map(\.name).filter {
    arrays[$0] == nil && !$0.hasSuffix("num_batches_tracked")
  }
  let unexpected = arrays.keys.filter { !known.contains($0) }.sorted()
  let misshapen = tensors.compactMap { name, tensor -> String? in
    guard let array = arrays[name], array.shape != tensor.shape else { return nil }
    return "\(name) is \(array.shape) instead of \(tensor.shape)"
  }
  let problems = [
    few(missing).map { "missing: \($0)" },
    few(unexpected).map { "not expected: \($0)" },
    few(misshapen).map { "wrong shape: \($0)" },
  ].compactMap(\.self)
  guard problems.isEmpty else {
    throw FileProblem(path, "does not fit the model; " + problems.joined(separator: "; "))
  }
  for (name, tensor) in tensors {
    if let array = arrays[name] { tensor.assignInPlace(Tensor(array)) }
  }
}

/// The first few, and how many there are besides; `nil` for none.
private func few(_ items: [String]) -> String? {
  guard !items.isEmpty else { return nil }
  return items.listed(most: 4)
}

extension Tensor {
  /// Copies saved arrays into tensors of the same names; changes nothing when it throws.
  /// - Throws: `FileProblem` when names are missing or not expected, or shapes differ.
  package static func assign(
    _ arrays: [String: NumericArray], from path: String,
    to tensors: [(name: String, tensor: Tensor)]
  ) throws(FileProblem) {
    try load(arrays, from: path, into: tensors)
  }
}
