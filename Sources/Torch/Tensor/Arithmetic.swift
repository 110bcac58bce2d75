import CTorch

// Shapes broadcast: axes are matched from the last one, and an extent of 1 is repeated.
// Of two types the wider one results; a whole number leaves integers integers.
extension Tensor {
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_add(a.handle, b.handle, &$0) }
  }

  public static func - (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_subtract(a.handle, b.handle, &$0) }
  }

  public static func * (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_multiply(a.handle, b.handle, &$0) }
  }

  /// Integers give fractions.
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_divide(a.handle, b.handle, &$0) }
  }

  public static func + (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_add_scalar(a.handle, b, &$0) }
  }

  public static func - (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_add_scalar(a.handle, -b, &$0) }
  }

  public static func * (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_multiply_scalar(a.handle, b, &$0) }
  }

  public static func / (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_divide_scalar(a.handle, b, &$0) }
  }

  public static func + (a: Double, b: Tensor) -> Tensor { b + a }

  public static func - (a: Double, b: Tensor) -> Tensor {
    mustSucceed { ctorch_scalar_subtract(a, b.handle, &$0) }
  }

  public static func * (a: Double, b: Tensor) -> Tensor { b * a }

  public static func / (a: Double, b: Tensor) -> Tensor {
    mustSucceed { ctorch_scalar_divide(a, b.handle, &$0) }
  }

  public static prefix func - (x: Tensor) -> Tensor {
    mustSucceed { ctorch_negative(x.handle, &$0) }
  }

  /// The matrix product over the last two axes, `[…, n, k] × […, k, m] → […, n, m]`.
  public func matmul(_ other: Tensor) -> Tensor {
    mustSucceed { ctorch_matmul(handle, other.handle, &$0) }
  }

  /// The larger of each pair.
  public func maximum(_ other: Tensor) -> Tensor {
    mustSucceed { ctorch_maximum(handle, other.handle, &$0) }
  }

  /// The smaller of each pair.
  public func minimum(_ other: Tensor) -> Tensor {
    mustSucceed { ctorch_minimum(handle, other.handle, &$0) }
  }

  public func pow(_ exponent: Double) -> Tensor {
    mustSucceed { ctorch_pow_scalar(handle, exponent, &$0) }
  }
}

// In place, for optimizers and normalisation: never recorded for gradients.
extension Tensor {
  /// Copies the elements of a tensor of the same shape, converting type and device.
  public func assignInPlace(_ source: Tensor) {
    mustSucceed { ctorch_assign(handle, source.handle) }
  }

  public func addInPlace(_ other: Tensor, factor: Double = 1) {
    mustSucceed { ctorch_add_in_place(handle, other.handle, factor) }
  }

  public func addInPlace(_ value: Double) {
    mustSucceed { ctorch_add_scalar_in_place(handle, value) }
  }

  public func multiplyInPlace(_ factor: Double) {
    mustSucceed { ctorch_multiply_in_place(handle, factor) }
  }

  public func fillInPlace(_ value: Double) {
    mustSucceed { ctorch_fill_in_place(handle, value) }
  }
}
