public import Torch
internal import Foundation

/// Turns the picture about its centre by a random angle; nearest pixel, black outside.
///
/// Pixel for pixel what Pillow's `Image.rotate` gives for the same angle.
public struct Rotation: Augmentation {
  public static let name = "rotation"
  public static let summary = "turn by a random angle, nearest pixel, black outside"

  /// The largest angle either way, in degrees.
  public var degrees = 15.0

  public init() {}

  public init(degrees: Double) {
    precondition(degrees >= 0 && degrees.isFinite, "angle \(degrees)")
    self.degrees = degrees
  }

  public func validate() throws {
    guard 0...360 ~= degrees else {
      throw SettingsError("degrees", "expected 0 … 360, found \(degrees)")
    }
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    guard degrees > 0 else { return }
    picture.rotate(degrees: random.uniform(in: -degrees..<degrees))
  }
}

extension Picture {
  /// Turns the picture counter-clockwise about its centre; nearest pixel, `fill` outside.
  public mutating func rotate(degrees: Double, fill: UInt8 = 0) {
    // Pillow rounds the matrix to 15 decimals, so that right angles give exact zeros.
    func rounded(_ value: Double) -> Double { (value * 1e15).rounded(.toNearestOrEven) / 1e15 }
    let angle = -degrees * .pi / 180
    let cosine = rounded(cos(angle))
    let sine = rounded(sin(angle))
    let centreX = Double(width) / 2
    let centreY = Double(height) / 2
    let matrix = [
      cosine, sine, cosine * -centreX + sine * -centreY + centreX,
      -sine, cosine, -sine * -centreX + cosine * -centreY + centreY,
    ]
    transform(matrix, fill: fill)
  }

  /// Output pixel (x, y) becomes input pixel (m₀x + m₁y + m₂, m₃x + m₄y + m₅), nearest, taken at
  /// pixel centres, in the 16.16 fixed-point arithmetic of Pillow's affine transform.
  /// - Precondition: six coefficients, and sides below 32,768 pixels.
  mutating func transform(_ matrix: [Double], fill: UInt8) {
    precondition(matrix.count == 6 && max(height, width) < 32_768)
    func fixed(_ value: Double) -> Int { Int((value * 65_536 + 0.5).rounded(.down)) }
    let stepX = (fixed(matrix[0]), fixed(matrix[3]))
    let stepY = (fixed(matrix[1]), fixed(matrix[4]))
    let startX = fixed(matrix[2] + matrix[0] * 0.5 + matrix[1] * 0.5)
    let startY = fixed(matrix[5] + matrix[3] * 0.5 + matrix[4] * 0.5)
    let (height, width, channels) = (height, width, channels)
    rewrite { old, new in
      guard let old = old.baseAddress, var target = new.baseAddress else { return }
      for y in 0..<height {
        var sourceX = startX + y * stepY.0
        var sourceY = startY + y * stepY.1
        for _ in 0..<width {
          // As unsigned numbers, what lies left of or above the picture is too large as well.
          let column = UInt(bitPattern: sourceX >> 16)
          let row = UInt(bitPattern: sourceY >> 16)
          if column < UInt(bitPattern: width), row < UInt(bitPattern: height) {
            let source = old + (Int(bitPattern: row) * width + Int(bitPattern: column)) * channels
            for channel in 0..<channels { target[channel] = source[channel] }
          } else {
            for channel in 0..<channels { target[channel] = fill }
          }
          target += channels
          sourceX += stepX.0
          sourceY += stepX.1
        }
      }
    }
  }
}
