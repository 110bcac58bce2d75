import ArrayFiles
import Foundation

/// Samples that a finished run is measured on, in its own classes.
struct MeasuredSamples {
  let samples: LabelledSamples
  /// What the reader should know of them.
  let remarks: [String]
}

extension TrainedModel {
  /// Other data as this model takes it: pictures framed as those that it was measured on, grey
  /// where it was trained on grey, and normalised as it was trained; its own classes.
  /// - Parameters:
  ///   - source: such as `cifar10:DIR`; its test part, or all of it where it has none.
  ///   - set: one of the sets of a source that holds several; `nil` for a source that is one.
  ///   - rule: what tells which classes are the same; names where both sides have some, when `nil`.
  /// - Returns: the samples, and what to say of them.
  /// - Throws: what the source finds wrong; `FileProblem` for samples of another kind and for classes that
  ///   the model does not know.
  func samples(
    from source: String, set: String? = nil, matching rule: ClassMatching.Rule?
  ) throws -> MeasuredSamples {
    let opened = try Self.opened(source, options: options)
    let loaded: LabelledSamples
    if let set, let sets = opened as? any TestSetCollection {
      loaded = try sets.loadSet(named: set)
    } else {
      loaded = try TestSet(from: opened).samples
    }
    let part =
      set.map { "\(source): \(loaded.count) samples of \($0) are measured" }
      ?? measuredPart(of: opened, source, loaded.count)
    let matching = try ClassMatching(
      of: loaded.classNames, counts: loaded.classCounts, in: source, among: description.classNames,
      of: run.path, rule: rule)
    let samples = try adapted(
      loaded.relabelled(by: matching, classNames: description.classNames), from: source)
    let remarks = loaded.remarks.filter {
      rule != .numbersFrom0 || !NumberedLabels.isRemark($0)
    }
    return MeasuredSamples(
      samples: samples,
      remarks: [part]
        + (try remarks + seenBefore(samples) + matching.remarks + absent(samples)).map {
          "warning: \($0)"
        })
  }

  private func measuredPart(of opened: any DatasetSource, _ source: String, _ count: Int) -> String
  {
    opened.hasTestPart
      ? "\(source): the \(count) samples of its test part are measured"
      : "\(source) has no test part: all its \(count) samples are measured"
  }

  /// The source; what is wrong with its text is a wrong setting, not wrong data.
  static func opened(
    _ source: String, options: DatasetOptions = DatasetOptions(), key: String = "data"
  ) throws -> any DatasetSource {
    do { return try Datasets.source(source, options: options) } catch let problem as DatasetProblem
    {
      throw SettingsError(key, problem.description)
    }
  }

  /// How data is read for this model.
  private var options: DatasetOptions {
    var options = DatasetOptions(fit: recipe.data.pictureFit, framing: recipe.data.framing)
    options.skipsUnreadable = recipe.data.skipUnreadable
    if case .picture(let height, let width, _) = description.input {
      options.modelSize = PictureSize(height: height, width: width)
    }
    return options
  }

  /// Samples in the shape that the model takes, normalised as those that it was trained on.
  /// - Throws: `FileProblem` for features where it takes pictures, and the other way round.
  func adapted(_ samples: LabelledSamples, from source: String) throws -> LabelledSamples {
    var content = samples.samples
    if case .pictures(let store) = samples.samples,
      case .picture(let height, let width, let channels) = description.input
    {
      content = .pictures(
        try store.resized(to: recipe.data.frame(PictureSize(height: height, width: width)))
          .converted(toChannels: channels))
    }
    guard InputShape(content) == description.input else {
      throw FileProblem(
        source, "has \(InputShape(content)); the model of \(run.path) takes \(description.input)")
    }
    return samples.with(content, normalization: description.normalization)
  }

  /// How many of the samples the run has used itself, told by their content.
  private func seenBefore(_ samples: LabelledSamples) throws -> [String] {
    guard FileManager.default.fileExists(atPath: run.samplesPath) else {
      return [
        "an older version made this run, without a record of its samples: whether it was trained on "
          + "some of these cannot be told"
      ]
    }
    let record = try SampleRecord.read(run.samplesPath)
    let keys = try SampleRecord.keys(of: samples)
    guard record.isComparable(with: keys) else {
      return [
        "pictures that stay in their files are told apart by name and size, others by content: whether "
          + "the run was trained on some of these cannot be told"
      ]
    }
    let parts = record.parts
    let found = keys.compactMap { key in
      DataPart.allCases.first { parts[key, default: []].contains($0) }
    }
    let trained = found.count { $0 == .training }
    let held = found.count { $0 == .validation || $0 == .calibration }
    guard trained + held > 0 else { return [] }
    let words = [
      trained > 0 ? "was trained on \(trained)" : nil,
      held > 0 ? "chose its weights or calibrators on \(held)" : nil,
    ].compactMap { $0 }.joined(separator: " and ")
    return ["the run \(words) of these \(samples.count) samples: the figures are too good"]
  }

  private func absent(_ samples: LabelledSamples) -> [String] {
    DataPartition.warnings(samples, "measured")
  }
}
