/// Samples in one array and labels in another: what `arrays` and `features` do alike with ``ArrayParts``.
protocol ArraySource: DatasetSource {
  var parts: ArrayParts { get }

  /// The samples of a part whose labels were read, without the part's remarks.
  func samples(of part: ArrayParts.Part) throws -> LabelledSamples
}

extension ArraySource {
  public var hasTestPart: Bool { parts.hasTestPart }
  public var hasValidationPart: Bool { parts.hasValidationPart }
  public var origin: SelectionOrigin? { get throws { try parts.origin } }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    try load(part, everyClass: true)
  }

  public func loadToMeasure() throws -> LabelledSamples {
    try load(hasTestPart ? .test : .training, everyClass: hasTestPart)
  }

  private func load(_ part: DatasetPart, everyClass: Bool) throws -> LabelledSamples {
    let wanted = try parts.read(part, everyClass: everyClass)
    return try samples(of: wanted).noting(wanted.remarks)
  }
}
