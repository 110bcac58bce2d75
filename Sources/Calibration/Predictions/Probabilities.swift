/// Class probabilities, `[samples, classes]`, row-major; each row sums to one.
public struct Probabilities: Sendable, Equatable {
  /// `samples × classes` values in [0, 1], row-major.
  public let values: [Double]
  public let classes: Int
  public var samples: Int { classes == 0 ? 0 : values.count / classes }

  /// - Precondition: `values.count` is a multiple of `classes`, and `classes ≥ 2`.
  public init(_ values: [Double], classes: Int) {
    precondition(classes >= 2, "\(classes) classes; at least 2 are needed")
    precondition(
      values.count % classes == 0, "\(values.count) values do not fill rows of \(classes) classes")
    self.values = values
    self.classes = classes
  }
}
