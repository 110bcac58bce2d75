import Calibration
internal import ArrayFiles
internal import Foundation

/// Pictures named by list files, a line a picture: `path label`, or `path,label` in a CSV file.
public struct ImageList: DatasetSource {
  public static let name = "image-list"
  public static let summary =
    "image-list:LIST or image-list:train=LIST,test=LIST,root=FOLDER, lines of “path label”, or CSV"

  private var training = ""
  private var test: String?
  /// Folder that the paths in the lists start from; that of the training list when `nil`.
  private var root: String?
  private let options: DatasetOptions

  /// - Parameters:
  ///   - location: the training list, or `train=…,test=…,root=…`.
  ///   - options: what else the user asked for.
  /// - Throws: ``UnknownName`` for an unknown key, ``DatasetProblem`` without a training list.
  public init(location: String, options: DatasetOptions) throws {
    self.options = options
    let settings = location.split(separator: ",").map(String.init)
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        guard settings.count == 1 else {
          throw DatasetProblem("image-list setting “\(setting)” is not of the form key=value")
        }
        training = setting
        return
      }
      switch parts[0] {
      case "train": training = parts[1]
      case "test": test = parts[1]
      case "root": root = parts[1]
      default:
        throw UnknownName(
          "image-list setting", parts[0], known: ["train", "test", "root"])
      }
    }
    guard !training.isEmpty else {
      throw DatasetProblem("image-list needs a list: image-list:LIST or image-list:train=LIST,…")
    }
  }

  public var hasTestPart: Bool { test != nil }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    let list = try LabelledList(path: training)
    let classNames = try list.classNames()
    var wanted = list
    if part == .test {
      guard let test else { throw Self.noTestPart(training) }
      wanted = try LabelledList(path: test)
    }
    let root = root ?? training.parentFolder
    let paths = wanted.entries.map { entry in
      entry.path.hasPrefix("/") || root.isEmpty
        ? entry.path : (root as NSString).appendingPathComponent(entry.path)
    }
    return try PictureFileSet(
      paths: paths, labels: try wanted.labels(classNames: classNames), classNames: classNames
    )
    .samples(options)
  }
}
