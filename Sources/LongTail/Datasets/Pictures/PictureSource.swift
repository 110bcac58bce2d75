/// Pictures at their own sizes, by index. What is to be made of one is asked with its size, before it is decoded.
protocol PictureSource: Sendable {
  /// True when they are decoded from their files whenever they are asked for.
  var readsFiles: Bool { get }
  /// One picture, for some cuts.
  /// - Parameters:
  ///   - index: which picture.
  ///   - cuts: what is to be made of a picture of a size; is called once.
  /// - Returns: the picture, which may be made smaller for the cuts, and the cuts of it.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func picture(_ index: Int, cutting cuts: (PictureSize) -> [PictureCut]) throws -> CutPicture
  /// Some of them without the others; `nil` where that frees no memory.
  func keeping(_ indices: [Int]) throws -> (any PictureSource)?
}

/// A picture and what is to be made of it.
struct CutPicture {
  let picture: DecodedPicture
  let cuts: [PictureCut]

  func made(_ index: Int) -> DecodedPicture { picture.cut(cuts[index]) }
}

/// Pictures in memory, each of its own size.
struct DecodedPictures: PictureSource {
  let pictures: [DecodedPicture]

  var readsFiles: Bool { false }

  func picture(_ index: Int, cutting cuts: (PictureSize) -> [PictureCut]) -> CutPicture {
    CutPicture(picture: pictures[index], cuts: cuts(pictures[index].size))
  }

  func keeping(_ indices: [Int]) -> (any PictureSource)? {
    DecodedPictures(pictures: indices.map { pictures[$0] })
  }
}

/// Pictures in memory that are stored at one size, which is their own.
struct StoredPictures: PictureSource {
  let store: PictureStore

  var readsFiles: Bool { false }

  func picture(_ index: Int, cutting cuts: (PictureSize) -> [PictureCut]) throws -> CutPicture {
    let picture = try store.picture(at: index)
    return CutPicture(picture: picture, cuts: cuts(picture.size))
  }

  func keeping(_ indices: [Int]) throws -> (any PictureSource)? {
    StoredPictures(store: try store.selecting(indices).compacted())
  }
}
