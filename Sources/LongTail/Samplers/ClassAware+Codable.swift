// By hand, with a flat form: `epochLength: batches` beside `batchSize` and `extraBatches`, each of which
// `--set` can change alone.
extension ClassAware {
  private enum CodingKeys: String, CodingKey {
    case samplesPerClass, epochLength, batchSize, extraBatches
  }

  private enum Length: String, Codable, CaseIterable {
    case largestClassTimesClasses, trainingSamples, batches

    init(from decoder: any Decoder) throws { self = try decoder.choice(of: "epoch length") }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let perClass = try container.decode(Int.self, forKey: .samplesPerClass)
    let length: EpochLength =
      switch try container.decode(Length.self, forKey: .epochLength) {
      case .largestClassTimesClasses: .largestClassTimesClasses
      case .trainingSamples: .trainingSamples
      case .batches:
        .batches(
          size: try container.decodeIfPresent(Int.self, forKey: .batchSize) ?? 128,
          extra: try container.decodeIfPresent(Int.self, forKey: .extraBatches) ?? 0)
      }
    self.init()
    samplesPerClass = perClass
    epochLength = length
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(samplesPerClass, forKey: .samplesPerClass)
    var batches: (size: Int, extra: Int)?
    let length: Length
    switch epochLength {
    case .largestClassTimesClasses: length = .largestClassTimesClasses
    case .trainingSamples: length = .trainingSamples
    case .batches(let size, let extra):
      length = .batches
      batches = (size, extra)
    }
    try container.encode(length, forKey: .epochLength)
    // What is absent is a visible `null`.
    try container.encode(batches?.size, forKey: .batchSize)
    try container.encode(batches?.extra, forKey: .extraBatches)
  }
}
