import ArrayFiles
import Foundation

/// The data of a run that is on disk: where they lie, and whether they are still those that it recorded.
public struct RecordedData {
  /// The run that recorded the data.
  public let run: RunDirectory
  /// The run's recipe, which says where the data lay and how they are divided.
  public let recipe: Recipe
  let description: DataDescription
  private let environment: RunEnvironment?
  /// `nil` for runs of older versions.
  let record: SampleRecord?

  /// Where the recipe's relative paths start; `nil` for the current folder.
  var folder: String? { environment?.folder }
  /// How many processes began the run; `nil` for runs of older versions.
  var processes: Int? { environment?.processes }

  /// - Throws: `FileProblem` when the run is missing or damaged.
  public init(of run: RunDirectory, recipe: Recipe) throws {
    self.run = run
    self.recipe = recipe
    description = try DataDescription.read(run.dataDescriptionPath)
    let files = FileManager.default
    environment =
      files.fileExists(atPath: run.environmentPath)
      ? try RunEnvironment.read(run.environmentPath) : nil
    record =
      files.fileExists(atPath: run.samplesPath) ? try SampleRecord.read(run.samplesPath) : nil
  }

  /// Reads the data and divides them as a new run would.
  /// - Parameter place: where they lie now, such as `cifar100:DIR`; where the run had them when `nil`.
  /// - Returns: the data.
  /// - Throws: what the source finds wrong, with the words that say whose data these are.
  public func partition(at place: String? = nil) throws -> DataPartition {
    if let place { return try partition(from: place) }
    guard let location = description.location else { return try partition(from: nil) }
    do {
      return try partition(from: location)
    } catch {
      // A run and its data may have been moved together.
      let here = Datasets.located(
        recipe.data.source, from: FileManager.default.currentDirectoryPath)
      guard here != location, let moved = try? partition(from: nil) else {
        throw explained(error)
      }
      return moved
    }
  }

  private func partition(from place: String?) throws -> DataPartition {
    var settings = recipe.data
    if let place { settings.source = place }
    do {
      return try settings.partition(seed: recipe.seed)
    } catch  where description.location == nil && place == nil {
      throw explained(error)
    }
  }

  /// A problem with the data, with the words that say whose they are.
  private func explained(_ error: any Error) -> any Error {
    guard let problem = error as? FileProblem else { return error }
    return FileProblem(
      problem.path, at: problem.place,
      "\(problem.problem) (the data of the run \(run.path), \(recipe.data.source) in its recipe; where they "
        + "have moved, longtail train --resume --output \(run.path.shellWord) --data PLACE records the new place, and "
        + "evaluate --data PLACE measures any data)")
  }

  /// The source of the data where they lie now, with other options.
  /// - Throws: what the source finds wrong.
  func source(_ options: DatasetOptions) throws -> any DatasetSource {
    let here = Datasets.located(
      recipe.data.source, from: FileManager.default.currentDirectoryPath)
    guard let location = description.location else {
      return try Datasets.source(here, options: options)
    }
    // A run and its data may have been moved together.
    do { return try Datasets.source(location, options: options) } catch {
      guard here != location, let moved = try? Datasets.source(here, options: options) else {
        throw error
      }
      return moved
    }
  }

  /// Data that a run goes on with, or is measured on.
  public struct Checked {
    /// Normalised as the run recorded.
    public let data: DataPartition
    /// What changed, for the reader; empty when nothing did.
    public let remarks: [String]
    /// Whether a run that goes on has to record these data anew.
    let isNew: Bool
  }

