extension DataSettings {
  /// The frame of a size that pictures are brought to.
  func frame(_ size: PictureSize) -> PictureFrame {
    PictureFrame(size, fit: pictureFit, filter: framing.filter)
  }

  /// How pictures were brought to the network by other settings and are by these, where that differs.
  func framingDifference(from other: DataSettings) -> (other: String, own: String)? {
    guard imageSize != nil || other.imageSize != nil else { return nil }
    let words = (other: other.framingWords, own: framingWords)
    return words.other == words.own ? nil : words
  }

  private var framingWords: String {
    let filter = framing.filter == .bilinear ? "" : ", \(framing.filter.rawValue)"
    guard !framing.isSquared else { return pictureFit.rawValue + filter }
    return
      "\(Self.words(framing.training)) in training and \(Self.words(framing.evaluation)) afterwards"
      + filter
  }

  /// An item's name and settings.
  private static func words(_ chosen: Chosen<Framings>) -> String {
    guard case .table(let values)? = try? SettingsTree(encoding: chosen) else { return chosen.name }
    let settings = values.filter { $0.key != "name" }.sorted { $0.key < $1.key }
    return ([chosen.name] + settings.map { "\($0.key) \($0.value.words)" }).joined(separator: " ")
  }
}

extension SettingsTree {
  fileprivate var words: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .boolean(let value): "\(value)"
    case .null, .list, .table: kind
    }
  }
}
