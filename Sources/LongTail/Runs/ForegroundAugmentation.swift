import ArrayFiles
import Foundation
import Torch

/// Pictures for rare classes, made once of a run's training part: the foreground of one of the class's pictures, where the
/// run's network sees the class, is turned, moved or mirrored over that picture (Zhang, Wei, Zhou, Wu, AAAI 2021).
///
/// What is written is data to train on: the run's training part with the made pictures behind it, and its validation and test
/// parts as they are. Every draw depends on the seed, the class and the number of the picture within it alone.
public final class ForegroundAugmentation {
  /// What is made.
  public struct Request: Sendable {
    /// Classes with as many training samples get none, others at most so many, 1 … 1,000,000,000; `nil` brings every class
    /// to the largest plus the smallest count.
    public var threshold: Int?
    /// How foregrounds are found and pasted.
    public var form = ForegroundForm.code
    /// The weights after so many of the run's stages say where the class is, 1 … the run's stages.
    public var stages = 1
    /// Of the JPEG encoder, 1 … 100, for made pictures of data that are encoded pictures.
    public var quality = 95
    /// Of every random number.
    public var seed: UInt64 = 0
    /// Whether augmented data of another run or other settings are replaced.
    public var replaces = false

    public init() {}

    /// - Throws: ``SettingsError`` for a setting out of range.
    public func validate() throws {
      if let threshold {
        try SettingsError.require("threshold", threshold, in: 1...1_000_000_000)
      }
      try SettingsError.require("stages", stages, in: 1...1000)
      try SettingsError.require("quality", quality, in: 1...100)
    }
  }

  /// How far the work is.
  public struct Progress: Sendable {
    /// Pictures that were written in this call.
    public let done: Int
    /// Pictures that it writes in all: those that are made, and encoded ones that are copied.
    public let total: Int
  }

  /// Whether all was made, or somebody asked to stop.
  public enum Outcome: Sendable, Equatable {
    case finished
    case stopped
  }

  /// What the reader should know, a sentence each.
  public private(set) var remarks: [String] = []
  /// The text that `--data` takes, such as `arrays:FOLDER`.
  public let place: String

  private let request: Request
  private let execution: Execution
  private let folder: String
  private let data: DataPartition
  private let record: AugmentationRecord
  /// Encoded originals and where the network's picture is cut out of each; `nil` for pictures of one size in arrays.
  private let encoded: EncodedParts?
  private let pictures: ForegroundPictures
  private let isBegun: Bool

  /// Reads the run's data and weights; writes nothing yet.
  /// - Parameters:
  ///   - path: the run's folder.
  ///   - request: what is made.
  ///   - folder: where it is written; made when it is not there.
  ///   - execution: how the network is asked.
  /// - Throws: `FileProblem` for a run that is missing or has not come so far, data that have changed, and a folder of
  ///   something else; ``SettingsError``; ``DatasetProblem`` for data and networks without foregrounds.
  public init(
    of path: String, _ request: Request, to folder: String, execution: Execution
  ) throws {
    try request.validate()
    self.request = request
    self.execution = execution
    self.folder = folder
    let trained = try TrainedModel(path, device: execution.device, afterStages: request.stages)
    guard case .picture = trained.description.input else {
      throw DatasetProblem("\(path) was trained on features; foregrounds are of pictures")
    }
    let mapping = try ActivationMapping(trained, execution: execution)
    let recorded = try RecordedData(of: trained.run, recipe: trained.recipe)
    let checked = try recorded.checked(recorded.partition(), acceptingChanges: false)
    data = checked.data
    try Self.require(data, of: path)
    let counts = data.training.samples.classCounts
    let plan = ForegroundPlan(classCounts: counts, threshold: request.threshold)
    guard plan.total > 0 else {
      throw DatasetProblem(
        "there is nothing to make: every class has \(counts.min() ?? 0) training samples or more, and --threshold is "
          + "\(request.threshold.map(String.init) ?? "none")")
    }
    encoded = try EncodedParts(recorded, data)
    place = "\(encoded == nil ? Arrays.name : Packed.name):\(folder)"
    record = AugmentationRecord(
      weights: try ContentDigest.ofFile(trained.weightsFile), split: data.splitIdentity.sha256,
      data: data.training.samples.fingerprint, classCounts: counts, made: plan.counts,
      form: request.form, mirrors: Self.mirrors(trained.recipe), seed: request.seed,
      quality: encoded.map { _ in request.quality })
    pictures = ForegroundPictures(
      plan, of: data.training.samples, encoded, mapping, form: record.form,
      mirrors: record.mirrors, seed: request.seed)
    isBegun = try record.isBegun(in: folder, replacing: request.replaces)
    remarks = checked.remarks
    remarks.append(
      "\(plan.total) pictures are made for \(plan.counts.count { $0 > 0 }) of \(counts.count) classes, to \(counts.count) "
        + "classes of \(counts.reduce(0, +)) pictures")
    if !record.mirrors {
      remarks.append("no foreground is mirrored, as the run's training mirrors no picture")
    }
    if data.validation == nil {
      remarks.append("the run held nothing out: train on what is made with --validation-fraction 0")
    }
  }

