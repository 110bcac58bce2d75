/// A source whose parts are several files, of each of which all samples are read.
protocol ShardSource: DatasetSource {
  var location: ShardLocation { get }
  var options: DatasetOptions { get }

  /// What is in some files, in order.
  func content(of paths: [String]) throws -> ShardContent
}

extension ShardSource {
  public static var holdsNativePictures: Bool { true }
  public var hasTestPart: Bool { location.has(.test) }
  public var hasValidationPart: Bool { location.has(.validation) }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    try load(part, everyClass: true)
  }

  public func loadToMeasure() throws -> LabelledSamples {
    try load(hasTestPart ? .test : .training, everyClass: hasTestPart)
  }

  private func load(_ part: DatasetPart, everyClass: Bool) throws -> LabelledSamples {
    try location.samples(
      part, everyClass: everyClass, options: options, source: Self.self, read: content)
  }
}
