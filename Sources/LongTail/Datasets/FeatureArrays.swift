internal import ArrayFiles
internal import Foundation

/// Feature vectors in a NumPy array with their labels in another.
public struct FeatureArrays: ArraySource {
  public static let holdsPictures = false
  public static let name = "features"
  public static let summary =
    "features:FOLDER with features.npy [n, width] and labels.npy, or these in train, validation and test"

  let parts: ArrayParts

  /// Finds the arrays of each part; reads none yet.
  /// - Throws: `FileProblem` when there is no such folder, or it can be read in two ways; ``DatasetProblem``
  ///   when an image size was given, which features have not.
  public init(location: String, options: DatasetOptions) throws {
    parts = try ArrayParts(location, source: Self.name, names: ["features"])
    guard options.imageSize == nil else {
      throw DatasetProblem("an image size was given, but features:\(location) are no pictures")
    }
  }

  func samples(of part: ArrayParts.Part) throws -> LabelledSamples {
    let values = try features(part.samplesPath, count: part.labels.count)
    let digest = ContentDigest()
    values.numbers.withUnsafeBytes { digest.add($0) }
    digest.add(part.labels)
    return LabelledSamples(
      samples: .features(FeatureStore(width: values.width, values: values.numbers)),
      labels: part.labels, classNames: part.classNames,
      originalIndices: try indices(beside: part.samplesPath, count: part.labels.count),
      normalization: .identity, fingerprint: digest.hexadecimal())
  }

  /// Where the samples lay in the data that the features were made of: what is held out goes by that, so that it is the
  /// same of both. `nil` where no `indices.npy` says it.
  private func indices(beside path: String, count: Int) throws -> [Int]? {
    let place = (path.parentFolder as NSString).appendingPathComponent("indices.npy")
    guard (path as NSString).lastPathComponent == "features.npy",
      FileManager.default.fileExists(atPath: place)
    else { return nil }
    let array = try NPYFile.read(place)
    guard array.shape == [count], let values = try? array.integers(acceptingWholeFloats: true),
      values.allSatisfy({ $0 >= 0 }), Set(values).count == count
    else {
      throw FileProblem(
        place,
        "an array \(array.shape) of \(array.elementType); expected the place of each of \(count) samples in the data "
          + "that they were made of, whole numbers from 0, no two the same")
    }
    return values
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