  private static func require(_ data: DataPartition, of path: String) throws {
    guard data.origin == nil else {
      throw DatasetProblem("\(path) was trained on samples that were made; give the run before it")
    }
    guard !data.hasOwnCalibrationPart else {
      throw DatasetProblem(
        "\(path) has a calibration part of its own, which data on disk cannot have; expected a run without "
          + "--calibration-fraction")
    }
  }

  /// A mirror shows the same class where the run's own training takes it for that.
  private static func mirrors(_ recipe: Recipe) -> Bool {
    recipe.stages.contains { $0.augmentations.contains { $0.name == HorizontalFlip.name } }
  }

  /// Makes what is not there yet.
  /// - Parameters:
  ///   - noted: is told how far the packing of the validation and test parts is, a line each.
  ///   - observe: is told how far the training part is.
  /// - Returns: whether all was made.
  /// - Throws: `FileProblem` for a file that cannot be written, or a picture that cannot be read.
  public func write(
    noted: (String) -> Void = { _ in }, observe: (Progress) -> Void = { _ in }
  ) throws -> Outcome {
    let output = AugmentedFolder(folder, isPacked: encoded != nil)
    if !isBegun { try output.clear() }
    try Folder.make(folder)
    try record.write(to: folder)
    if output.isWhole {
      output.clearUnfinished()
      return .finished
    }
    if let encoded {
      try encoded.writeOthers(to: folder, quality: request.quality, noted: noted)
    } else {
      try output.write(data)
    }
    let part = try part(of: output)
    let (first, all) = (part.written, part.originals + pictures.count)
    while part.written < all {
      if execution.shouldStop() { return .stopped }
      observe(Progress(done: part.written - first, total: all - first))
      guard part.written >= part.originals else {
        try part.addOriginals(min(Self.piece, part.originals - part.written))
        continue
      }
      let start = part.written - part.originals
      let range = start..<min(start + Self.piece, pictures.count)
      for picture in try pictures.made(range, { try part.encoded($0, named: $1) }) {
        try part.add(picture)
      }
    }
    try part.finish()
    return .finished
  }

  /// Pictures that are made at a time.
  private static let piece = 256

  private func part(of output: AugmentedFolder) throws -> any AugmentedPart {
    let samples = data.training.samples
    let digest = ContentDigest()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    digest.add(try encoder.encode(record))
    let content = AugmentedContent(
      samples: samples, labels: pictures.labels, sources: pictures.sources,
      origin: SelectionOrigin(
        source: type(of: data.source).name, classCounts: data.publishedCounts,
        normalization: samples.normalization),
      identity: digest.bytes())
    if let encoded {
      return try AugmentedPack(
        content, encoded.training, quality: request.quality, to: folder)
    }
    guard case .pictures(let store) = samples.samples else {
      preconditionFailure("foregrounds of features")
    }
    return try AugmentedArrays(content, store, to: output.training)
  }
}
