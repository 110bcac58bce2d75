internal import Foundation

extension LabelledSamples {
  /// 64 bits of the SHA-256 of each sample's content, by position: equal pictures have equal digests,
  /// whatever file, class or part they stand in.
  ///
  /// Content is a picture's pixels as they reach the network, or a vector's numbers. Of pictures that stay
  /// in their files, which are too many to read, it is the file's name and size.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  public func contentDigests() throws -> [UInt64] {
    switch samples {
    case .pictures(let store): try store.contentDigests()
    case .features(let store): store.contentDigests()
    }
  }
}

extension PictureStore {
  fileprivate func contentDigests() throws -> [UInt64] {
    if readsFiles { return try (0..<count).map { try fileDigest(at: $0) } }
    var picture = [UInt8](repeating: 0, count: bytesPerPicture)
    return try (0..<count).map { position in
      try picture.withUnsafeMutableBytes { try copyPicture(at: position, into: $0) }
      let digest = ContentDigest()
      digest.add([height, width, channels])
      picture.withUnsafeBytes { digest.add($0) }
      return digest.firstBits()
    }
  }
}

extension FeatureStore {
  fileprivate func contentDigests() -> [UInt64] {
    var vector = [Float](repeating: 0, count: width)
    return (0..<count).map { position in
      vector.withUnsafeMutableBufferPointer { copyFeatures(at: position, into: $0) }
      let digest = ContentDigest()
      vector.withUnsafeBytes { digest.add($0) }
      return digest.firstBits()
    }
  }
}
