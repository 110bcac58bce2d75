internal import ArrayFiles
internal import Foundation

/// What a training part was made of, where it is another than it seems to be: `origin.json` beside the samples that
/// `longtail data augment` writes.
///
/// Groups of classes are those of the samples that there were before, no other long-tailed selection is made of it, and
/// pictures are normalised as before, and mirrored where those of the source are.
public struct SelectionOrigin: Sendable, Codable, Equatable {
  static let fileName = "origin.json"

  /// Name of the source, such as `cifar100`.
  public let source: String
  /// Samples of each class before others were made of them, in class order.
  public let classCounts: [Int]

  /// What pictures were normalised by before, values in [0, 1], a mean for each channel.
  public let mean: [Double]
  /// Likewise, a deviation above 0 for each channel.
  public let deviation: [Double]

  init(source: String, classCounts: [Int], normalization: Normalization) {
    self.source = source
    self.classCounts = classCounts
    (mean, deviation) = (normalization.mean, normalization.deviation)
  }

  var normalization: Normalization { Normalization(mean: mean, deviation: deviation) }

  /// What the user should know.
  var remark: String {
    "samples of the training part were made of others (\(Self.fileName)): counts of classes and groups are those of the "
      + "\(classCounts.reduce(0, +)) samples before"
  }

  /// What lies beside samples.
  /// - Parameter folder: that of the training part.
  /// - Returns: `nil` where nothing is said.
  /// - Throws: `FileProblem` for a file that says something else.
  static func read(_ folder: String) throws -> SelectionOrigin? {
    let path = (folder as NSString).appendingPathComponent(fileName)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let origin = try readJSON(
      path, as: SelectionOrigin.self,
      what: "the origin of a training part (source, classCounts, mean, deviation)")
    guard origin.classCounts.allSatisfy({ $0 > 0 }) else {
      throw FileProblem(
        path, at: "classCounts", "found \(origin.classCounts); expected 1 or more each")
    }
    guard origin.mean.count == origin.deviation.count, origin.mean.allSatisfy(\.isFinite),
      origin.deviation.allSatisfy({ $0 > 0 && $0.isFinite })
    else {
      throw FileProblem(
        path, at: "deviation",
        "found \(origin.deviation) and a mean of \(origin.mean); expected a number above 0 for each mean"
      )
    }
    return origin
  }

  /// Finds out whether a training part with made samples is divided so that no sample is measured on that others were made
  /// of.
  /// - Throws: ``DatasetProblem`` where it is not.
  func require(
    _ split: LongTailSplit?, of source: any DatasetSource, like samples: LabelledSamples,
    holdingOut fractions: [String: Double]
  ) throws {
    func problem(_ words: String) -> DatasetProblem {
      DatasetProblem("samples were made here of the training samples (\(Self.fileName)): \(words)")
    }
    guard split == nil else {
      throw problem("no other long-tailed selection is made of them; leave --imbalance-factor out")
    }
    guard classCounts.count == samples.classes else {
      throw problem(
        "it has counts of \(classCounts.count) classes, the samples have \(samples.classes)")
    }
    guard mean.count == samples.normalization.mean.count else {
      throw problem(
        "it has means of \(mean.count) channels, the samples have \(samples.normalization.mean.count)"
      )
    }
    guard source.hasTestPart else {
      throw problem("what is measured must not be of them; a test part beside them is needed")
    }
    for (part, fraction) in fractions.sorted(by: { $0.key < $1.key }) where fraction > 0 {
      throw problem(
        "a \(part) part drawn from them would show what was trained on; expected --\(part)-fraction 0"
          + (part == "validation" ? ", or a validation part beside them" : ""))
    }
  }

  /// - Throws: `FileProblem` for a folder that cannot be written to.
  func write(to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let path = (folder as NSString).appendingPathComponent(Self.fileName)
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: path)
  }
}
