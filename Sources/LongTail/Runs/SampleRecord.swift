import ArrayFiles
import Foundation

/// Which samples a run uses in which part, told by their content: written to samples.npy.
///
/// An int64 array `[n, 5]`, a row a sample: 64 bits of its digest, its part (0 training, 1 validation,
/// 2 calibration, 3 test), its class, its place in the original order of its source's part, and what the
/// digest is of (0 content, 1 the name and size of a file that is too large to be kept in memory).
public struct SampleRecord: Sendable, Equatable {
  /// What tells a sample from others.
  struct Key: Sendable, Hashable {
    let digest: UInt64
    let isOfFile: Bool
  }

  struct Sample: Sendable, Equatable {
    let key: Key
    let part: DataPart
    let label: Int
    let index: Int

    /// The same sample in another class, where one is given.
    func relabelled(_ other: Int?) -> Sample {
      Sample(key: key, part: part, label: other ?? label, index: index)
    }
  }

  var samples: [Sample]

  init(samples: [Sample]) {
    self.samples = samples
  }

  /// What is used now.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  init(_ data: DataPartition) throws {
    samples = try DataPart.allCases.flatMap { part -> [Sample] in
      // Without a part of its own, calibration has the samples of validation.
      if part == .calibration, !data.hasOwnCalibrationPart { return [] }
      guard let own = data.samples(of: part) else { return [] }
      return try zip(Self.keys(of: own), own.labels.indices).map { key, position in
        Sample(
          key: key, part: part, label: own.labels[position], index: own.originalIndices[position])
      }
    }
  }

  /// - Throws: `FileProblem` that names a picture which cannot be read.
  static func keys(of samples: LabelledSamples) throws -> [Key] {
    var isOfFile = false
    if case .pictures(let store) = samples.samples { isOfFile = store.readsFiles }
    return try samples.contentDigests().map { Key(digest: $0, isOfFile: isOfFile) }
  }

  /// The parts that each sample is in; more than one where a sample occurs several times.
  var parts: [Key: [DataPart]] {
    samples.reduce(into: [:]) { $0[$1.key, default: []].append($1.part) }
  }

  /// Whether the digests are of the same kind as these.
  func isComparable(with keys: [Key]) -> Bool {
    Set(samples.map(\.key.isOfFile)).isSuperset(of: Set(keys.map(\.isOfFile)))
  }

  /// This record and the samples of another one that it lacks.
  func merged(with other: SampleRecord) -> SampleRecord {
    let known = Set(samples.map(\.key))
    return SampleRecord(samples: samples + other.samples.filter { !known.contains($0.key) })
  }

  /// SHA-256 of the record, in hexadecimal digits.
  var digest: String {
    let digest = ContentDigest()
    digest.add(numbers)
    return digest.hexadecimal()
  }

  /// A row a sample, one after the other.
  private var numbers: [Int] {
    samples.flatMap { sample -> [Int] in
      let part = DataPart.allCases.firstIndex(of: sample.part) ?? 0
      return [
        Int(truncatingIfNeeded: sample.key.digest), part, sample.label, sample.index,
        sample.key.isOfFile ? 1 : 0,
      ]
    }
  }

  func write(to path: String) throws {
    try NPYFile.write(NumericArray(numbers, shape: [samples.count, 5]), to: path)
  }

  /// - Throws: `FileProblem` when the file is missing or damaged.
  public static func read(_ path: String) throws -> SampleRecord {
    let array = try NPYFile.read(path)
    guard array.shape.count == 2, array.shape[1] == 5, array.elementType == .int64 else {
      throw FileProblem(
        path,
        "an array \(array.shape) of \(array.elementType); the record of a run's samples, [n, 5] of int64, "
          + "was expected")
    }
    let numbers = try array.integers()
    return SampleRecord(
      samples: try stride(from: 0, to: numbers.count, by: 5).map { start in
        let part = numbers[start + 1]
        guard DataPart.allCases.indices.contains(part), numbers[start + 2] >= 0 else {
          throw FileProblem(
            path, at: "row \(start / 5)",
            "part \(part), class \(numbers[start + 2]); a part from 0 to 3 and a class from 0 were expected"
          )
        }
        return Sample(
          key: Key(
            digest: UInt64(bitPattern: Int64(numbers[start])), isOfFile: numbers[start + 4] != 0),
          part: DataPart.allCases[part], label: numbers[start + 2], index: numbers[start + 3])
      })
  }
}
