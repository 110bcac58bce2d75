internal import ArrayFiles
internal import Foundation

/// Pictures in MNIST's idx files (LeCun et al., 1998), plain or compressed: MNIST, Fashion-MNIST, EMNIST.
public struct MNIST: FolderSource {
  public static let name = "mnist"
  public static let summary =
    "mnist:FOLDER with idx files named …train-images…, …train-labels…, …t10k-images…, …t10k-labels… (.gz too)"

  let folder: String
  let options: DatasetOptions

  public var hasTestPart: Bool { true }

  /// Training pictures of each digit in MNIST itself.
  private static let mnistCounts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    let training = try labels(.training)
    let classes = try training.classes(names: nil, everyClass: true)
    let wanted = part == .training ? training : try labels(part)
    let imagesPath = try file("images", part)
    let images = try PictureArray(IDXFile.read(imagesPath), path: imagesPath)
    let positions = try wanted.positions(in: classes, names: nil)
    let isMNIST = training.counts == Self.mnistCounts
    return try images.samples(
      labels: positions.values, labelsPath: wanted.path, classNames: classes.names,
      options: options,
      normalization: isMNIST ? .mnist : nil
    ).noting(classes.remarks + positions.remarks)
  }

  private func labels(_ part: DatasetPart) throws -> LabelArray {
    let path = try file("labels", part)
    return try LabelArray(IDXFile.read(path), path: path)
  }

  private func file(_ content: String, _ part: DatasetPart) throws -> String {
    let words = part == .training ? ["train-\(content)"] : ["t10k-\(content)", "test-\(content)"]
    let matches = try FolderListing.names(in: folder).filter { name in
      words.contains { name.contains($0) }
    }
    guard let first = matches.first else {
      throw FileProblem(folder, "no file with “\(words[0])” in its name is in this folder")
    }
    // The same file compressed and not is no ambiguity; the plain one opens faster.
    guard matches.allSatisfy({ $0 == first || $0 == first + ".gz" }) else {
      throw FileProblem(
        folder, "several files could be “\(words[0])”: \(matches.joined(separator: ", "))")
    }
    return (folder as NSString).appendingPathComponent(first)
  }
}
