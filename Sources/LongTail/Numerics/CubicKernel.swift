/// Keys' cubic convolution kernel (1981), by which bicubic filters weigh their neighbours.
enum CubicKernel {
  /// The weight at a distance.
  /// - Parameters:
  ///   - distance: in old pixels, of either sign.
  ///   - a: the slope at 1.
  /// - Returns: 0 from a distance of 2 on.
  static func weight(_ distance: Double, slope a: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
  }
}
