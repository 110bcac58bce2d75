/// What makes two training sets the same: the samples, whatever their order.
public struct SplitIdentity: Sendable, Codable, Equatable {
  /// Where a selection comes from.
  public enum Kind: String, Sendable, Codable {
    /// One that papers report figures on.
    case published
    /// Made by the same rule with other settings or from other data.
    case custom
    /// The data set as it is.
    case natural
  }

  /// SHA-256 in hexadecimal over the ascending original indices as little-endian 64-bit integers.
  public let sha256: String
  /// Whether others report figures on the same samples.
  public let kind: Kind
  /// What the selection is, for people.
  public let words: String

  /// - Parameters:
  ///   - originalIndices: the selected samples, in any order.
  ///   - dataset: name of the source, such as `cifar100`.
  ///   - split: how they were selected; `nil` for a data set that is taken as it is.
  public init(originalIndices: [Int], dataset: String, split: LongTailSplit?) {
    let digest = ContentDigest()
    digest.add(originalIndices.sorted())
    let sha256 = digest.hexadecimal()
    self.sha256 = sha256
    guard let split else {
      kind = .natural
      words = "the data set as it is, \(originalIndices.count) samples"
      return
    }
    let published = PublishedSplits.all.first {
      $0.dataset == dataset && $0.variant == split.variant && $0.sha256 == sha256
    }
    kind = published == nil ? .custom : .published
    let rule =
      "\(split.profile.rawValue) profile, imbalance factor \(split.imbalanceFactor), \(split.variant.rawValue) variant"
    words = published.map { "\($0.title): \(rule)" } ?? "a selection of its own: \(rule)"
  }
}
