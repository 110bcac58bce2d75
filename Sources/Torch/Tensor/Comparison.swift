import CTorch

// Boolean tensors; shapes broadcast.
extension Tensor {
  /// True where the elements of a pair are equal; NaN equals nothing. Shapes broadcast.
  public func equal(to other: Tensor) -> Tensor {
    mustSucceed { ctorch_equal(handle, other.handle, &$0) }
  }

  /// True where an element equals `value`; NaN equals nothing.
  public func equal(to value: Double) -> Tensor {
    mustSucceed { ctorch_equal_scalar(handle, value, &$0) }
  }

  /// True where this element of a pair is below the other's; shapes broadcast.
  public func less(than other: Tensor) -> Tensor {
    mustSucceed { ctorch_less(handle, other.handle, &$0) }
  }

  /// True where an element is below `value`.
  public func less(than value: Double) -> Tensor {
    mustSucceed { ctorch_less_scalar(handle, value, &$0) }
  }

  /// True where this element of a pair is not above the other's; never where one is NaN. Shapes broadcast.
  public func lessOrEqual(to other: Tensor) -> Tensor {
    mustSucceed { ctorch_less_or_equal(handle, other.handle, &$0) }
  }

  /// True where an element is at most `value`.
  public func lessOrEqual(to value: Double) -> Tensor {
    mustSucceed { ctorch_less_or_equal_scalar(handle, value, &$0) }
  }

  /// True where this element of a pair is above the other's; shapes broadcast.
  public func greater(than other: Tensor) -> Tensor { other.less(than: self) }

  /// True where an element is above `value`.
  public func greater(than value: Double) -> Tensor {
    mustSucceed { ctorch_greater_scalar(handle, value, &$0) }
  }

  /// True where this element of a pair is not below the other's; never where one is NaN. Shapes broadcast.
  public func greaterOrEqual(to other: Tensor) -> Tensor { other.lessOrEqual(to: self) }

  /// True where an element is at least `value`.
  public func greaterOrEqual(to value: Double) -> Tensor {
    mustSucceed { ctorch_greater_or_equal_scalar(handle, value, &$0) }
  }

  /// True where an element is false or 0.
  public func logicalNot() -> Tensor { mustSucceed { ctorch_logical_not(handle, &$0) } }

  /// True where neither element of a pair is false or 0; shapes broadcast.
  public func logicalAnd(_ other: Tensor) -> Tensor {
    mustSucceed { ctorch_logical_and(handle, other.handle, &$0) }
  }

  /// True where an element of a pair is neither false nor 0; shapes broadcast.
  public func logicalOr(_ other: Tensor) -> Tensor {
    mustSucceed { ctorch_logical_or(handle, other.handle, &$0) }
  }
}
