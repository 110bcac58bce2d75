import CTorch

extension Tensor {
  /// e to the power of each element.
  public func exp() -> Tensor { mustSucceed { ctorch_exp(handle, &$0) } }

  /// The natural logarithm.
  public func log() -> Tensor { mustSucceed { ctorch_log(handle, &$0) } }

  /// `log(1 + x)`, exact for small `x`.
  public func log1p() -> Tensor { mustSucceed { ctorch_log1p(handle, &$0) } }

  /// The square root; NaN for what is negative.
  public func sqrt() -> Tensor { mustSucceed { ctorch_sqrt(handle, &$0) } }

  /// `1 / √x`.
  public func rsqrt() -> Tensor { mustSucceed { ctorch_rsqrt(handle, &$0) } }

  /// Each element times itself.
  public func square() -> Tensor { mustSucceed { ctorch_square(handle, &$0) } }

  /// Each element without its sign.
  public func abs() -> Tensor { mustSucceed { ctorch_abs(handle, &$0) } }

  /// −1, 0 or 1.
  public func sign() -> Tensor { mustSucceed { ctorch_sign(handle, &$0) } }

  /// The cosine of angles in radians.
  public func cos() -> Tensor { mustSucceed { ctorch_cos(handle, &$0) } }

  /// The sine of angles in radians.
  public func sin() -> Tensor { mustSucceed { ctorch_sin(handle, &$0) } }

  /// The largest whole number not above each element.
  public func floor() -> Tensor { mustSucceed { ctorch_floor(handle, &$0) } }

  /// `max(x, 0)`.
  public func relu() -> Tensor { mustSucceed { ctorch_relu(handle, &$0) } }

  /// `min(max(x, 0), 6)`.
  public func relu6() -> Tensor { mustSucceed { ctorch_relu6(handle, &$0) } }

  /// The error function, in [−1, 1].
  public func erf() -> Tensor { mustSucceed { ctorch_erf(handle, &$0) } }

  /// The logarithm of the absolute value of the gamma function.
  public func logGamma() -> Tensor { mustSucceed { ctorch_log_gamma(handle, &$0) } }

  /// The derivative of ``logGamma()``.
  public func digamma() -> Tensor { mustSucceed { ctorch_digamma(handle, &$0) } }

  /// `1 / (1 + exp(−x))`.
  public func sigmoid() -> Tensor { mustSucceed { ctorch_sigmoid(handle, &$0) } }

  /// The hyperbolic tangent, in [−1, 1].
  public func tanh() -> Tensor { mustSucceed { ctorch_tanh(handle, &$0) } }

  /// `log(1 + exp(x))`.
  public func softplus() -> Tensor { mustSucceed { ctorch_softplus(handle, &$0) } }

  /// True where an element is neither infinite nor NaN.
  public func isFinite() -> Tensor { mustSucceed { ctorch_is_finite(handle, &$0) } }

  /// Each element moved into `[min, max]`; a bound of `nil` is open.
  public func clamped(min: Double? = nil, max: Double? = nil) -> Tensor {
    precondition(min != nil || max != nil, "clamped to no bound")
    return withOptionalPointer(to: min) { low in
      withOptionalPointer(to: max) { high in
        mustSucceed("clamped(min:max:)") { ctorch_clamp(handle, low, high, &$0) }
      }
    }
  }
}

private func withOptionalPointer<R>(
  to value: Double?, _ body: (UnsafePointer<Double>?) -> R
) -> R {
  guard let value else { return body(nil) }
  return withUnsafePointer(to: value, body)
}
