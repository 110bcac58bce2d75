import ArrayFiles
import Foundation
import Torch

/// The corruptions of a set of pictures, in the files and the layout that CIFAR-10-C is published in.
///
/// What is drawn for a picture depends on the seed, the corruption, the severity and the picture's place alone, so that neither
/// the number of threads nor what was made before shows.
public struct CorruptedArrays: Sendable {
  /// What is made, and of what.
  public struct Request: Sendable {
    /// Strengths for small or for large pictures.
    public var parameters = CorruptionParameters.cifar
    /// Some of ``Corruptions/names``; all when empty.
    public var names: [String] = []
    /// Of every random number.
    public var seed: UInt64 = 0
    /// `nil` leaves frost out.
    public var frost: FrostPictures?

    public init() {}
  }

  /// How far the work is.
  public struct Progress: Sendable {
    /// The corruption that is being made.
    public let corruption: String
    /// Pictures that were made in this call.
    public let done: Int
    /// Pictures that it makes in all.
    public let total: Int
  }

  /// Whether all was made, or somebody asked to stop.
  public enum Outcome: Sendable, Equatable {
    case finished
    case stopped
  }

  private let store: PictureStore
  private let labels: [Int]
  private let classNames: [String]
  private let request: Request
  private let corruptions: [any Corruption]
  private let folder: String
  private let record: CorruptionRecord

  /// What the reader should know, a sentence each.
  public private(set) var remarks: [String] = []

  /// - Parameters:
  ///   - samples: pictures of one size; grey ones become red, green and blue.
  ///   - request: what is made.
  ///   - folder: where it is written; made when it is not there.
  /// - Throws: ``DatasetProblem`` for features and for pictures that are too small; `UnknownName`; `FileProblem` for
  ///   photographs of frost that are too small, and for a folder that holds corruptions of something else.
  public init(_ samples: LabelledSamples, _ request: Request, to folder: String) throws {
    guard case .pictures(let store) = samples.samples else {
      throw DatasetProblem("corruptions are made of pictures; these data are features")
    }
    guard store.height >= Corruptions.smallestSide, store.width >= Corruptions.smallestSide else {
      throw DatasetProblem(
        "the pictures are \(store.height)×\(store.width); corruptions are made of "
          + "\(Corruptions.smallestSide)×\(Corruptions.smallestSide) or more")
    }
    guard samples.count > 0 else { throw DatasetProblem("there is no picture to corrupt") }
    for name in request.names { try Corruptions.check(name: name) }
    try request.frost?.check(
      height: store.height, width: store.width, divisor: Frost.divisor(request.parameters))
    self.store = store
    self.request = request
    self.folder = folder
    (labels, classNames) = (samples.labels, samples.classNames)
    let wanted = request.names.isEmpty ? Corruptions.names : request.names
    if wanted.contains(Frost.name), request.frost == nil {
      guard request.names.isEmpty else {
        throw DatasetProblem(
          "frost needs the authors' photographs, which are not ours to give away: a folder with "
            + FrostPictures.names.joined(separator: ", "))
      }
      remarks.append(
        "frost is left out: it needs the authors' photographs (--frost-pictures FOLDER)")
    }
    corruptions = Corruptions.all(request.parameters, frost: request.frost).filter {
      wanted.contains(type(of: $0).name)
    }
    record = CorruptionRecord(
      data: samples.fingerprint, pictures: samples.count, height: store.height, width: store.width,
      seed: request.seed, parameters: request.parameters, frost: request.frost?.fingerprint)
    try CorruptionRecord.check(folder, against: record)
  }

  /// Makes the files that are not there yet, each whole or not at all.
  /// - Parameters:
  ///   - isStopped: asked between pieces of work.
  ///   - observe: told how far it is.
  /// - Returns: whether all was made.
  /// - Throws: `FileProblem` for a file that cannot be written, or a picture that cannot be read.
  public func write(
    isStopped: () -> Bool = { false }, observe: (Progress) -> Void = { _ in }
  ) throws -> Outcome {
    try Folder.make(folder)
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    try record.write(to: folder)
    let repeated = Corruptions.severities.flatMap { _ in labels }
    try NPYFile.write(
      NumericArray(repeated, shape: [repeated.count]), to: path("labels.npy"))
    try ClassNameFile.write(classNames, to: path("class_names.txt"))
    let missing = corruptions.filter {
      !FileManager.default.fileExists(atPath: path(type(of: $0).name + ".npy"))
    }
    let total = missing.count * repeated.count
    var done = 0
    for corruption in missing {
      let name = type(of: corruption).name
      let writer = try NPYRowWriter(
        path: path(name + ".npy"), shape: [repeated.count, store.height, store.width, 3],
        elementType: .uint8)
      for severity in Corruptions.severities {
        for start in stride(from: 0, to: store.count, by: Self.piece) {
          // The writer leaves nothing behind when it goes away unfinished.
          if isStopped() { return .stopped }
          observe(Progress(corruption: name, done: done, total: total))
          let range = start..<min(start + Self.piece, store.count)
          for pixels in try made(corruption, severity, range) { try writer.append(pixels) }
          done += range.count
        }
      }
      try writer.finish()
    }
    return .finished
  }

  /// Pictures that are made on all cores at a time.
  private static let piece = 256

  private func made(
    _ corruption: any Corruption, _ severity: Int, _ range: Range<Int>
  ) throws -> [[UInt8]] {
    var results = [Result<[UInt8], any Error>?](repeating: nil, count: range.count)
    results.withUnsafeMutableBufferPointer { results in
      // Each iteration writes its own element only.
      nonisolated(unsafe) let results = results
      DispatchQueue.concurrentPerform(iterations: range.count) { index in
        results[index] = Result {
          let position = range.lowerBound + index
          var draws = CounterBasedGenerator(
            seed: request.seed, purpose: .corruption,
            epoch: Self.stream(type(of: corruption).name, severity), position: position)
          return try corruption.corrupted(
            try store.picture(at: position).converted(toChannels: 3), severity: severity,
            draws: &draws
          ).pixels
        }
      }
    }
    return try results.map { try $0?.get() ?? [] }
  }

  /// A number for a corruption at a severity that stays whatever others there are.
  private static func stream(_ name: String, _ severity: Int) -> Int {
    name.utf8.reduce(severity) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF_FFFF }
  }
}
