internal import ArrayFiles
internal import Foundation

/// Pictures in a NumPy array with their labels in another, such as CIFAR-10.1 or what `longtail data
/// export` writes.
public struct Arrays: DatasetSource {
  public static let name = "arrays"
  public static let summary =
    "arrays:FOLDER with images.npy or data.npy [n, height, width, channels] uint8 and labels.npy, or these in train and test; or one such FILE.npy"

  private let location: String
  private let folders: PartFolders?
  private let options: DatasetOptions

  public init(location: String, options: DatasetOptions) throws {
    self.location = location
    self.options = options
    folders = location.hasSuffix(".npy") ? nil : try PartFolders(location)
  }

  public var hasTestPart: Bool { folders?.test != nil }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    guard part == .training || hasTestPart else { throw Self.noTestPart(location) }
    let training = try pair(.training)
    let trainingLabels = try LabelArray(
      NPYFile.read(training.labelsPath), path: training.labelsPath)
    let classNames = try training.classNames(trainingLabels.classes)
    let wanted = try pair(part)
    let labels = try LabelArray(
      NPYFile.read(wanted.labelsPath), path: wanted.labelsPath, classes: classNames.count)
    let images = try PictureArray(NPYFile.read(wanted.samplesPath), path: wanted.samplesPath)
    return try images.samples(labels: labels, classNames: classNames, options: options)
  }

  private func pair(_ part: DatasetPart) throws -> ArrayFolder {
    guard let folder = folders?.folder(part) else { return ArrayFolder(file: location) }
    return try ArrayFolder(folder, names: ["images", "data"])
  }
}
