/// Classes from the most to the least frequent, the order in which every chart shows them.
enum ClassOrder {
  /// Class indices by falling training count; equal counts keep the class order.
  static func byFrequency(_ counts: [Int]) -> [Int] {
    counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
  }
}
