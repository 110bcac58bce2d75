import ArrayFiles

/// A graph for one sample: every extent is a number, what follows from extents is worked out, and each operator stands
/// for itself. Formats that have no free batch are written from it.
struct StaticGraph: Equatable {
  /// A value and its extents, those of the batch among them.
  struct Value: Equatable {
    enum Element: Equatable {
      case float, integer, boolean
    }

    /// Unique in its graph.
    let name: String
    let shape: [Int]
    let element: Element
    /// Its numbers, row by row, where the file has them.
    var constant: GraphTensor.Elements?
  }

  /// One operator, what it reads and the value that it gives.
  struct Step: Equatable {
    let operation: StaticOperation
    /// In the operator's order, without what is part of the operator.
    let inputs: [Value]
    let output: Value
  }

  let input: Value
  /// What the runtime gets back: values that steps give by these names.
  let outputs: [Value]
  /// Each after those whose values it reads.
  let steps: [Step]
}

/// An operator of a ``StaticGraph``; extents of results are those of the step's output.
enum StaticOperation: Equatable {
  enum Pooling: Equatable {
    case largest, mean
  }

  enum Unary: Equatable {
    case relu, sigmoid, tanh, erf, logarithm
  }

  enum Binary: Equatable {
    case add, subtract, multiply, divide, minimum, maximum
    case greater, greaterOrEqual, equal, and, or
  }

  enum Reduction: Equatable {
    case sum, mean, largest, euclideanNorm, logSumExp
  }

  /// The same numbers in float32; truth values become 0 and 1.
  case identity
  /// Weights are `[outputs, inputs / groups, kernel, kernel]`; without a padding it is TensorFlow's.
  case convolution(
    weight: GraphTensor, bias: GraphTensor, stride: Int, padding: Int?, groups: Int)
  case pooling(Pooling, kernel: Int, stride: Int, padding: Int)
  /// x · weightᵀ + bias
  case linear(weight: GraphTensor, bias: GraphTensor)
  case unary(Unary)
  /// Of two values whose shapes broadcast.
  case binary(Binary)
  /// The second where the first is true, else the third.
  case choice
  case softmax(axis: Int)
  case reduction(Reduction, axes: [Int], keepsAxes: Bool)
  /// The place of the largest; the axis stays.
  case largestPlace(axis: Int)
  case concatenation(axis: Int)
  /// Axis `i` of the result is axis `axes[i]` of the value.
  case transposition(axes: [Int])
  case reshape
  /// One entry an axis; ends are no further than the axis.
  case slice(starts: [Int], ends: [Int], steps: [Int])
  /// Zeros before and after each axis.
  case padding(before: [Int], after: [Int])
  /// Over the last axis.
  case layerNorm(weight: GraphTensor, bias: GraphTensor, epsilon: Float)
  /// Of the last two axes.
  case product
  /// Entries of the first value along its only axis, at the places that the second names.
  case lookup
}
