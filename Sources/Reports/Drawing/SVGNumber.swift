/// Numbers of a drawing as text.
package enum SVGNumber {
  /// At most five digits, at most two of them decimals, no exponent: `12.35`, `1042.5`, `-0.5`.
  ///
  /// A hundredth of a pixel is below what any screen or printer shows.
  /// - Precondition: `value` is finite and below 10⁹ in size.
  package static func text(_ value: Double) -> String {
    precondition(value.isFinite && abs(value) < 1e9, "\(value) cannot be drawn")
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
