/// Numbers of a drawing as text.
package enum SVGNumber {
  /// Beyond what any drawing spans, in pixels.
  private static let farthest = 1e9

  /// At most five digits, at most two of them decimals, no exponent: `12.35`, `1042.5`, `-0.5`.
  ///
  /// A hundredth of a pixel is below what any screen or printer shows. What lies more than 10⁹ pixels away
  /// is written at that distance, and what is not a number as 0: a drawing never ends a program.
  package static func text(_ value: Double) -> String {
    let value = value.isNaN ? 0 : min(max(value, -farthest), farthest)
    let hundredths =
      abs(value) < 1000
      ? Int((value * 100).rounded())
      : abs(value) < 10_000 ? Int((value * 10).rounded()) * 10 : Int(value.rounded()) * 100
    let size = hundredths.magnitude
    var text = hundredths < 0 ? "-" : ""
    text += String(size / 100)
    let decimals = size % 100
    if decimals == 0 { return text }
    if decimals % 10 == 0 { return text + "." + String(decimals / 10) }
    return text + (decimals < 10 ? ".0" : ".") + String(decimals)
  }
}
