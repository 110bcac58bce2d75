internal import Foundation

/// Encoded pictures that are decoded when they are asked for.
struct PictureFiles: PictureSource {
  /// Red, green, blue.
  static let channels = 3

  /// How much smaller than it is a JPEG may be decoded.
  enum Reduction: Sendable, Equatable {
    case none
    /// As far as it stays four times as large as what it becomes: what squared pictures have always been made of.
    case toFourfold
    /// As far as it is no smaller than what is asked for.
    case toWhatIsAsked

    init(_ framing: FramingSettings) {
      self = framing.reducedDecoding ? .toWhatIsAsked : framing.isSquared ? .toFourfold : .none
    }
  }

  let container: any PictureContainer
  let reduction: Reduction

  init(_ container: any PictureContainer, reduction: Reduction) {
    self.container = container
    self.reduction = reduction
  }

  init(paths: [String], reduction: Reduction) {
    self.init(PictureFileList(paths: paths), reduction: reduction)
  }

  var readsFiles: Bool { true }

  func picture(_ index: Int, cutting cuts: (PictureSize) -> [PictureCut]) throws -> CutPicture {
    var size = PictureSize(height: 0, width: 0)
    var wanted: [PictureCut] = []
    let picture = try container.decoded(index) {
      size = $0
      wanted = cuts(size)
      return divisor(of: size, for: wanted)
    }
    return CutPicture(
      picture: picture, cuts: wanted.map { $0.shrunk(from: size, to: picture.size) })
  }

  /// The largest of 8, 4, 2 and 1 that all cuts allow.
  private func divisor(of size: PictureSize, for cuts: [PictureCut]) -> Int {
    switch reduction {
    case .none: 1
    case .toFourfold:
      [8, 4, 2].first { divisor in
        cuts.allSatisfy {
          min(size.height, size.width) / divisor >= 4 * max($0.result.height, $0.result.width)
        }
      } ?? 1
    case .toWhatIsAsked: cuts.map { $0.divisor(of: size) }.min() ?? 1
    }
  }

  func keeping(_ indices: [Int]) -> (any PictureSource)? { nil }

  /// A line that tells a picture from others without reading it: the last part of its name, and its size in bytes.
  /// - Throws: `FileProblem` when it is missing or empty.
  func nameAndSize(_ index: Int) throws -> String {
    line(index, size: try container.byteCount(index))
  }

  /// The line of a picture of so many bytes.
  func line(_ index: Int, size: Int) -> String {
    "\(Self.lastPart(of: container.identity(index))) \(size)\n"
  }

  /// What follows a path's last slash but those at its end, found by bytes: for millions of paths, and for names that begin
  /// with an accent, on which Foundation traps.
  static func lastPart(of path: String) -> String {
    let slash = UInt8(ascii: "/")
    guard let last = path.utf8.lastIndex(where: { $0 != slash }) else { return "" }
    let whole = path.utf8[...last]
    let start = whole.lastIndex(of: slash).map { path.utf8.index(after: $0) } ?? path.startIndex
    return String(decoding: whole[start...], as: UTF8.self)
  }
}
