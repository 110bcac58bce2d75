/// Pictures of any size, and how each is brought to the frame.
struct FramedPictures: Sendable {
  let source: any PictureSource
  let frame: PictureFrame
  /// Of what is measured and answered; training may have another.
  let framing: any Framing

  /// The looks at a picture, at most so many of them.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func looks(_ index: Int, most: Int) throws -> [DecodedPicture] {
    let cut = try source.picture(index) {
      Array(frame.cuts(of: $0, by: framing).prefix(most))
    }
    return cut.cuts.indices.map { cut.made($0) }
  }
}
