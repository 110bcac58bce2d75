import Foundation
import TestSupport

/// Small pictures of nearly one colour a class, each with other pixels.
enum PictureFolder {
  private static let colors: [String: [UInt8]] = [
    "blue": [30, 40, 200], "green": [40, 190, 60], "red": [200, 40, 30], "yellow": [200, 190, 40],
  ]

  /// Writes `count` pictures of each class below `name`; those of other numbers have other pixels.
  static func write(
    _ name: String, classes: [String] = ["blue", "green", "red"], count: Int, from first: Int = 0,
    width: Int = 8, height: Int = 8, in folder: TemporaryFolder
  ) throws {
    for label in classes {
      try write(
        numbers: first..<first + count, of: label, below: name, width: width, height: height,
        in: folder)
    }
  }

  /// Pictures of one class; another `color` gives them that of another class.
  static func write(
    numbers: Range<Int>, of label: String, below name: String, color: String? = nil,
    width: Int = 8, height: Int = 8, in folder: TemporaryFolder
  ) throws {
    let path = folder("\(name)/\(label)")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let color = colors[color ?? label] ?? [90, 90, 90]
    for number in numbers {
      let picture = PNGPicture.colored(
        color[0], color[1], color[2], number: number, width: width, height: height)
      try picture.write(to: URL(fileURLWithPath: "\(path)/\(1000 + number).png"))
    }
  }
}
