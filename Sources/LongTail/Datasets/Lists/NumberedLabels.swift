/// Classes that are numbers: from 0, or from 1 where no label is 0.
struct NumberedLabels {
  /// The first class's number: 0 or 1.
  let first: Int
  let count: Int

  /// Classes beyond this are taken for a mistake.
  static let most = 1 << 20

  /// The classes up to the largest of these labels.
  /// - Parameter labels: at least one, each at least 0.
  init(_ labels: some Sequence<Int>) {
    var (smallest, largest) = (Int.max, 0)
    for label in labels {
      smallest = min(smallest, label)
      largest = max(largest, label)
    }
    first = smallest == 0 ? 0 : 1
    count = largest - first + 1
  }

  init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }

  var names: [String] { (first..<first + count).map { "\($0)" } }

  /// Says that counting begins at 1; empty where it begins at 0.
  func remark(_ path: String) -> [String] {
    first == 0
      ? []
      : [
        "\(path): \(Self.fromOne): the first class is 1, the last \(count)"
      ]
  }

  private static let fromOne = "no label is 0, so labels are taken to count from 1"

  /// Whether a remark says that counting begins at 1, which is not so where somebody says otherwise.
  static func isRemark(_ text: String) -> Bool { text.contains(fromOne) }

  /// The position of the first label that comes after a number which no label is, and that number. Labels
  /// that skip a number are a mistake where a model is to learn them.
  static func gap(in labels: [Int]) -> (position: Int, missing: Int, range: ClosedRange<Int>)? {
    let distinct = Set(labels).sorted()
    guard let smallest = distinct.first else { return nil }
    let first = smallest == 0 ? 0 : 1
    guard
      let place = distinct.indices.first(where: { distinct[$0] != first + $0 }),
      let position = labels.firstIndex(of: distinct[place])
    else { return nil }
    return (position, first + place, first...first + distinct.count - 1)
  }

  /// The number that a label's text is, whole numbers such as `7.0` among them; `nil` for names.
  static func number(_ text: String) -> Int? {
    if let number = Int(text) { return number }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].allSatisfy({ $0 == "0" }), !parts[0].isEmpty else {
      return nil
    }
    return Int(parts[0])
  }

  /// Whether a label's text is a number with a part behind the point that is not zero, such as `0.5`.
  static func isFraction(_ text: String) -> Bool {
    text.utf8.contains(UInt8(ascii: ".")) && text.utf8.allSatisfy { fractionBytes.contains($0) }
      && Double(text) != nil && number(text) == nil
  }

  private static let fractionBytes = Set("0123456789.+-eE".utf8)
}
