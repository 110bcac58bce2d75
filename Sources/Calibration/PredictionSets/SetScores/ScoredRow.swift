/// The probabilities of one sample, as scores see them. It lives for the length of a call only.
public struct ScoredRow {
  let probabilities: UnsafePointer<Double>
  /// Shares of the classes among the training images; `nil` where no score needs them.
  let prior: UnsafePointer<Double>?
  /// Room for the numbers of all classes, of which nothing is kept between calls.
  let places: UnsafeMutablePointer<Int32>

  /// Probabilities in the row.
  public let classes: Int
  /// The random number of the sample, in (0, 1).
  public let draw: Double

  /// The probability of a class.
  @inline(__always)
  public subscript(label: Int) -> Double { probabilities[label] }

  /// The class's share of the training images; 1 where nobody gave them.
  @inline(__always)
  public func share(of label: Int) -> Double { prior?[label] ?? 1 }

  /// Classes from the most probable on, the lower number first on ties, until `body` returns false.
  ///
  /// They lie in a heap: whoever wants the first few pays for those only.
  @inline(__always)
  public func visitDescending(_ body: (RankedClass) -> Bool) {
    for label in 0..<classes { places[label] = Int32(truncatingIfNeeded: label) }
    for parent in stride(from: classes / 2 - 1, through: 0, by: -1) {
      sink(parent, size: classes)
    }
    var size = classes
    var before = 0.0
    let highest = probabilities[Int(places[0])]
    let second =
      classes > 2
      ? max(probabilities[Int(places[1])], probabilities[Int(places[2])])
      : probabilities[Int(places[1])]
    for rank in 1...classes {
      let label = Int(places[0])
      let place = RankedClass(
        label: label, rank: rank, probability: probabilities[label], before: before,
        highest: highest, second: second)
      guard body(place) else { return }
      before += place.probability
      size -= 1
      places[0] = places[size]
      sink(0, size: size)
    }
  }

  /// Moves a class down until neither below it comes before it.
  @inline(__always)
  private func sink(_ start: Int, size: Int) {
    guard start < size else { return }
    let moved = places[start]
    var parent = start
    while true {
      var child = 2 * parent + 1
      guard child < size else { break }
      if child + 1 < size, comes(places[child + 1], before: places[child]) { child += 1 }
      guard comes(places[child], before: moved) else { break }
      places[parent] = places[child]
      parent = child
    }
    places[parent] = moved
  }

  @inline(__always)
  private func comes(_ a: Int32, before b: Int32) -> Bool {
    let (first, second) = (probabilities[Int(a)], probabilities[Int(b)])
    return first > second || (first == second && a < b)
  }

  /// The rank of a class, 1 for the most probable; the lower number first on ties.
  func rank(of label: Int) -> Int {
    let own = probabilities[label]
    var rank = 1
    for other in 0..<label where probabilities[other] >= own { rank += 1 }
    for other in label + 1..<max(classes, label + 1) where probabilities[other] > own { rank += 1 }
    return rank
  }
}

/// A class at its place in a row.
public struct RankedClass: Sendable {
  /// The class.
  public let label: Int
  /// 1 for the most probable class.
  public let rank: Int
  /// What the row says of the class.
  public let probability: Double
  /// The sum of the probabilities of the classes that come before it.
  public let before: Double
  /// The row's highest probability.
  public let highest: Double
  /// The row's second highest probability.
  public let second: Double
}
