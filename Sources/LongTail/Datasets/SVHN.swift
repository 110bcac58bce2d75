internal import ArrayFiles
internal import Foundation

/// Street View House Numbers (Netzer et al., 2011), cropped to digits: 73,257 and 26,032 pictures of 32×32.
public struct SVHN: PublishedPartFiles {
  public static let name = "svhn"
  public static let summary =
    "svhn:FOLDER with train_32x32.mat and test_32x32.mat, or the latter alone"

  let folder: String
  let options: DatasetOptions

  static let published = [DatasetPart.training: 73_257, .test: 26_032]
  static let lacksBoth = "neither train_32x32.mat nor test_32x32.mat is in this folder"

  /// The digits are the classes; the files call the digit 0 “10”.
  func samples(at path: String) throws -> LabelledSamples {
    let file = try MATFile(path)
    let pictures = try file.array("X")
    let shape = pictures.shape
    guard pictures.elementType == .uint8, shape.count == 4, Array(shape.prefix(3)) == [32, 32, 3]
    else {
      throw FileProblem(
        path, "X is an array \(shape) of \(pictures.elementType), expected [32, 32, 3, n] of uint8")
    }
    let labels = try LabelArray(try file.array("y"), path: path)
    if let place = labels.values.firstIndex(where: { !(1...10 ~= $0) }) {
      throw FileProblem(
        path, at: "element \(place) of y", "label \(labels.values[place]), expected 1 … 10")
    }
    guard labels.values.count == shape[3] else {
      throw FileProblem(path, "\(shape[3]) pictures in X, but \(labels.values.count) labels in y")
    }
    return try PictureArray(Self.picturesFirst(pictures), path: path).samples(
      labels: labels.values.map { $0 % 10 }, labelsPath: path,
      classNames: (0..<10).map { "\($0)" }, options: options)
  }

  /// `[height, width, channels, n]` as `[n, height, width, channels]`.
  private static func picturesFirst(_ array: NumericArray) -> NumericArray {
    let count = array.shape[3]
    let size = array.shape.prefix(3).reduce(1, *)
    var bytes = Data(count: array.bytes.count)
    bytes.withUnsafeMutableBytes { (new: UnsafeMutableRawBufferPointer) in
      array.bytes.withUnsafeBytes { (old: UnsafeRawBufferPointer) in
        for value in 0..<size {
          for picture in 0..<count { new[picture * size + value] = old[value * count + picture] }
        }
      }
    }
    return NumericArray(
      shape: [count] + array.shape.prefix(3), elementType: .uint8, bytes: bytes)
  }

  func path(_ part: DatasetPart) -> String {
    (folder as NSString).appendingPathComponent(
      part == .training ? "train_32x32.mat" : "test_32x32.mat")
  }
}
