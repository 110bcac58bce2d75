public import ArrayFiles
import Foundation

/// New pictures on their way to a model, and what is wrong with the others.
public struct NewPictures: Sendable {
  /// Files that could be read, in the order given; those of a folder in order of names.
  public let paths: [String]
  /// Their pictures, without a true label (all labels are 0).
  public let samples: LabelledSamples
  /// One for each file or folder that could not be read; folders first.
  public let problems: [FileProblem]
}

extension NewPictures {
  /// The files that paths name, a folder's pictures in its place.
  /// - Returns: the files, and what is wrong with folders.
  fileprivate static func files(
    _ given: [String]
  ) throws -> (files: [String], problems: [FileProblem]) {
    var (files, problems): ([String], [FileProblem]) = ([], [])
    for path in given {
      guard PartFolders.isFolder(path) else {
        files.append(path)
        continue
      }
      do { files += try PictureSearch.pictures(below: path) } catch let problem as FileProblem {
        problems.append(problem)
      }
    }
    return (files, problems)
  }
}

extension TrainedModel {
  /// New pictures of any size, brought to what this model takes: decoded, the right way up, framed as the pictures were
  /// that the run was measured on, grey where it was trained on grey.
  /// - Parameter given: JPEG or PNG files, and folders, whose pictures are taken, in them and below.
  /// - Returns: those that can be read, and what is wrong with the others.
  /// - Throws: `FileProblem` for a model that takes no pictures.
  public func pictures(_ given: [String]) throws -> NewPictures {
    guard case .picture(let height, let width, let channels) = description.input else {
      throw FileProblem(run.path, "this model takes \(description.input), not pictures")
    }
    var read: [String] = []
    let named = try NewPictures.files(given)
    let paths = named.files
    var problems = named.problems
    // The reader of the run's own pictures: what it makes of a file does not depend on the command.
    let framing = recipe.data.framing
    let frame = recipe.data.frame(PictureSize(height: height, width: width))
    let files = PictureStore(
      FramedPictures(
        source: PictureFiles(paths: paths, reduction: PictureFiles.Reduction(framing)),
        frame: frame, framing: framing.evaluation.framing), count: paths.count, channels: channels)
    var pixels = Data(capacity: paths.count * files.looks * files.bytesPerPicture)
    for (index, path) in paths.enumerated() {
      do {
        for look in try files.allLooks(at: index) { pixels.append(contentsOf: look.pixels) }
        read.append(path)
      } catch let problem as FileProblem {
        problems.append(problem)
      }
    }
    return NewPictures(
      paths: read,
      samples: LabelledSamples(
        samples: .pictures(
          PictureStore(
            height: height, width: width, channels: channels, pixels: pixels, looks: files.looks)),
        labels: [Int](repeating: 0, count: read.count), classNames: description.classNames,
        normalization: description.normalization, fingerprint: ""),
      problems: problems)
  }
}
