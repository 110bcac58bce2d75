internal import ArrayFiles
internal import Foundation

/// Where the arrays of each part lie, and which classes their labels are: what `arrays` and `features`
/// share.
struct ArrayParts: Sendable, Codable {
  private let folders: PartFolders
  private let source: String
  private let names: [String]

  /// - Parameters:
  ///   - location: as the user gave it.
  ///   - source: name of the source, for messages.
  ///   - names: names that the file of samples may have, without `.npy`.
  /// - Throws: `FileProblem` when there is no such folder, or when it can be read in two ways.
  init(_ location: String, source: String, names: [String]) throws {
    self.source = source
    self.names = names
    folders = try PartFolders(
      DataLocation(location, source: source, keys: PartFolders.keys), source: source,
      content: .arrays)
  }

  var hasTestPart: Bool { folders.test != nil }
  var hasValidationPart: Bool { folders.validation != nil }

  /// What lies beside the training part; nothing of a single file.
  var origin: SelectionOrigin? {
    get throws { try PartFolders.isFolder(folders.training) ? .read(folders.training) : nil }
  }

  /// One part: where its samples lie, their labels and classes.
  struct Part {
    let samplesPath: String
    let labelsPath: String
    /// Positions in the class names.
    let labels: [Int]
    let classNames: [String]
    let remarks: [String]
  }

  /// Reads one part's labels and finds its samples.
  /// - Parameters:
  ///   - part: which part.
  ///   - everyClass: whether a class of the training part without a label is an error.
  /// - Returns: where the samples lie, and their labels and classes.
  /// - Throws: `FileProblem` for files that are missing or do not belong together; ``DatasetProblem`` for a
  ///   part that is not there.
  func read(_ part: DatasetPart, everyClass: Bool) throws -> Part {
    guard let place = try folders.folder(part) else {
      throw DatasetProblem("\(source):\(folders.training) has no \(part.rawValue) part")
    }
    let trainingPair = try pair(folders.training)
    let training = try LabelArray(
      NPYFile.read(trainingPair.labelsPath), path: trainingPair.labelsPath)
    let classes = try training.classes(
      names: try trainingPair.classNames(),
      everyClass: everyClass && folders.trainingProblem == nil)
    var remarks = folders.remarks + classes.remarks
    guard part != .training else {
      return Part(
        samplesPath: trainingPair.samplesPath, labelsPath: trainingPair.labelsPath,
        labels: training.values.map { $0 - classes.first }, classNames: classes.names,
        remarks: remarks)
    }
    let wanted = try pair(place)
    let labels = try LabelArray(NPYFile.read(wanted.labelsPath), path: wanted.labelsPath)
    let own = try wanted.classNames()
    if own != nil, !classes.areNamed {
      remarks.append(
        "\(wanted.namesPath) is not used, for the training part has no such file: labels are numbers"
      )
    }
    let positions = try labels.positions(in: classes, names: classes.areNamed ? own : nil)
    return Part(
      samplesPath: wanted.samplesPath, labelsPath: wanted.labelsPath, labels: positions.values,
      classNames: classes.names, remarks: remarks + positions.remarks)
  }

  private func pair(_ place: String) throws -> ArrayFolder {
    place.hasSuffix(".npy") && !PartFolders.isFolder(place)
      ? ArrayFolder(file: place) : try ArrayFolder(place, names: names)
  }
}
