extension Picture {
  /// Turns the hue of each pixel. A grey picture stays.
  ///
  /// Exactly torchvision's `adjust_hue` of a Pillow picture: by way of bytes of hue, saturation and value,
  /// so that even a turn by 0 changes levels a little.
  /// - Parameter turn: share of the full circle, in −0.5 … 0.5.
  public mutating func adjustHue(_ turn: Double) {
    precondition(-0.5...0.5 ~= turn, "a turn of the hue by \(turn)")
    guard channels == 3 else { return }
    let steps = UInt8(truncatingIfNeeded: Int(turn * 255))
    modify { pixels in
      for pixel in stride(from: 0, to: pixels.count, by: 3) {
        var color = HueSaturationValue(
          red: pixels[pixel], green: pixels[pixel + 1], blue: pixels[pixel + 2])
        color.hue &+= steps
        (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]) = color.redGreenBlue
      }
    }
  }
}

/// A colour as hue, saturation and value, each a byte, in Pillow's arithmetic with its mix of float32
/// and float64.
struct HueSaturationValue: Equatable {
  /// 0 … 255 around the circle, from red by way of green and blue.
  var hue: UInt8 = 0
  var saturation: UInt8 = 0
  var value: UInt8

  @inline(__always)
  init(red: UInt8, green: UInt8, blue: UInt8) {
    let largest = max(red, green, blue)
    let smallest = min(red, green, blue)
    value = largest
    guard smallest < largest else { return }
    let range = Float(largest &- smallest)
    saturation = truncatedByte(Double(range / Float(largest)) * 255)
    let redShare = Float(largest &- red) / range
    let greenShare = Float(largest &- green) / range
    let blueShare = Float(largest &- blue) / range
    let sixths: Float
    if red == largest {
      sixths = blueShare - greenShare
    } else if green == largest {
      sixths = Float(2 + Double(redShare) - Double(blueShare))
    } else {
      sixths = Float(4 + Double(greenShare) - Double(redShare))
    }
    let turn = Double(sixths) / 6 + 1
    hue = truncatedByte(Double(Float(turn < 1 ? turn : turn - 1)) * 255)
  }

  @inline(__always)
  var redGreenBlue: (UInt8, UInt8, UInt8) {
    guard saturation > 0 else { return (value, value, value) }
    let sixths = Double(hue) * 6 / 255
    let sector = Int32(sixths)
    let rest = Float(sixths - Double(sector))
    let strength = Float(Double(saturation) / 255)
    // Half is added and cut off: rounding half up, as all numbers are at least 0.
    func rounded(_ share: Double) -> UInt8 { truncatedByte(Double(value) * (1 - share) + 0.5) }
    let low = rounded(Double(strength))
    let falling = rounded(Double(strength * rest))
    let rising = rounded(Double(strength) * (1 - Double(rest)))
    switch sector {
    case 1: return (falling, value, low)
    case 2: return (low, value, rising)
    case 3: return (low, falling, value)
    case 4: return (rising, low, value)
    case 5: return (value, low, falling)
    default: return (value, rising, low)
    }
  }
}
