/// How the data of a run differ from what the run recorded of its samples.
struct DataChange {
  /// What became of the samples of one part of the source.
  private struct Difference {
    let name: String
    var added: [SampleRecord.Sample] = []
    var removed: [SampleRecord.Sample] = []
    /// Another content at the same place.
    var replaced: [SampleRecord.Sample] = []
    /// The same content in another class.
    var relabelled: [SampleRecord.Sample] = []
  }

  private let differences: [Difference]
  private let classNames: [String]
  /// Samples that were trained on and would no longer be, as the data divide now.
  private let leaking: Int
  private let isReordered: Bool

  /// - Parameters:
  ///   - record: what the run used.
  ///   - now: what the data give now, divided as a new run would.
  ///   - classNames: of the labels in both.
  ///   - testWasHeldOut: whether the test samples were drawn from the training part then.
  ///   - testIsHeldOut: whether they are now.
  init(
    from record: SampleRecord, to now: SampleRecord, classNames: [String],
    testWasHeldOut: Bool, testIsHeldOut: Bool
  ) {
    func split(
      _ record: SampleRecord, _ heldOut: Bool
    ) -> (training: [SampleRecord.Sample], test: [SampleRecord.Sample]) {
      let isTest = { (sample: SampleRecord.Sample) in !heldOut && sample.part == .test }
      return (record.samples.filter { !isTest($0) }, record.samples.filter(isTest))
    }
    let (old, new) = (split(record, testWasHeldOut), split(now, testIsHeldOut))
    differences = [
      Self.difference("training part", from: old.training, to: new.training),
      Self.difference("test part", from: old.test, to: new.test),
    ]
    self.classNames = classNames
    let trained = Set(record.samples.filter { $0.part == .training }.map(\.key))
    let known = record.parts
    leaking = now.samples.count {
      $0.part != .training && trained.contains($0.key)
        && !known[$0.key, default: []].contains($0.part)
    }
    func order(_ record: SampleRecord) -> [SampleRecord.Key] { record.samples.map(\.key) }
    isReordered = order(record) != order(now)
  }

  private static func difference(
    _ name: String, from old: [SampleRecord.Sample], to new: [SampleRecord.Sample]
  ) -> Difference {
    var difference = Difference(name: name)
    var left = Dictionary(grouping: old, by: \.key)
    for sample in new {
      guard var candidates = left[sample.key], !candidates.isEmpty else {
        difference.added.append(sample)
        continue
      }
      if let same = candidates.firstIndex(where: { $0.label == sample.label }) {
        candidates.remove(at: same)
      } else {
        candidates.removeFirst()
        difference.relabelled.append(sample)
      }
      left[sample.key] = candidates
    }
    difference.removed = left.values.flatMap { $0 }.sorted { $0.index < $1.index }
    difference.added.sort { $0.index < $1.index }
    guard old.count == new.count else { return difference }
    let places = Set(difference.removed.map(\.index))
    difference.replaced = difference.added.filter { places.contains($0.index) }
    let replaced = Set(difference.replaced.map(\.index))
    difference.added.removeAll { replaced.contains($0.index) }
    difference.removed.removeAll { replaced.contains($0.index) }
    return difference
  }

  /// Whether the samples are the same, in the same order and parts.
  var isEmpty: Bool { words.isEmpty }

  /// What changed, in words without a final full stop; empty when nothing did.
  var words: [String] {
    var lines: [String] = []
    for difference in differences {
      let changes = [
        ("added", difference.added), ("removed", difference.removed),
        ("changed", difference.replaced), ("moved to another class", difference.relabelled),
      ].filter { !$0.1.isEmpty }
      guard !changes.isEmpty else { continue }
      let parts = changes.map { verb, samples in
        "\(samples.count) \(samples.count == 1 ? "sample" : "samples") \(verb) (\(listed(samples)))"
      }
      lines.append("\(difference.name): \(parts.joined(separator: ", "))")
    }
    if lines.isEmpty, isReordered {
      lines.append("the samples are the same, in another order or other parts")
    }
    if leaking > 0 {
      lines.append(
        "divided anew, \(leaking) \(leaking == 1 ? "sample that was" : "samples that were") trained on "
          + "would be validated or tested on")
    }
    return lines
  }

  private func listed(_ samples: [SampleRecord.Sample]) -> String {
    let shown = samples.prefix(3).map { sample in
      let name = classNames.indices.contains(sample.label) ? classNames[sample.label] : "?"
      return "number \(sample.index), of class \(name)"
    }.joined(separator: "; ")
    return samples.count > 3 ? "\(shown); …" : shown
  }
}
