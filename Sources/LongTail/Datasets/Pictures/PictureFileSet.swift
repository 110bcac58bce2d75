internal import ArrayFiles
internal import Foundation

/// Picture files with labels, on their way to become samples.
struct PictureFileSet {
  /// In the original order.
  let pictures: any PictureContainer
  /// Class of each file.
  let labels: [Int]
  let classNames: [String]
  /// Where the file of an index is named, when that is in a list.
  var named: (@Sendable (Int) -> (list: String, line: Int))?

  init(_ pictures: any PictureContainer, labels: [Int], classNames: [String]) {
    self.pictures = pictures
    self.labels = labels
    self.classNames = classNames
  }

  init(
    paths: [String], labels: [Int], classNames: [String],
    named: (@Sendable (Int) -> (list: String, line: Int))? = nil
  ) {
    self.init(PictureFileList(paths: paths), labels: labels, classNames: classNames)
    self.named = named
  }

  /// Decodes all pictures when they fit into the options' memory bound, else leaves them in their files.
  /// - Throws: `FileProblem` that names a file which is missing, unreadable or of another size;
  ///   ``DatasetProblem`` that names the first of several and says how many there are.
  func samples(_ options: DatasetOptions) throws -> LabelledSamples {
    guard options.skipsUnreadable else { return try allSamples(options) }
    let failures = Self.failures(pictures.count) { _ = try pictures.decoded($0) }
    guard !failures.isEmpty, failures.count < pictures.count else { return try allSamples(options) }
    let damaged = Set(failures.map(\.index))
    let kept = labels.indices.filter { !damaged.contains($0) }
    var some = PictureFileSet(
      SomePictures(all: pictures, indices: kept), labels: kept.map { labels[$0] },
      classNames: classNames)
    if let named { some.named = { named(kept[$0]) } }
    return try some.allSamples(options).noting([leftOut(failures)])
  }

  private func allSamples(_ options: DatasetOptions) throws -> LabelledSamples {
    let frame = options.frame(try pictureSize(options))
    let digest = ContentDigest()
    let store =
      try options.framing.isSquared
      ? squared(frame, options, digest) : framed(frame, options, digest)
    digest.add(labels)
    return LabelledSamples(
      samples: .pictures(store), labels: labels, classNames: classNames,
      normalization: .unmeasured(channels: PictureFiles.channels),
      fingerprint: digest.hexadecimal()
    ).from(pictures.names)
  }

  /// Pictures that are brought to their size once and for all.
  private func squared(
    _ frame: PictureFrame, _ options: DatasetOptions, _ digest: ContentDigest
  ) throws -> PictureStore {
    let store = inFiles(frame, options)
    let bytes = store.bytesPerPicture
    guard pictures.count <= options.memoryBound / bytes else {
      try addNames(to: digest, looks: options.looksAtFiles)
      return store
    }
    var pixels = Data(count: pictures.count * bytes)
    try pixels.withUnsafeMutableBytes { buffer in
      // Each picture is written by one thread only.
      nonisolated(unsafe) let buffer = buffer
      try refuse(
        Self.failures(pictures.count) { index in
          try store.copyPicture(
            at: index,
            into: UnsafeMutableRawBufferPointer(
              rebasing: buffer[index * bytes..<(index + 1) * bytes]))
        })
    }
    digest.add(pixels)
    return PictureStore(
      height: frame.size.height, width: frame.size.width, channels: PictureFiles.channels,
      pixels: pixels)
  }

  /// Pictures that are cut out whenever they are asked for, of what they are. Those that may be made smaller for what is
  /// cut stay in their files.
  private func framed(
    _ frame: PictureFrame, _ options: DatasetOptions, _ digest: ContentDigest
  ) throws -> PictureStore {
    guard !options.framing.reducedDecoding, try fitIntoMemory(options.memoryBound) else {
      try addNames(to: digest, looks: options.looksAtFiles)
      return inFiles(frame, options)
    }
    let decoded = try perPicture { try pictures.decoded($0) }
    for picture in decoded {
      digest.add([picture.height, picture.width])
      picture.pixels.withUnsafeBytes { digest.add($0) }
    }
    return PictureStore(
      FramedPictures(
        source: DecodedPictures(pictures: decoded), frame: frame,
        framing: options.framing.evaluation.framing), count: pictures.count)
  }

  private func inFiles(_ frame: PictureFrame, _ options: DatasetOptions) -> PictureStore {
    PictureStore(
      FramedPictures(
        source: PictureFiles(pictures, reduction: PictureFiles.Reduction(options.framing)),
        frame: frame, framing: options.framing.evaluation.framing), count: pictures.count)
  }

