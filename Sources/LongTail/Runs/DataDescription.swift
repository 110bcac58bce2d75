import ArrayFiles
import Foundation

/// What a run's data was, in numbers: written to data.json, so that a report needs no data set.
public struct DataDescription: Sendable, Codable, Equatable {
  /// "cifar100, imbalance factor 100".
  public var name: String
  /// Which training samples were selected, and by what rule.
  public var split: SplitIdentity
  /// Names of the classes, in the order of their labels.
  public var classNames: [String]
  /// Per class, before anything was held out; groups come from these.
  public var publishedCounts: [Int]
  /// Per class, what was trained on.
  public var trainedCounts: [Int]
  /// Samples that were trained on, nothing held out among them.
  public var trainingSamples: Int
  /// Samples of the validation part; `nil` when nothing was held out for it.
  public var validationSamples: Int?
  /// Samples of the test part.
  public var testSamples: Int
  /// Whether a share of each class serves as the test part, because the source has none of its own.
  public var testIsHeldOut: Bool
  /// Per channel, of pixel values in [0, 1]; what `longtail predict` applies to new pictures.
  public var normalization: Normalization
  /// What one sample looks like.
  public var input: InputShape
  /// Trainable values of the network.
  public var parameters: Int
  /// What the reader should know of the data, in words.
  public var warnings: [String]
  /// The source by a path from the root on; `nil` in runs of older versions, as all that follows.
  public var location: String?
  /// SHA-256 of the source's training part: samples and labels.
  public var trainingFingerprint: String?
  /// The same of its test part.
  public var testFingerprint: String?
  /// Whether the samples are divided as samples.npy says, and no longer as a new run would.
  public var keepsRoles: Bool?

  init(_ data: DataPartition, recipe: Recipe, model: ExpertModel) {
    let samples = data.training.samples
    let source = recipe.data.sourceName
    let factor = recipe.data.imbalanceFactor.map { max($0, 1 / $0) }
    name = factor.map { String(format: "\(source), imbalance factor %g", $0) } ?? source
    split = data.splitIdentity
    classNames = samples.classNames
    publishedCounts = data.publishedCounts
    trainedCounts = samples.classCounts
    trainingSamples = samples.count
    validationSamples = data.validation?.samples.count
    testSamples = data.test.samples.count
    testIsHeldOut = data.testIsHeldOut
    normalization = samples.normalization
    input = model.input
    parameters = model.parameterCount
    warnings = data.warnings
    location = Datasets.located(
      recipe.data.source, from: FileManager.default.currentDirectoryPath)
    trainingFingerprint = samples.fingerprint
    testFingerprint = data.test.samples.fingerprint
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(self), to: path)
  }

  /// - Throws: `FileProblem` when the file is missing or does not read, or what it says does not fit together.
  public static func read(_ path: String) throws -> DataDescription {
    let found = try readJSON(
      path, as: DataDescription.self, what: "the description of a run's data")
    let classes = found.classNames.count
    for (key, counts) in [
      ("publishedCounts", found.publishedCounts), ("trainedCounts", found.trainedCounts),
    ] where counts.count != classes {
      throw FileProblem(path, at: key, "\(counts.count) counts for \(classes) classes")
    }
    guard case .picture(_, _, let channels) = found.input else { return found }
    let (mean, deviation) = (found.normalization.mean, found.normalization.deviation)
    guard mean.count == channels, deviation.count == channels,
      (mean + deviation).allSatisfy(\.isFinite), deviation.allSatisfy({ $0 > 0 })
    else {
      throw FileProblem(
        path, at: "normalization",
        "mean \(mean) and deviation \(deviation); one number for each of \(channels) channels was "
          + "expected, each deviation above 0")
    }
    return found
  }
}

/// Reads a JSON file of a run.
/// - Throws: `FileProblem` when it is missing or is not `what`.
func readJSON<Value: Decodable>(
  _ path: String, as type: Value.Type, what: String
) throws -> Value {
  guard let data = FileManager.default.contents(atPath: path) else {
    throw FileProblem(path, "cannot be read; expected \(what)")
  }
  do {
    return try JSONDecoder().decode(type, from: data)
  } catch {
    throw FileProblem(path, "is not \(what): \(error)")
  }
}
