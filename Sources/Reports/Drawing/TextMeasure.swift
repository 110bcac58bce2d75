/// How wide text is, without a font at hand.
package enum TextMeasure {
  /// Widths of the printable ASCII characters from the space on, in thousandths of the font size:
  /// the larger of what common sans-serif faces have, so that a label is rather given too much room.
  private static let ascii: [Double] = [
    290, 330, 410, 740, 600, 850, 740, 250, 350, 350, 470, 680, 290, 350, 290, 350,
    600, 600, 600, 600, 600, 600, 600, 600, 600, 600, 300, 300, 680, 680, 680, 530,
    950, 680, 680, 720, 740, 640, 600, 770, 750, 300, 480, 680, 570, 870, 760, 780,
    640, 780, 690, 640, 620, 740, 680, 960, 680, 650, 640, 350, 350, 350, 600, 500,
    480, 590, 610, 540, 610, 580, 350, 610, 610, 260, 270, 560, 270, 930, 610, 600,
    610, 610, 400, 530, 380, 610, 560, 800, 560, 560, 520, 400, 300, 400, 680,
  ]

  /// Width in pixels.
  package static func width(_ text: String, size: Double = Text.normal, isBold: Bool = false)
    -> Double
  {
    var thousandths = 0.0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 32..<127: thousandths += ascii[Int(scalar.value) - 32]
      // East Asian scripts, and symbols beyond the basic plane, fill a square.
      case 0x1100..<0x1160, 0x2E80..<0xFB00, 0xFF00..<0xFF61, 0x1_0000...: thousandths += 1000
      default: thousandths += 620
      }
    }
    return thousandths / 1000 * size * (isBold ? 1.07 : 1)
  }

  /// The text, cut and ended with an ellipsis where it is wider than `limit` pixels.
  package static func fitted(_ text: String, to limit: Double, size: Double = Text.normal) -> String
  {
    guard width(text, size: size) > limit else { return text }
    var kept = ""
    for character in text {
      guard width(kept + String(character) + "…", size: size) <= limit else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
