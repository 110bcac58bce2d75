import CTorch

/// A refusal by LibTorch or by the machine, in words.
public struct TorchError: Error, Equatable, CustomStringConvertible {
  /// What was refused and why, in LibTorch's words where it was LibTorch.
  public let message: String

  /// A refusal in the caller's own words.
  public init(_ message: String) {
    self.message = message
  }

  public var description: String { message }

  /// What LibTorch said about this thread's last failed call.
  static var last: TorchError { TorchError(String(cString: ctorch_last_error())) }
}

/// Runs one call that can only fail by a mistake in the program, such as shapes that do not fit.
func mustSucceed(_ operation: StaticString = #function, _ call: () -> Bool) {
  if !call() {
    ProcessGroup.endIfLost(operation)
    // Not `preconditionFailure`: that keeps its message to itself in release builds.
    fatalError("\(operation): \(TorchError.last)")
  }
}

/// Runs one call that makes a tensor and can only fail by a mistake in the program.
func mustSucceed(
  _ operation: StaticString = #function, _ call: (inout ctorch_tensor) -> Bool
) -> Tensor {
  var handle = ctorch_tensor()
  mustSucceed(operation) { call(&handle) }
  return Tensor(owning: handle)
}

/// Runs one call that makes two tensors and can only fail by a mistake in the program.
func mustSucceed(
  _ operation: StaticString = #function,
  _ call: (inout ctorch_tensor, inout ctorch_tensor) -> Bool
) -> (Tensor, Tensor) {
  var first = ctorch_tensor()
  var second = ctorch_tensor()
  mustSucceed(operation) { call(&first, &second) }
  return (Tensor(owning: first), Tensor(owning: second))
}