  /// Adds the name and size of each picture's file to a digest; nothing of a file that is not there, unless files are
  /// looked at.
  private func addNames(to digest: ContentDigest, looks: Bool) throws {
    let files = PictureFiles(pictures, reduction: .none)
    guard looks else {
      for index in 0..<pictures.count { digest.add((try? files.nameAndSize(index)) ?? "\n") }
      return
    }
    for (index, size) in try perPicture({ try pictures.byteCount($0) }).enumerated() {
      digest.add(files.line(index, size: size))
    }
  }

  /// Pictures that are looked at to learn whether all fit into memory; more are taken not to.
  private static let mostMeasured = 100_000

  /// Whether all pictures as large as they are take at most so many bytes.
  private func fitIntoMemory(_ bytes: Int) throws -> Bool {
    guard pictures.count <= Self.mostMeasured else { return false }
    let sizes = try perPicture(
      { try pictures.decodedSize($0) },
      afterFailure: { _ = try pictures.decoded($0) })
    return sizes.reduce(0) { $0 + $1.height * $1.width * PictureFiles.channels } <= bytes
  }

  /// What was asked for, or the size that all files have.
  private func pictureSize(_ options: DatasetOptions) throws -> PictureSize {
    if let size = options.pictureSize { return size }
    let sizes = try perPicture(
      { try pictures.decodedSize($0) },
      // What only decoding shows is told together with what the sizes have shown.
      afterFailure: { _ = try pictures.decoded($0) })
    let first = sizes[0]
    let others = sizes.indices.filter { sizes[$0] != first }
    if let index = others.first {
      let more = others.count > 1 ? " (and \(others.count - 1) more differ)" : ""
      throw problem(
        index,
        FileProblem(
          pictures.name(index),
          "a picture of \(sizes[index].width)×\(sizes[index].height) pixels, while \(pictures.name(0)) has \(first.width)×\(first.height)\(more); --image-size brings all to one size"
        ))
    }
    return first
  }

  /// A value for every picture, or the error of all that fail.
  private func perPicture<Value: Sendable>(
    _ body: @Sendable (Int) throws -> Value, afterFailure: (@Sendable (Int) throws -> Void)? = nil
  ) throws -> [Value] {
    var values = [Value?](repeating: nil, count: pictures.count)
    var failures = values.withUnsafeMutableBufferPointer { values in
      // Each index writes its own element only.
      nonisolated(unsafe) let values = values
      return Self.failures(pictures.count) { values[$0] = try body($0) }
    }
    if !failures.isEmpty, let afterFailure {
      let known = Set(failures.map(\.index))
      failures += Self.failures(pictures.count) { if !known.contains($0) { try afterFailure($0) } }
    }
    try refuse(failures.sorted { $0.index < $1.index })
    return values.compactMap { $0 }
  }

  typealias Failure = (index: Int, error: any Error)

  /// Failures that are shown of many.
  private static let shown = 10

  private func refuse(_ failures: [Failure]) throws {
    guard let first = failures.first else { return }
    guard failures.count > 1 else { throw problem(first.index, first.error) }
    throw DatasetProblem(
      "\(failures.count) of \(pictures.count) pictures cannot be read:\(words(failures))")
  }

  /// The remark on pictures that are left out.
  private func leftOut(_ failures: [Failure]) -> String {
    "\(failures.count) of \(pictures.count) pictures cannot be read and are left out:\(words(failures))"
  }

  private func words(_ failures: [Failure]) -> String {
    let lines = failures.prefix(Self.shown).map { "\n  \(problem($0.index, $0.error))" }
    let more = failures.count > Self.shown ? "\n  and \(failures.count - Self.shown) more" : ""
    return lines.joined() + more
  }

  /// An error with the list's line in front, for pictures that a list names.
  private func problem(_ index: Int, _ error: any Error) -> any Error {
    guard let named else { return error }
    let (list, line) = named(index)
    return FileProblem(list, at: "line \(line)", "\(error)")
  }

  /// Runs `body` for each index on all cores and collects what fails, in order.
  static func failures(
    _ count: Int, _ body: @Sendable (Int) throws -> Void
  ) -> [Failure] {
    let chunk = 32
    let chunks = (count + chunk - 1) / chunk
    var failures = [[Failure]](repeating: [], count: chunks)
    failures.withUnsafeMutableBufferPointer { failures in
      // Each chunk writes its own element only.
      nonisolated(unsafe) let failures = failures
      DispatchQueue.concurrentPerform(iterations: chunks) { number in
        for index in number * chunk..<min(count, (number + 1) * chunk) {
          do { try body(index) } catch { failures[number].append((index, error)) }
        }
      }
    }
    return failures.flatMap { $0 }
  }
}
