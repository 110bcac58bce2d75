import Foundation

@testable import LongTail

/// A source whose samples are told apart by their pixels: picture i is filled with i mod 251.
struct ArtificialSource: DatasetSource {
  static let name = "artificial"
  static let summary = "for tests"

  var labels: [Int] = []
  var testLabels: [Int]?
  var classes = 0

  init(labels: [Int], testLabels: [Int]? = nil, classes: Int) {
    self.labels = labels
    self.testLabels = testLabels
    self.classes = classes
  }

  init(location: String, options: DatasetOptions) throws {}

  var hasTestPart: Bool { testLabels != nil }

  func load(_ part: DatasetPart) throws -> LabelledSamples {
    let labels = part == .training ? labels : testLabels ?? []
    return artificialSamples(labels: labels, classes: classes, side: 2)
  }
}

/// Pictures filled with their position mod 251.
func artificialSamples(labels: [Int], classes: Int, side: Int) -> LabelledSamples {
  let bytes = labels.indices.flatMap {
    [UInt8](repeating: UInt8($0 % 251), count: side * side * 3)
  }
  return LabelledSamples(
    samples: .pictures(
      PictureStore(height: side, width: side, channels: 3, pixels: Data(bytes))),
    labels: labels, classNames: (0..<classes).map { "class \($0)" },
    normalization: .unmeasured(channels: 3), fingerprint: "")
}

/// The bytes of one picture.
func pixels(of samples: LabelledSamples, at position: Int) throws -> [UInt8] {
  guard case .pictures(let store) = samples.samples else { return [] }
  var picture = [UInt8](repeating: 0, count: store.bytesPerPicture)
  try picture.withUnsafeMutableBytes { try store.copyPicture(at: position, into: $0) }
  return picture
}
