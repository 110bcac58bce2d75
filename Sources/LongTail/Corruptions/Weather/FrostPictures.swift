import ArrayFiles
import Foundation

/// The photographs of frost that belong to the authors' program. They are not part of this package; a folder holds them.
public struct FrostPictures: Sendable {
  /// Names that the authors gave them. A sixth one, `frost6.jpg`, is theirs too, and never drawn.
  public static let names = [
    "frost1.png", "frost2.png", "frost3.png", "frost4.jpg", "frost5.jpg",
  ]

  /// Red, green and blue, in the order of ``names``.
  let pictures: [DecodedPicture]
  private let folder: String

  /// - Parameter folder: with a file of each of ``names``.
  /// - Throws: `FileProblem` that names the one which is missing or no picture.
  public init(folder: String) throws {
    self.folder = folder
    pictures = try Self.names.map { name in
      try PictureDecoder.decode(path: (folder as NSString).appendingPathComponent(name))
        .converted(toChannels: 3)
    }
  }

  /// Pictures in memory.
  init(pictures: [DecodedPicture]) {
    precondition(pictures.count == Self.names.count, "\(pictures.count) photographs")
    self.pictures = pictures
    folder = ""
  }

  /// - Throws: `FileProblem` for a picture that is too small for a part of that size, made smaller by `divisor`.
  func check(height: Int, width: Int, divisor: Int) throws {
    for (name, picture) in zip(Self.names, pictures)
    where picture.height / divisor <= height || picture.width / divisor <= width {
      throw FileProblem(
        (folder as NSString).appendingPathComponent(name),
        "has \(picture.height)×\(picture.width) pixels; more than \(height * divisor)×\(width * divisor) are "
          + "needed to lay frost over pictures of \(height)×\(width)")
    }
  }

  /// SHA-256 of all of them, for records of what was made.
  var fingerprint: String {
    let digest = ContentDigest()
    for picture in pictures {
      digest.add([picture.height, picture.width])
      picture.pixels.withUnsafeBytes { digest.add($0) }
    }
    return digest.hexadecimal()
  }
}