  /// Compares the data with what the run recorded.
  /// - Parameters:
  ///   - data: as ``partition(at:)`` gives them.
  ///   - acceptingChanges: goes on with changed data; each sample that the run knows then keeps its part.
  ///   - place: the source that gave them, where somebody named it.
  /// - Returns: the data to go on with, and what to say of them.
  /// - Throws: `FileProblem` that says what changed.
  public func checked(
    _ data: DataPartition, acceptingChanges: Bool, from place: String? = nil
  ) throws -> Checked {
    if isSame(data) {
      // Data that changed before are divided as they were recorded then.
      let known =
        description.keepsRoles == true ? try kept(data).data : data
      return Checked(
        data: known.normalized(as: description.normalization), remarks: [], isNew: false)
    }
    let changes = try changes(to: data)
    guard !changes.isEmpty else {
      return Checked(
        data: data.normalized(as: description.normalization), remarks: [], isNew: true)
    }
    let words = changes.joined(separator: "; ")
    guard acceptingChanges else {
      // What would be refused as well is no way to go on.
      let advice =
        (try? kept(data)) == nil
        ? "measure them with evaluate --data"
        : "go on with --accept-changed-data, which keeps each known sample in its part"
      if let other = otherPlace(place) {
        throw FileProblem(
          run.path,
          "\(other.given) has other data than \(other.own), which it was trained on: \(words). Leave --data out, or "
            + "\(advice)")
      }
      throw FileProblem(
        run.path,
        "its data have changed since it was trained: \(words). Put them back, or \(advice)")
    }
    let kept = try kept(data)
    var remarks = ["warning: the data have changed since the run was trained: \(words)"]
    if kept.leftOut > 0 {
      remarks.append(
        "warning: \(kept.leftOut) test \(kept.leftOut == 1 ? "sample is" : "samples are") left out: the "
          + "run was trained on \(kept.leftOut == 1 ? "it" : "them") or made its choices by "
          + (kept.leftOut == 1 ? "it" : "them"))
    }
    if kept.new > 0 {
      remarks.append(
        "\(kept.new) \(kept.new == 1 ? "sample is" : "samples are") new to the run; all others keep "
          + "their parts")
    }
    return Checked(
      data: kept.data.normalized(as: description.normalization), remarks: remarks, isNew: true)
  }

  /// A source that somebody named and the run's own, where they are different ones.
  private func otherPlace(_ place: String?) -> (given: String, own: String)? {
    guard let place else { return nil }
    let folder = FileManager.default.currentDirectoryPath
    let own = description.location ?? Datasets.located(recipe.data.source, from: folder)
    return Datasets.located(place, from: folder) == own ? nil : (place, own)
  }

  private func kept(_ data: DataPartition) throws -> KeptRoles {
    guard let record else {
      throw FileProblem(
        run.path,
        "an older version made this run, without a record of its samples: which of them it was trained "
          + "on cannot be told, so it cannot go on with changed data; measure them with evaluate --data"
      )
    }
    return try data.keepingRoles(
      of: record, classNames: description.classNames, run: run.path,
      split: recipe.data.imbalanceFactor.map {
        LongTailSplit(imbalanceFactor: try ImbalanceFactor($0), variant: recipe.data.splitVariant)
      })
  }

  /// Whether selection, division and content are those that were recorded.
  private func isSame(_ data: DataPartition) -> Bool {
    let training = description.trainingFingerprint ?? environment?.dataFingerprint
    guard training == nil || training == data.training.samples.fingerprint,
      description.testFingerprint == nil
        || description.testFingerprint == data.test.samples.fingerprint,
      description.classNames == data.training.samples.classNames
    else { return false }
    return description.keepsRoles == true || differences(from: data).isEmpty
  }

  /// What can be told without a record of the samples.
  private func differences(from data: DataPartition) -> [String] {
    var words: [String] = []
    func compare(_ name: String, _ recorded: Int, _ found: Int) {
      if recorded != found {
        words.append("\(recorded) \(name) samples were recorded, now \(found)")
      }
    }
    compare("training", description.trainingSamples, data.training.samples.count)
    compare(
      "validation", description.validationSamples ?? 0, data.validation?.samples.count ?? 0)
    compare("test", description.testSamples, data.test.samples.count)
    if words.isEmpty, description.trainedCounts != data.training.samples.classCounts {
      words.append("the training samples are other ones")
    }
    if description.split.sha256 != data.splitIdentity.sha256 {
      words.append(
        "the split was \(description.split.sha256.prefix(16))…, now it is "
          + "\(data.splitIdentity.sha256.prefix(16))…")
    }
    return words
  }

  /// What changed; empty when the same samples come from elsewhere.
  private func changes(to data: DataPartition) throws -> [String] {
    var words: [String] = []
    let (old, new) = (description.classNames, data.training.samples.classNames)
    if old != new {
      let gone = old.filter { !new.contains($0) }.map { "“\($0)” is gone" }
      let added = new.filter { !old.contains($0) }.map { "“\($0)” is new" }
      words.append(
        "classes: "
          + ((gone + added).isEmpty ? "in another order" : (gone + added).joined(separator: ", ")))
    }
    guard let record else {
      words += differences(from: data)
      return words.isEmpty ? ["the content of the training part"] : words
    }
    var now = try SampleRecord(data)
    if old != new {
      let matching = try? ClassMatching(of: new, in: "its data", among: old, of: run.path)
      guard let classes = matching?.classes else { return words }
      now.samples = now.samples.map { $0.relabelled(classes[$0.label]) }
    }
    return words
      + DataChange(
        from: record, to: now, classNames: old,
        testWasHeldOut: description.testIsHeldOut, testIsHeldOut: data.testIsHeldOut
      ).words
  }
}
