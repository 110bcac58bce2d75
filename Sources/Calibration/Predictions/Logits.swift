/// Unnormalised class scores, `[samples, classes]`, row-major.
///
/// A type of its own, so that nobody hands scores to something that wants probabilities.
public struct Logits: Sendable, Equatable {
  /// `samples × classes` values, row-major. −∞ is allowed (a class that is excluded); NaN and +∞ are not.
  public let values: [Float]
  public let classes: Int
  public var samples: Int { classes == 0 ? 0 : values.count / classes }

  /// - Precondition: `values.count` is a multiple of `classes`, and `classes ≥ 2`.
  public init(_ values: [Float], classes: Int) {
    precondition(classes >= 2, "\(classes) classes; at least 2 are needed")
    precondition(
      values.count % classes == 0, "\(values.count) values do not fill rows of \(classes) classes")
    self.values = values
    self.classes = classes
  }
}
