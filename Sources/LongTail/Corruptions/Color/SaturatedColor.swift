/// A colour as hue, saturation and value, each in 0 … 1 (Smith, "Color gamut transform pairs", 1978).
struct SaturatedColor {
  private var hue = 0.0
  var saturation = 0.0
  var value: Double

  init(red: Double, green: Double, blue: Double) {
    value = max(red, green, blue)
    let range = value - min(red, green, blue)
    guard range > 0 else { return }
    saturation = range / value
    let sixths: Double
    // Where two are largest the later one counts.
    if blue == value {
      sixths = 4 + (red - green) / range
    } else if green == value {
      sixths = 2 + (blue - red) / range
    } else {
      sixths = (green - blue) / range
    }
    let turn = sixths / 6
    hue = turn - turn.rounded(.down)
  }

  var redGreenBlue: (Double, Double, Double) {
    let sector = (hue * 6).rounded(.down)
    let rest = hue * 6 - sector
    let low = value * (1 - saturation)
    let falling = value * (1 - rest * saturation)
    let rising = value * (1 - (1 - rest) * saturation)
    switch Int(sector) % 6 {
    case 0: return (value, rising, low)
    case 1: return (falling, value, low)
    case 2: return (low, value, rising)
    case 3: return (low, falling, value)
    case 4: return (rising, low, value)
    default: return (value, low, falling)
    }
  }
}

extension FloatPicture {
  /// The picture with each colour changed.
  /// - Precondition: it has red, green and blue.
  func changingColors(_ change: (inout SaturatedColor) -> Void) -> FloatPicture {
    var result = self
    for pixel in stride(from: 0, to: values.count, by: 3) {
      var color = SaturatedColor(
        red: values[pixel], green: values[pixel + 1], blue: values[pixel + 2])
      change(&color)
      (result.values[pixel], result.values[pixel + 1], result.values[pixel + 2]) =
        color.redGreenBlue
    }
    return result
  }
}
