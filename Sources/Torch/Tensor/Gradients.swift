import CTorch

extension Tensor {
  /// True when operations on this tensor are recorded for `backward`.
  public var requiresGradient: Bool { ctorch_requires_gradient(handle) }

  /// A leaf with the same elements and memory whose gradient `backward` will compute.
  public func requiringGradient() -> Tensor {
    let leaf = detached()
    leaf.setRequiresGradient(true)
    return leaf
  }

  /// The same elements and memory, without history.
  public func detached() -> Tensor {
    mustSucceed { ctorch_detach(handle, &$0) }
  }

  /// On leaves only.
  package func setRequiresGradient(_ required: Bool) {
    mustSucceed { ctorch_set_requires_gradient(handle, required) }
  }

  /// What `backward` has added up for this leaf; `nil` before.
  public var gradient: Tensor? {
    var result = ctorch_tensor()
    mustSucceed { ctorch_gradient(handle, &result) }
    return result.pointer == nil ? nil : Tensor(owning: result)
  }

  /// Forgets the gradient.
  package func clearGradient() {
    mustSucceed { ctorch_clear_gradient(handle) }
  }

  /// Adds the derivatives of this scalar to the gradients of all leaves that it was computed from,
  /// and frees the history.
  public func backward() {
    mustSucceed { ctorch_backward(handle) }
  }
}

extension Tensor {
  /// The derivatives of this scalar by tensors that it was computed from, shaped as these. The gradients that leaves
  /// gather stay as they are.
  ///
  /// With `keepingHistory`, what is computed from the derivatives can be derived in turn, and the history of the scalar
  /// stays; otherwise it is freed.
  public func derivatives(by inputs: [Tensor], keepingHistory: Bool = false) -> [Tensor] {
    var found = [ctorch_tensor](repeating: ctorch_tensor(), count: inputs.count)
    withHandles(inputs) { handles in
      mustSucceed {
        ctorch_derivatives(handle, handles.baseAddress, inputs.count, keepingHistory, &found)
      }
    }
    return found.map { Tensor(owning: $0) }
  }
}

/// Runs `body` without recording operations for gradients: faster, and nothing is kept alive.
public func withoutGradients<R>(_ body: () throws -> R) rethrows -> R {
  let previous = ctorch_gradients_enabled()
  ctorch_enable_gradients(false)
  defer { ctorch_enable_gradients(previous) }
  return try body()
}
