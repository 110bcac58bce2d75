internal import ArrayFiles
internal import Foundation

/// Samples as NumPy arrays in a folder.
public enum SampleExport {
  /// Those that ``write(_:classCounts:to:)`` makes: one of the first two, and the others.
  public static let fileNames = [
    "images.npy", "features.npy", "labels.npy", "indices.npy", "class_counts.json",
    "class_names.txt",
  ]

  /// Writes `images.npy` `[n, height, width, channels]` uint8 or `features.npy` `[n, width]` float32,
  /// `labels.npy` and `indices.npy` (positions in the original file order) as int64, `class_counts.json`
  /// and `class_names.txt`. Each file appears whole or not at all.
  /// - Parameters:
  ///   - samples: what to write, in this order.
  ///   - classCounts: training samples of each class, for groups and priors.
  ///   - folder: where to write; made when it is not there.
  /// - Throws: `FileProblem` that names a file or class name which cannot be written, or a
  ///   picture which cannot be read.
  public static func write(
    _ samples: LabelledSamples, classCounts: [Int], to folder: String
  ) throws {
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    try ClassNameFile.check(samples.classNames, for: path("class_names.txt"))
    try Folder.make(folder)
    switch samples.samples {
    case .pictures(let store): try write(store, to: path("images.npy"))
    case .features(let store): try write(store, to: path("features.npy"))
    }
    try writeLabels(of: samples, classCounts: classCounts, to: folder)
  }

  /// All of ``write(_:classCounts:to:)`` but the samples themselves.
  static func writeLabels(
    of samples: LabelledSamples, classCounts: [Int], to folder: String
  ) throws {
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    try NPYFile.write(NumericArray(samples.labels, shape: [samples.count]), to: path("labels.npy"))
    try NPYFile.write(
      NumericArray(samples.originalIndices, shape: [samples.count]), to: path("indices.npy"))
    let counts = "[\(classCounts.map(String.init).joined(separator: ", "))]\n"
    try AtomicFile.write(Data(counts.utf8), to: path("class_counts.json"))
    try ClassNameFile.write(samples.classNames, to: path("class_names.txt"))
  }

  private static func write(_ store: PictureStore, to path: String) throws {
    let writer = try NPYRowWriter(
      path: path, shape: [store.count, store.height, store.width, store.channels],
      elementType: .uint8)
    var picture = [UInt8](repeating: 0, count: store.bytesPerPicture)
    for position in 0..<store.count {
      try picture.withUnsafeMutableBytes { try store.copyPicture(at: position, into: $0) }
      try writer.append(picture)
    }
    try writer.finish()
  }

  private static func write(_ store: FeatureStore, to path: String) throws {
    let writer = try NPYRowWriter(
      path: path, shape: [store.count, store.width], elementType: .float32)
    var row = [Float](repeating: 0, count: store.width)
    for position in 0..<store.count {
      row.withUnsafeMutableBufferPointer { store.copyFeatures(at: position, into: $0) }
      try writer.append(row)
    }
    try writer.finish()
  }
}
