/// Samples of equal content that stand in two parts of a data set, or have two labels.
struct RepeatedSamples {
  /// What should be known of them, a sentence each.
  private(set) var warnings: [String] = []

  private struct Place {
    let part: Int
    let position: Int
  }

  /// Samples that are named of many.
  private static let shown = 3

  /// - Parameter parts: samples with the words for what they serve, training first. All of them are of one
  ///   kind.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  init(_ parts: [(role: String, samples: LabelledSamples)]) throws {
    let digests = try parts.map { try $0.samples.repetitionDigests() }
    guard Array(digests.joined()).hasRepeats else { return }
    var first: [UInt64: Place] = [:]
    first.reserveCapacity(parts.reduce(0) { $0 + $1.samples.count })
    /// The earlier part's number, then pairs of an earlier sample and a later one.
    var shared: [[Int: [(Place, Place)]]] = []
    var twoLabels: [(Place, Place)] = []
    for (number, part) in parts.enumerated() {
      var pairs: [Int: [(Place, Place)]] = [:]
      for (position, digest) in digests[number].enumerated() {
        let place = Place(part: number, position: position)
        guard let other = first[digest] else {
          first[digest] = place
          continue
        }
        if other.part != number { pairs[other.part, default: []].append((other, place)) }
        if parts[other.part].samples.labels[other.position] != part.samples.labels[position] {
          twoLabels.append((other, place))
        }
      }
      shared.append(pairs)
    }
    for (number, pairs) in shared.enumerated() {
      for (earlier, pairs) in pairs.sorted(by: { $0.key < $1.key }) {
        let count = pairs.count
        warnings.append(
          "\(count) \(parts[number].role) sample\(count == 1 ? " is" : "s are") in the \(parts[earlier].role) "
            + "part too: \(Self.examples(pairs, parts))")
      }
    }
    if !twoLabels.isEmpty {
      let count = twoLabels.count
      warnings.append(
        "\(count) sample\(count == 1 ? " has" : "s have") the same content as another of another class: "
          + Self.examples(twoLabels, parts))
    }
  }

  private static func examples(
    _ pairs: [(Place, Place)], _ parts: [(role: String, samples: LabelledSamples)]
  ) -> String {
    func words(_ place: Place) -> String {
      let samples = parts[place.part].samples
      return
        "\(samples.origin(at: place.position)) (\(samples.classNames[samples.labels[place.position]]))"
    }
    let examples = pairs.prefix(shown).map { "\(words($0.1)) is \(words($0.0))" }
    return examples.joined(separator: "; ") + (pairs.count > shown ? "; …" : "")
  }
}

extension LabelledSamples {
  /// By position: equal for samples of equal content; of pictures that stay in their files, which are too
  /// many to read, for the same file alone.
  fileprivate func repetitionDigests() throws -> [UInt64] {
    guard case .pictures(let store) = samples, !isAtHand else { return try contentDigests() }
    return store.pathHashes()
  }
}
