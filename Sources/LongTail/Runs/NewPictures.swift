import ArrayFiles
import Foundation

extension TrainedModel {
  /// New pictures of any size, brought to what this model takes: decoded, the right way up, resized as
  /// its training pictures were, grey where it was trained on grey.
  /// - Parameter paths: JPEG or PNG files.
  /// - Returns: samples without a true label (all labels are 0).
  /// - Throws: `FileProblem` that names a picture which cannot be read, or a model that takes none.
  public func samples(fromPictures paths: [String]) throws -> LabelledSamples {
    guard case .picture(let height, let width, let channels) = description.input else {
      throw FileProblem(run.path, "this model takes \(description.input), not pictures")
    }
    var pixels = Data(capacity: paths.count * height * width * channels)
    for path in paths {
      let picture = try PictureDecoder.decode(path: path)
        .fitted(height: height, width: width, fit: recipe.data.pictureFit)
      pixels.append(contentsOf: channels == 1 ? picture.grey : picture.pixels)
    }
    return LabelledSamples(
      samples: .pictures(
        PictureStore(height: height, width: width, channels: channels, pixels: pixels)),
      labels: [Int](repeating: 0, count: paths.count), classNames: description.classNames,
      normalization: description.normalization, fingerprint: "")
  }
}

extension DecodedPicture {
  /// One byte a pixel: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), in Pillow's fixed point.
  fileprivate var grey: [UInt8] {
    guard channels == 3 else { return pixels }
    return stride(from: 0, to: pixels.count, by: 3).map { index in
      let red = 19595 * Int(pixels[index])
      let green = 38470 * Int(pixels[index + 1])
      let blue = 7471 * Int(pixels[index + 2])
      return UInt8((red + green + blue + 0x8000) >> 16)
    }
  }
}
