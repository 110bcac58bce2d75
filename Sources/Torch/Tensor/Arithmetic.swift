import CTorch

// Shapes broadcast: axes are matched from the last one, and an extent of 1 is repeated.
// Of two types the wider one results; a whole number leaves integers integers.
extension Tensor {
  /// The sum, element by element; shapes broadcast, and the wider type results.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_add(a.handle, b.handle, &$0) }
  }

  /// The difference, element by element; shapes broadcast, and the wider type results.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_subtract(a.handle, b.handle, &$0) }
  }

  /// The product, element by element (`matmul` is the matrix product); shapes broadcast, and the wider type
  /// results.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_multiply(a.handle, b.handle, &$0) }
  }

  /// Integers give fractions.
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    mustSucceed { ctorch_divide(a.handle, b.handle, &$0) }
  }

  /// `b` added to each element; a whole `b` leaves integers integers.
  public static func + (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_add_scalar(a.handle, b, &$0) }
  }

  /// `b` taken from each element; a whole `b` leaves integers integers.
  public static func - (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_add_scalar(a.handle, -b, &$0) }
  }

  /// Each element times `b`; a whole `b` leaves integers integers.
  public static func * (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_multiply_scalar(a.handle, b, &$0) }
  }

  /// Each element divided by `b`; integers give fractions.
  public static func / (a: Tensor, b: Double) -> Tensor {
    mustSucceed { ctorch_divide_scalar(a.handle, b, &$0) }
  }

  /// `a` added to each element; a whole `a` leaves integers integers.
  public static func + (a: Double, b: Tensor) -> Tensor { b + a }

  /// `a` less each element; a whole `a` leaves integers integers.
  public static func - (a: Double, b: Tensor) -> Tensor {
    mustSucceed { ctorch_scalar_subtract(a, b.handle, &$0) }
  }

  /// `a` times each element; a whole `a` leaves integers integers.
  public static func * (a: Double, b: Tensor) -> Tensor { b * a }

  /// `a` divided by each element; integers give fractions.
  public static func / (a: Double, b: Tensor) -> Tensor {
    mustSucceed { ctorch_scalar_divide(a, b.handle, &$0) }
  }

  /// Each element with the other sign.
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

  /// Each element to the power of `exponent`.
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

  /// Adds `factor · other`, whose shape broadcasts to this one; keeps type and shape, and records no
  /// gradient.
  public func addInPlace(_ other: Tensor, factor: Double = 1) {
    mustSucceed { ctorch_add_in_place(handle, other.handle, factor) }
  }

  /// Adds `value` to each element; records no gradient.
  public func addInPlace(_ value: Double) {
    mustSucceed { ctorch_add_scalar_in_place(handle, value) }
  }

  /// Multiplies each element by `factor`; records no gradient.
  public func multiplyInPlace(_ factor: Double) {
    mustSucceed { ctorch_multiply_in_place(handle, factor) }
  }

  /// Sets each element to `value`; records no gradient.
  public func fillInPlace(_ value: Double) {
    mustSucceed { ctorch_fill_in_place(handle, value) }
  }
}
