internal import ArrayFiles
internal import Foundation

/// An array of pictures: `[n, height, width, channels]` or `[n, height, width]` of bytes.
struct PictureArray {
  let store: PictureStore
  private let path: String
  private let isDark: Bool

  /// - Throws: `FileProblem` that says which shape and type were found.
  init(_ array: NumericArray, path: String) throws {
    let shape = array.shape
    let channels = shape.count == 4 ? shape[3] : 1
    guard array.elementType == .uint8, shape.count == 3 || shape.count == 4,
      channels == 1 || channels == 3, shape.allSatisfy({ $0 > 0 })
    else {
      let isChannelsFirst = shape.count == 4 && [1, 3].contains(shape[1])
      throw FileProblem(
        path,
        "an array \(shape) of \(array.elementType)\(shape.contains(0) ? ", which holds no picture" : ""); "
          + "expected pictures [n, height, width, channels] of uint8 with 1 or 3 channels"
          + (isChannelsFirst ? ", which come last" : ""))
    }
    store = PictureStore(
      height: shape[1], width: shape[2], channels: channels, pixels: array.bytes)
    self.path = path
    // What fractions from 0 to 1 become that were made whole.
    isDark = array.bytes.withUnsafeBytes { bytes in
      !bytes.contains { $0 > 1 } && bytes.contains(1)
    }
  }

  /// The pictures with their labels.
  /// - Parameters:
  ///   - labels: positions in the class names.
  ///   - labelsPath: the file they come from, for messages.
  ///   - classNames: one a class.
  ///   - options: what pictures are brought to, and how.
  ///   - normalization: to be measured when `nil`.
  /// - Returns: the samples, in the array's order.
  /// - Throws: `FileProblem` when there are not as many labels as pictures.
  func samples(
    labels: [Int], labelsPath: String, classNames: [String], options: DatasetOptions,
    normalization: Normalization? = nil
  ) throws -> LabelledSamples {
    guard labels.count == store.count else {
      throw FileProblem(
        path, "\(store.count) pictures, but \(labels.count) labels in \(labelsPath)")
    }
    let digest = ContentDigest()
    try store.addContent(to: digest)
    digest.add(labels)
    let store = try store.framed(options)
    return LabelledSamples(
      samples: .pictures(store), labels: labels, classNames: classNames,
      normalization: normalization ?? .unmeasured(channels: store.channels),
      fingerprint: digest.hexadecimal()
    ).noting(
      isDark
        ? [
          "\(path): no byte is more than 1; were these fractions from 0 to 1 that were made whole numbers? 255 is the "
            + "brightest"
        ] : [])
  }
}
