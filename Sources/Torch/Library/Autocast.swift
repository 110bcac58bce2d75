import CTorch

/// Runs `body` with matrix products and convolutions on `device` in `dtype`, and what needs the
/// range in float32; with `nil`, everything in the tensors' own types.
///
/// Parameters and gradients keep their type. Run the forward pass and the loss inside and the
/// backward pass outside.
public func withAutocast<R>(
  _ dtype: DType?, on device: Device, _ body: () throws -> R
) rethrows -> R {
  var previous = ctorch_autocast()
  let wanted = ctorch_autocast(enabled: dtype != nil, dtype: (dtype ?? .bfloat16).code)
  mustSucceed { ctorch_begin_autocast(device.kind.code, wanted, &previous) }
  defer { mustSucceed { ctorch_end_autocast(device.kind.code, previous) } }
  return try body()
}
