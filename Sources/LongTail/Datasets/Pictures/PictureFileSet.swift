internal import ArrayFiles
internal import Foundation

/// Picture files with labels, on their way to become samples.
struct PictureFileSet {
  /// Files in the original order.
  let paths: [String]
  /// Class of each file.
  let labels: [Int]
  let classNames: [String]

  /// Decodes all pictures when they fit into the options' memory bound, else leaves them in their files.
  /// - Throws: `FileProblem` that names a file which is missing, unreadable or of another size.
  func samples(_ options: DatasetOptions) throws -> LabelledSamples {
    let (height, width) = try pictureSize(options)
    let files = PictureFiles(paths: paths, height: height, width: width, fit: options.fit)
    let bytes = height * width * PictureFiles.channels
    let digest = ContentDigest()
    let store: PictureStore
    if paths.count <= options.memoryBound / bytes {
      var pixels = Data(count: paths.count * bytes)
      try pixels.withUnsafeMutableBytes { buffer in
        // Each picture is written by one thread only.
        nonisolated(unsafe) let buffer = buffer
        try Self.concurrently(paths.count) { index in
          try files.decode(
            index,
            into: UnsafeMutableRawBufferPointer(
              rebasing: buffer[index * bytes..<(index + 1) * bytes]))
        }
      }
      digest.add(pixels)
      store = PictureStore(
        height: height, width: width, channels: PictureFiles.channels, pixels: pixels)
    } else {
      for index in paths.indices { digest.add(try files.nameAndSize(index)) }
      store = PictureStore(files: files)
    }
    digest.add(labels)
    return LabelledSamples(
      samples: .pictures(store), labels: labels, classNames: classNames,
      normalization: .unmeasured(channels: PictureFiles.channels),
      fingerprint: digest.hexadecimal())
  }

  /// What was asked for, or the size that all files have.
  private func pictureSize(_ options: DatasetOptions) throws -> (height: Int, width: Int) {
    if let size = options.pictureSize { return (size.height, size.width) }
    let first = try PictureDecoder.size(path: paths[0])
    try Self.concurrently(paths.count) { index in
      let size = try PictureDecoder.size(path: paths[index])
      guard size == first else {
        throw FileProblem(
          paths[index],
          "a picture of \(size.width)×\(size.height) pixels, while \(paths[0]) has \(first.width)×\(first.height); --image-size brings all to one size"
        )
      }
    }
    return first
  }

  /// Runs `body` for each index on all cores. The error of the lowest failing index is thrown.
  private static func concurrently(
    _ count: Int, _ body: @Sendable (Int) throws -> Void
  ) throws {
    let chunk = 32
    let chunks = (count + chunk - 1) / chunk
    var failures = [(any Error)?](repeating: nil, count: chunks)
    failures.withUnsafeMutableBufferPointer { failures in
      // Each chunk writes its own element only.
      nonisolated(unsafe) let failures = failures
      DispatchQueue.concurrentPerform(iterations: chunks) { number in
        do {
          for index in number * chunk..<min(count, (number + 1) * chunk) { try body(index) }
        } catch {
          failures[number] = error
        }
      }
    }
    if let failure = failures.lazy.compactMap({ $0 }).first { throw failure }
  }
}
