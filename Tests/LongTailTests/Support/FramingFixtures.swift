import ArrayFiles
import Foundation
import TestSupport

@testable import LongTail

/// Tests/Fixtures/framing, made by framing_fixtures.py.
enum FramingFixtures {
  static let pictures = ["wide.png", "tall.png", "small.png", "square.png", "turned.png"]

  /// A file there.
  static func path(_ name: String) -> String {
    fixtureFile("framing").appending(path: name).path
  }

  /// What torchvision makes of the files, by operation: one picture or several.
  static func expected(of name: String) throws -> [String: [[UInt8]]] {
    var found: [String: [[UInt8]]] = [:]
    for (key, array) in try NPZFile.read(path("framing.npz")) where key.hasPrefix(name + " ") {
      let bytes = Array(array.bytes)
      let count = array.shape.count == 4 ? array.shape[0] : 1
      found[String(key.dropFirst(name.count + 1))] = (0..<count).map {
        Array(bytes[$0 * bytes.count / count..<($0 + 1) * bytes.count / count])
      }
    }
    return found
  }

  /// What an operation of the fixtures makes of a picture, in torchvision's order.
  static func made(_ operation: String, of picture: DecodedPicture) -> [[UInt8]] {
    let frame = PictureFrame(PictureSize(height: 40, width: 40))
    let numbers = operation.split(separator: " ").compactMap { Int($0) }
    if operation == "resize-center-crop" {
      return ResizeCenterCrop(shorterSide: 48).cuts(of: picture.size, to: frame)
        .map { picture.cut($0).pixels }
    }
    if operation == "five-crop" {
      let five = FiveCrop(shorterSide: 48).cuts(of: picture.size, to: frame)
        .map { picture.cut($0).pixels }
      return Array(five.dropFirst()) + [five[0]]
    }
    if operation.hasPrefix("resized-crop") {
      let window = PictureWindow(
        top: numbers[0], left: numbers[1], height: numbers[2], width: numbers[3])
      return [
        picture.cut(PictureCut(whole: picture.size, window: window, result: frame.size)).pixels
      ]
    }
    let whole = ResizeFraming(shorterSide: numbers[0]).cuts(of: picture.size, to: frame)[0].whole
    let window = PictureWindow(top: numbers[1], left: numbers[2], height: 40, width: 40)
    return [picture.cut(PictureCut(whole: whole, window: window, result: frame.size)).pixels]
  }
}
