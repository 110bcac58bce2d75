/// The parts that a published data set comes in.
public enum DatasetPart: String, Sendable, Codable, CaseIterable {
  case training, validation, test
}

/// Where labelled samples come from. Adding one takes a new file and a line in ``Datasets/all``.
public protocol DatasetSource: Sendable, Codable {
  /// The name before the colon on the command line, such as `cifar100`.
  static var name: String { get }
  /// One line for lists and help: what follows the colon, and what must lie there.
  static var summary: String { get }
  /// Whether nothing need follow the name.
  static var worksWithoutLocation: Bool { get }
  /// Whether samples are pictures rather than feature vectors.
  static var holdsPictures: Bool { get }
  /// Whether pictures come in sizes of their own, which a framing may cut from.
  static var holdsNativePictures: Bool { get }
  /// Whether a picture's mirror image shows the same class; not so of digits and signs. What nobody has looked at
  /// is not mirrored.
  static var isMirrorable: Bool { get }
  /// The location that names the same data from anywhere: relative paths in it start from `folder`.
  static func located(_ location: String, from folder: String) -> String
  /// - Parameters:
  ///   - location: the text after the colon: a folder, a file, or settings.
  ///   - options: what else the user asked for.
  /// - Throws: when `location` cannot name such data. Nothing is read yet, except to see what is there.
  init(location: String, options: DatasetOptions) throws
  /// Whether there is a test part of its own. Without one, ``load(_:)`` gives all data as training part.
  var hasTestPart: Bool { get }
  /// Whether there is a validation part of its own, so that none is drawn from the training part.
  var hasValidationPart: Bool { get }
  /// What the training part was made of, where that is known and another.
  /// - Throws: `FileProblem` for a file of it that says something else.
  var origin: SelectionOrigin? { get throws }
  /// Reads one part, in its original order. In the training part every class has a sample.
  /// - Throws: `FileProblem` or ``DatasetProblem`` that names what is missing or wrong.
  func load(_ part: DatasetPart) throws -> LabelledSamples
  /// Reads what a finished model is measured on: the test part, or all where there is none. Classes without
  /// a sample are no error here.
  func loadToMeasure() throws -> LabelledSamples
}

extension DatasetSource {
  public static var worksWithoutLocation: Bool { false }
  public static var holdsPictures: Bool { true }
  public static var holdsNativePictures: Bool { false }
  public static var isMirrorable: Bool { false }

  public static func located(_ location: String, from folder: String) -> String {
    worksWithoutLocation
      ? location : DataLocation.located(location, from: folder)
  }

  public var hasValidationPart: Bool { false }
  public var origin: SelectionOrigin? { nil }

  public func loadToMeasure() throws -> LabelledSamples {
    try load(hasTestPart ? .test : .training)
  }

  /// The error of a source that is asked for a part it does not have.
  static func noPart(_ part: DatasetPart, _ location: String) -> DatasetProblem {
    DatasetProblem("\(name):\(location) has no \(part.rawValue) part")
  }
}
