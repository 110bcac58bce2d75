/// Normal noise, made larger or softer, of which what is high enough stays: flakes of snow, or drops.
struct NoiseLayer {
  /// Of the normal noise.
  let mean: Double
  let deviation: Double
  /// What is below becomes 0.
  let threshold: Double

  /// A layer over a picture, of one channel.
  /// - Parameters:
  ///   - picture: whose height and width it has.
  ///   - draws: where the noise comes from: one draw a pixel.
  ///   - shape: makes flakes or drops of the noise, before the threshold.
  /// - Returns: values of the threshold or more, and 0.
  func drawn(
    over picture: DecodedPicture, from draws: inout some CorruptionDraws,
    shape: (FloatPicture) -> FloatPicture
  ) -> FloatPicture {
    let (height, width) = (picture.height, picture.width)
    let noise = draws.normals(height * width, mean: mean, deviation: deviation)
    let layer = shape(FloatPicture(height: height, width: width, channels: 1, values: noise))
    return layer.with(layer.values.map { $0 < threshold ? 0 : $0 })
  }
}
