/// Data that are several test sets of the same classes, such as nineteen corruptions at five severities. A model is measured on
/// each of them.
public protocol TestSetCollection: DatasetSource {
  /// What the sets are called, in their order; at least one.
  func setNames() throws -> [String]
  /// Reads one of them.
  /// - Parameter name: one of ``setNames()``.
  /// - Returns: its samples, in their original order.
  /// - Throws: `FileProblem` or ``DatasetProblem`` that names what is missing or wrong.
  func loadSet(named name: String) throws -> LabelledSamples
}

extension TestSetCollection {
  public var hasTestPart: Bool { true }

  /// The only set, where there is one; nothing is trained on it.
  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    guard part == .test else {
      throw DatasetProblem("\(Self.name) holds test sets; there is nothing to train on in it")
    }
    return try loadToMeasure()
  }

  public func loadToMeasure() throws -> LabelledSamples {
    let names = try setNames()
    guard names.count == 1, let name = names.first else {
      throw DatasetProblem(
        "\(Self.name) holds \(names.count) test sets (\(names.prefix(3).joined(separator: ", ")), …); one was "
          + "expected here; longtail evaluate measures on all of them")
    }
    return try loadSet(named: name)
  }
}
