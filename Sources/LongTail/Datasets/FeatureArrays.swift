internal import ArrayFiles
internal import Foundation

/// Feature vectors in a NumPy array with their labels in another.
public struct FeatureArrays: DatasetSource {
  public static let holdsPictures = false
  public static let name = "features"
  public static let summary =
    "features:FOLDER with features.npy [n, width] and labels.npy, or these in train and test"

  private let location: String
  private let folders: PartFolders

  public init(location: String, options: DatasetOptions) throws {
    self.location = location
    folders = try PartFolders(location, testNames: ["test"])
    guard options.imageSize == nil else {
      throw DatasetProblem("an image size was given, but features:\(location) are no pictures")
    }
  }

  public var hasTestPart: Bool { folders.test != nil }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    guard let folder = folders.folder(part) else { throw Self.noTestPart(location) }
    let training = try ArrayFolder(folders.training, names: ["features"])
    let trainingLabels = try LabelArray(
      NPYFile.read(training.labelsPath), path: training.labelsPath)
    let classNames = try training.classNames(trainingLabels.classes)
    let wanted = try ArrayFolder(folder, names: ["features"])
    let labels = try LabelArray(
      NPYFile.read(wanted.labelsPath), path: wanted.labelsPath, classes: classNames.count)
    let values = try features(wanted.samplesPath, count: labels.values.count)
    let digest = ContentDigest()
    values.numbers.withUnsafeBytes { digest.add($0) }
    digest.add(labels.values)
    return LabelledSamples(
      samples: .features(FeatureStore(width: values.width, values: values.numbers)),
      labels: labels.values, classNames: classNames, normalization: .identity,
      fingerprint: digest.hexadecimal())
  }

  private func features(_ path: String, count: Int) throws -> (width: Int, numbers: [Float]) {
    let array = try NPYFile.read(path)
    guard array.shape.count == 2, array.shape[1] > 0, array.elementType != .bool else {
      throw FileProblem(
        path, "an array \(array.shape) of \(array.elementType); expected features [n, width]")
    }
    guard array.shape[0] == count else {
      throw FileProblem(path, "\(array.shape[0]) feature vectors, but \(count) labels")
    }
    let numbers = array.floats()
    if let bad = numbers.firstIndex(where: { !$0.isFinite }) {
      throw FileProblem(
        path, at: "row \(bad / array.shape[1]), column \(bad % array.shape[1])",
        "\(numbers[bad]) is not a number that can be learned from")
    }
    return (array.shape[1], numbers)
  }
}
