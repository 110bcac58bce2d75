import CTorch

// Boolean tensors; shapes broadcast.
extension Tensor {
  public func equal(to other: Tensor) -> Tensor {
    mustSucceed { ctorch_equal(handle, other.handle, &$0) }
  }

  public func equal(to value: Double) -> Tensor {
    mustSucceed { ctorch_equal_scalar(handle, value, &$0) }
  }

  public func less(than other: Tensor) -> Tensor {
    mustSucceed { ctorch_less(handle, other.handle, &$0) }
  }

  public func less(than value: Double) -> Tensor {
    mustSucceed { ctorch_less_scalar(handle, value, &$0) }
  }

  public func lessOrEqual(to other: Tensor) -> Tensor {
    mustSucceed { ctorch_less_or_equal(handle, other.handle, &$0) }
  }

  public func lessOrEqual(to value: Double) -> Tensor {
    mustSucceed { ctorch_less_or_equal_scalar(handle, value, &$0) }
  }

  public func greater(than other: Tensor) -> Tensor { other.less(than: self) }

  public func greater(than value: Double) -> Tensor {
    mustSucceed { ctorch_greater_scalar(handle, value, &$0) }
  }

  public func greaterOrEqual(to other: Tensor) -> Tensor { other.lessOrEqual(to: self) }

  public func greaterOrEqual(to value: Double) -> Tensor {
    mustSucceed { ctorch_greater_or_equal_scalar(handle, value, &$0) }
  }

  public func logicalNot() -> Tensor { mustSucceed { ctorch_logical_not(handle, &$0) } }

  public func logicalAnd(_ other: Tensor) -> Tensor {
    mustSucceed { ctorch_logical_and(handle, other.handle, &$0) }
  }

  public func logicalOr(_ other: Tensor) -> Tensor {
    mustSucceed { ctorch_logical_or(handle, other.handle, &$0) }
  }
}
