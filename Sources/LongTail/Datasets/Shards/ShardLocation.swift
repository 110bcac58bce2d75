internal import ArrayFiles
internal import Foundation

/// Which files the parts of a source of several files are: `source:PLACE`, or `source:train=…,validation=…,test=…`; and the
/// names of its classes.
struct ShardLocation: Sendable, Codable {
  private let files: [DatasetPart: [String]]
  /// As the user gave the training part.
  private let text: String
  /// A name a line, in label order.
  private let classes: String?
  /// Settings that the source has beside those of all.
  private let further: [String: String]

  /// - Parameters:
  ///   - location: what follows the source's name.
  ///   - source: the source's name.
  ///   - ending: of the files in a folder, such as `tar`.
  ///   - further: settings that the source has beside those of all.
  /// - Throws: `UnknownName` for an unknown key, ``DatasetProblem`` without a training part, `FileProblem` for a file that is
  ///   not there.
  init(
    _ location: String, source: String, ending: String, further: [String] = []
  ) throws {
    let place = try DataLocation(
      location, source: source, keys: ["train", "validation", "test", "classes"] + further)
    self.further = Dictionary(
      uniqueKeysWithValues: further.compactMap { key in place.text(key).map { (key, $0) } })
    let keys = [("train", DatasetPart.training), ("validation", .validation), ("test", .test)]
    classes = place.path("classes")
    if let path = place.path {
      if let key = keys.first(where: { place.text($0.0) != nil })?.0 {
        throw DatasetProblem("\(source) has a place and \(key)= as well; expected one of them")
      }
      text = path
      files = try ShardNames.parts(
        of: ShardNames.paths(path, ending: ending), source: "\(source):\(path)")
      return
    }
    guard let training = place.path("train") else {
      throw DatasetProblem("\(source) needs files: \(source):FOLDER or \(source):train=FOLDER,…")
    }
    text = training
    var files: [DatasetPart: [String]] = [:]
    for (key, part) in keys {
      if let given = place.path(key) {
        files[part] = try ShardNames.paths(given, ending: ending)
      }
    }
    self.files = files
  }

  /// One of the source's further settings.
  func setting(_ key: String) -> String? { further[key] }

  func has(_ part: DatasetPart) -> Bool { files[part] != nil }

  /// Samples of pictures and labels that were read from the files of a part.
  /// - Parameters:
  ///   - part: which one.
  ///   - everyClass: whether a number that no label of the training part is, between others, is an error.
  ///   - options: what else the user asked for.
  ///   - source: whose files they are.
  ///   - read: gives the pictures and labels of some files.
  /// - Returns: the samples, classes being those of the training part.
  /// - Throws: what `read` throws; `FileProblem` for labels and names that do not fit to each other.
  func samples(
    _ part: DatasetPart, everyClass: Bool, options: DatasetOptions,
    source: any DatasetSource.Type, read: ([String]) throws -> ShardContent
  ) throws -> LabelledSamples {
    guard let paths = files[part] else {
      guard part == .training, let other = files[.test]?.first else {
        throw source.noPart(part, text)
      }
      throw DatasetProblem(
        "\(source.name):\(text): no file's name begins with train, but \(other); say which are which: "
          + "\(source.name):train=…,test=…")
    }
    // A test part alone tells the classes itself.
    let first = files[.training] ?? paths
    let training = try read(first)
    let definesClasses = part == .training || files[.training] == nil
    let wanted = definesClasses ? training : try read(paths)
    let classes = try training.labels.classes(
      everyClass: everyClass && training.classNames == nil && files[.training] != nil)
    let names = try classNames(classes, training)
    let labels = try wanted.labels.labels(classes)
    let set = PictureFileSet(wanted.pictures, labels: labels, classNames: names)
    return try set.samples(options).noting(
      training.labels.remarks(classes)
        + (definesClasses ? [] : wanted.labels.remarks(labels, in: classes)))
  }

  private func classNames(
    _ classes: LabelledList.Classes, _ training: ShardContent
  ) throws -> [String] {
    guard let given = try self.classes.map({ try ClassNameFile.read($0) }) ?? training.classNames
    else { return classes.names }
    let place = self.classes ?? training.labels.path
    guard case .numbered(let numbered) = classes else {
      throw FileProblem(place, "names of classes, while the labels are names themselves")
    }
    // Names count from 0, whatever number the first label is.
    guard numbered.first == 0 || given.count == numbered.count else {
      throw FileProblem(
        place,
        "\(given.count) names of classes, while labels are \(numbered.first) … \(numbered.first + numbered.count - 1)"
      )
    }
    guard given.count >= numbered.count else {
      throw FileProblem(place, "\(given.count) names for \(numbered.count) classes")
    }
    return given
  }
}
