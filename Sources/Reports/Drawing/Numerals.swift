import Foundation

/// Numbers as a reader wants them; what is not finite is a dash.
package enum Numerals {
  package static let missing = "–"

  /// `0.4312` as `43.1%`.
  package static func percent(_ share: Double?, digits: Int = 1) -> String {
    guard let share, share.isFinite else { return missing }
    return fixed(share * 100, digits: digits) + "%"
  }

  /// A difference of shares in points, always with its sign: `+3.2`, `−0.4`.
  package static func points(_ share: Double?, digits: Int = 1) -> String {
    guard let share, share.isFinite else { return missing }
    let text = fixed(share * 100, digits: digits)
    let isZero = !text.contains { $0 != "0" && $0 != "." && $0 != "−" }
    if isZero { return text.replacingOccurrences(of: "−", with: "") }
    return text.hasPrefix("−") ? text : "+" + text
  }

  /// `10847` as `10,847`.
  package static func count(_ value: Int) -> String {
    var groups: [String] = []
    var rest = value.magnitude
    while rest >= 1000 {
      let part = String(rest % 1000)
      groups.insert(String(repeating: "0", count: 3 - part.count) + part, at: 0)
      rest /= 1000
    }
    groups.insert(String(rest), at: 0)
    return (value < 0 ? "−" : "") + groups.joined(separator: ",")
  }

  /// With as many decimals as asked for and a real minus sign.
  package static func fixed(_ value: Double?, digits: Int) -> String {
    guard let value, value.isFinite else { return missing }
    let text = String(format: "%.\(digits)f", value)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// As short as it can be said in four digits: `0.00001`, `12.5`, `1,000`, `1e-09`.
  package static func short(_ value: Double?) -> String {
    guard let value, value.isFinite else { return missing }
    if value == value.rounded(), abs(value) < 1e6 { return count(Int(value)) }
    let text =
      abs(value) >= 1e-6 && abs(value) < 1e-3
      ? trimmed(String(format: "%.7f", value)) : String(format: "%.4g", value)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }
}
