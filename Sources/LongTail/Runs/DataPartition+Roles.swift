import ArrayFiles

/// Samples of changed data, each known one in the part that a run used it in.
struct KeptRoles {
  let data: DataPartition
  /// Samples of the source's own test and validation parts that are left out: the run has used them in
  /// another part.
  let leftOut: Int
  /// Samples that the run did not know.
  let new: Int
}

extension DataPartition {
  /// The same samples, normalised in another way.
  func normalized(as normalization: Normalization) -> DataPartition {
    func renewed(_ samples: LabelledSamples) -> LabelledSamples {
      var copy = samples
      copy.normalization = normalization
      return copy
    }
    var copy = self
    copy.training = TrainingSet(renewed(training.samples))
    copy.validation = validation.map { ValidationSet(renewed($0.samples)) }
    copy.calibration = calibration.map { CalibrationSet(renewed($0.samples)) }
    copy.test = TestSet(renewed(test.samples))
    copy.selection = renewed(selection)
    return copy
  }

  /// Divides the source's samples anew, so that each one that a run knows stays in its part and none that
  /// it has used otherwise is tested on. New samples keep the part that this partition gives them; where
  /// an imbalance factor selects, the selection stays the run's own and takes up no new ones.
  /// - Parameters:
  ///   - record: what the run used.
  ///   - classNames: the run's classes; the source's are matched to them.
  ///   - run: the run's path, for messages.
  ///   - split: what selects from the training part; `nil` where it is taken as it is.
  /// - Returns: the samples by their parts, and what was left out.
  /// - Throws: what the source finds wrong; `FileProblem` for classes that the run does not know, and for
  ///   samples that cannot be compared with its record.
  func keepingRoles(
    of record: SampleRecord, classNames: [String], run: String, split: LongTailSplit?
  ) throws -> KeptRoles {
    func loaded(_ part: DatasetPart) throws -> LabelledSamples {
      let samples = try source.load(part)
      let matching = try ClassMatching(
        of: samples.classNames, counts: samples.classCounts, in: "the data of \(run)",
        among: classNames,
        of: run)
      return samples.relabelled(by: matching, classNames: classNames)
    }
    let pool = try loaded(.training)
    let tested = source.hasTestPart ? try loaded(.test) : pool.selecting([])
    let validated = hasOwnValidationPart ? try loaded(.validation) : pool.selecting([])
    let keys = (
      pool: try SampleRecord.keys(of: pool), tested: try SampleRecord.keys(of: tested),
      validated: try SampleRecord.keys(of: validated)
    )
    guard [keys.pool, keys.tested, keys.validated].allSatisfy(record.isComparable) else {
      throw FileProblem(
        run,
        "its record tells samples apart in another way than their number allows now (by content, or by "
          + "name and size where too many pictures stay in their files)")
    }
    var roles = RecordedRoles(record)
    // Parts that the present division gives, by the place in the source's training part.
    var drawn: [Int: DataPart] = [:]
    for part in DataPart.allCases where part != .test || testIsHeldOut {
      if part == .calibration, !hasOwnCalibrationPart { continue }
      if part == .validation, hasOwnValidationPart { continue }
      for index in samples(of: part)?.originalIndices ?? [] { drawn[index] = part }
    }
    var new = 0
    // Of a part that the source has itself, what the run used in another one is left out.
    func kept(_ keys: [SampleRecord.Key], _ part: DataPart) -> [Bool] {
      keys.map { key in
        guard roles.knows(key) else {
          new += 1
          return true
        }
        return roles.take(key, as: part)
      }
    }
    let isTested = kept(keys.tested, .test)
    let isValidated = kept(keys.validated, .validation)
    var members = [DataPart: [Int]]()
    for (position, key) in keys.pool.enumerated() {
      var part = roles.take(key)
      if part == nil, split == nil {
        part = drawn[position]
        new += 1
      }
      if let part { members[part, default: []].append(position) }
    }
    func chosen(_ part: DataPart) -> LabelledSamples { pool.selecting(members[part] ?? []) }
    var copy = self
    copy.training = TrainingSet(chosen(.training))
    let validation =
      hasOwnValidationPart
      ? validated.selecting(isValidated.indices.filter { isValidated[$0] }) : chosen(.validation)
    // Of a part that nothing is left of, nothing can be measured: there is none.
    copy.validation = validation.count > 0 ? ValidationSet(validation) : nil
    let ownCalibration = chosen(.calibration)
    copy.hasOwnCalibrationPart = ownCalibration.count > 0
    copy.calibration =
      copy.hasOwnCalibrationPart
      ? CalibrationSet(ownCalibration) : copy.validation.map { CalibrationSet($0.samples) }
    copy.test = TestSet(
      source.hasTestPart
        ? tested.selecting(isTested.indices.filter { isTested[$0] }) : chosen(.test))
    copy.selection = pool.selecting(
      [DataPart.training, .validation, .calibration].flatMap { members[$0] ?? [] }.sorted())
    copy.publishedCounts = origin?.classCounts ?? copy.selection.classCounts
    copy.splitIdentity = SplitIdentity(
      originalIndices: copy.selection.originalIndices, dataset: type(of: source).name, split: split)
    return KeptRoles(data: copy, leftOut: (isTested + isValidated).count { !$0 }, new: new)
  }
}

/// Hands out the parts that a run used each sample in, as often as it occurred there.
private struct RecordedRoles {
  private var left: [SampleRecord.Key: [DataPart]]
  private let all: [SampleRecord.Key: [DataPart]]
  private static let order = DataPart.allCases

  init(_ record: SampleRecord) {
    // What was trained on comes first.
    all = record.parts.mapValues { parts in Self.order.filter(parts.contains) }
    left = record.parts.mapValues { parts in
      Self.order.flatMap { part in parts.filter { $0 == part } }
    }
  }

  func knows(_ key: SampleRecord.Key) -> Bool { all[key] != nil }

  /// Whether one more sample with this content was in that part before, and in no other.
  mutating func take(_ key: SampleRecord.Key, as part: DataPart) -> Bool {
    if let place = left[key]?.firstIndex(of: part) {
      left[key]?.remove(at: place)
      return true
    }
    return all[key] == [part]
  }

  /// The part of one more sample with this content; `nil` for an unknown one.
  mutating func take(_ key: SampleRecord.Key) -> DataPart? {
    if let part = left[key]?.first {
      left[key]?.removeFirst()
      return part
    }
    return all[key]?.first
  }
}
