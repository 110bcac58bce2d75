import ArrayFiles
import Foundation
import TestSupport

@testable import LongTail

/// Tests/Fixtures/pictures, made by picture_fixtures.py.
enum PictureFixtures {
  /// A file there.
  static func path(_ name: String) -> String {
    fixtureFile("pictures").appending(path: name).path
  }

  /// What Pillow made of a file, or a picture that it resized or turned.
  static func expected(_ name: String) throws -> DecodedPicture {
    guard let array = try NPZFile.read(path("pictures.npz"))[name] else {
      throw FileProblem("pictures.npz", "there is no “\(name)” in it")
    }
    return DecodedPicture(
      height: array.shape[0], width: array.shape[1], pixels: Array(array.bytes))
  }
}

extension PictureStore {
  /// Files that stay where they are, squared when they are asked for.
  static func squared(_ paths: [String], side: Int) -> PictureStore {
    PictureStore(
      FramedPictures(
        source: PictureFiles(paths: paths, reduction: .toFourfold),
        frame: PictureFrame(PictureSize(height: side, width: side)), framing: SquaredFraming()),
      count: paths.count)
  }
}

/// The folder with real data sets, where there is one.
let realData = ProcessInfo.processInfo.environment["LONGTAIL_DATA"]

/// The largest difference between two lists of bytes, 256 when their lengths differ.
func largestDifference(_ first: [UInt8], _ second: [UInt8]) -> Int {
  guard first.count == second.count else { return 256 }
  return zip(first, second).map { abs(Int($0) - Int($1)) }.max() ?? 0
}
