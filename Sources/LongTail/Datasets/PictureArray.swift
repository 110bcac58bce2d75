internal import ArrayFiles
internal import Foundation

/// An array of pictures: `[n, height, width, channels]` or `[n, height, width]` of bytes.
struct PictureArray {
  let store: PictureStore
  private let path: String

  /// - Throws: `FileProblem` that says which shape and type were found.
  init(_ array: NumericArray, path: String) throws {
    let shape = array.shape
    let channels = shape.count == 4 ? shape[3] : 1
    guard array.elementType == .uint8, shape.count == 3 || shape.count == 4,
      channels == 1 || channels == 3, shape.allSatisfy({ $0 > 0 })
    else {
      throw FileProblem(
        path,
        "an array \(shape) of \(array.elementType); expected pictures [n, height, width, channels] of uint8 with 1 or 3 channels"
      )
    }
    store = PictureStore(
      height: shape[1], width: shape[2], channels: channels, pixels: array.bytes)
    self.path = path
  }

  /// The pictures with their labels; a normalisation that is `nil` will be measured.
  func samples(
    labels: LabelArray, classNames: [String], options: DatasetOptions,
    normalization: Normalization? = nil
  ) throws -> LabelledSamples {
    guard labels.values.count == store.count else {
      throw FileProblem(
        path, "\(store.count) pictures, but \(labels.values.count) labels in \(labels.path)")
    }
    let digest = ContentDigest()
    try store.addContent(to: digest)
    digest.add(labels.values)
    var store = store
    if let size = options.pictureSize { store = try store.resized(to: size, fit: options.fit) }
    return LabelledSamples(
      samples: .pictures(store), labels: labels.values, classNames: classNames,
      normalization: normalization ?? .unmeasured(channels: store.channels),
      fingerprint: digest.hexadecimal())
  }
}

/// An array of labels: `[n]` of integers.
struct LabelArray {
  let values: [Int]
  let path: String
  /// Number of classes: as given, or one more than the largest label.
  let classes: Int

  /// Samples of each class.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for label in values { counts[label] += 1 }
    return counts
  }

  /// - Throws: `FileProblem` that names the element which is no label.
  init(_ array: NumericArray, path: String, classes: Int? = nil) throws {
    self.path = path
    let flat = array.shape.count == 2 && array.shape[1] == 1
    guard array.shape.count == 1 || flat, array.count > 0 else {
      throw FileProblem(path, "an array \(array.shape); expected labels [n]")
    }
    do {
      values = try array.integers(acceptingWholeFloats: true)
    } catch {
      throw FileProblem(path, "these are no labels: \(error)")
    }
    // Every class has a sample, so no label can reach the number of samples.
    let bound = classes ?? values.count
    if let index = values.firstIndex(where: { !(0..<bound ~= $0) }) {
      throw FileProblem(
        path, at: "element \(index)", "label \(values[index]), expected 0 … \(bound - 1)")
    }
    self.classes = classes ?? (values.max() ?? 0) + 1
  }
}
