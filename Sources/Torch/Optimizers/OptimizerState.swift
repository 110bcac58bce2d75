import ArrayFiles

/// What an optimizer remembers of one parameter: tensors by their role, such as "velocity".
typealias Slots = [String: Tensor]

/// Saves slots under names of the form `role/parameter`.
func savedSlots(
  _ slots: [String: Slots], of parameters: [(name: String, tensor: Tensor)]
) -> [(name: String, array: NumericArray)] {
  parameters.flatMap { name, _ in
    (slots[name] ?? [:]).sorted { $0.key < $1.key }.map { role, tensor in
      ("\(role)/\(name)", tensor.numericArray())
    }
  }
}

/// Reads what `savedSlots` wrote. A parameter has all of the roles, or none (it was never moved). The
/// roles in `scalars` hold one number, the others are shaped like the parameter.
///
/// - Throws: `FileProblem` when names are missing or not expected, or shapes differ.
func loadedSlots(
  _ state: [String: NumericArray], roles: [String], scalars: Set<String> = [],
  of parameters: [(name: String, tensor: Tensor)], from path: String
) throws(FileProblem) -> [String: Slots] {
  var slots: [String: Slots] = [:]
  var used = 0
  for (name, tensor) in parameters {
    let present = roles.filter { state["\($0)/\(name)"] != nil }
    guard !present.isEmpty else { continue }
    used += present.count
    for role in roles {
      guard let array = state["\(role)/\(name)"] else {
        throw FileProblem(path, at: "\(role)/\(name)", "missing, but \(present[0]) is there")
      }
      let isScalar = scalars.contains(role)
      let shape = isScalar ? [] : tensor.shape
      guard array.shape == shape else {
        throw FileProblem(
          path, at: "\(role)/\(name)", "shape \(array.shape) instead of \(shape)")
      }
      // The fused steps need the parameter's type, device and memory layout.
      let slot = isScalar ? Tensor.scalar(0, device: tensor.device) : tensor.detached().cloned()
      slot.assignInPlace(Tensor(array))
      slots[name, default: [:]][role] = slot
    }
  }
  if used < state.count {
    let known = Set(parameters.flatMap { name, _ in roles.map { "\($0)/\(name)" } })
    let strangers = state.keys.filter { !known.contains($0) }.sorted()
    throw FileProblem(
      path, at: strangers[0],
      "not expected by this optimizer and model (\(strangers.count) such entries)")
  }
  return slots
}

/// The parameters of all groups. A parameter in two groups would be moved twice.
func parameters(of groups: [ParameterGroup]) -> [(name: String, tensor: Tensor)] {
  let all = groups.flatMap(\.parameters)
  var seen: Set<String> = []
  for (name, _) in all {
    precondition(seen.insert(name).inserted, "parameter \(name) is in the groups twice")
  }
  return all
}
