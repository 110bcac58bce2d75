import ArrayFiles
import Foundation
import TestSupport

@testable import LongTail

/// Tests/Fixtures/augmentations.npz, made by augmentation_fixtures.py.
enum AugmentationFixtures {
  private static let arrays = Result {
    try NPZFile.read(fixtureFile("augmentations.npz").path)
  }

  /// A picture there.
  static func picture(_ name: String) throws -> Picture {
    guard let array = try arrays.get()[name] else {
      throw FileProblem("augmentations.npz", "there is no “\(name)” in it")
    }
    return Picture(
      height: array.shape[0], width: array.shape[1], channels: array.shape[2],
      pixels: Array(array.bytes))
  }

  /// The pictures that all operations were applied to, by the end of the results' names.
  static let sources = [
    "0": "picture 0", "1": "picture 1", "2": "picture 2", "3": "picture 3", "5": "picture 5",
    "6": "picture 6", "7": "picture 7", "8": "picture 8", "grey 0": "grey 0", "grey 1": "grey 1",
  ]

  /// The pictures on which `body` gives anything but Pillow's pixels for `operation`, which is named as in
  /// the results; `grey` says whether there are results for grey pictures.
  static func differences(
    _ operation: String, grey: Bool = true, _ body: (inout Picture) -> Void
  ) throws -> [String] {
    try sources.keys.sorted().compactMap { end in
      if end.hasPrefix("grey"), !grey { return nil }
      var picture = try picture(sources[end] ?? "")
      var expected = try self.picture("\(operation) of \(end)")
      body(&picture)
      let difference = largestDifference(picture.pixels, expected.pixels)
      return difference == 0 ? nil : "\(end): off by up to \(difference)"
    }
  }
}
