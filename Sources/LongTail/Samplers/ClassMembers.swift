import Torch

/// The positions of each class, ascending.
struct ClassMembers {
  let ofClass: [[Int]]

  /// - Precondition: each label is in `0 ..< classes` and every class occurs.
  init(labels: [Int], classes: Int) {
    var members = [[Int]](repeating: [], count: classes)
    for (position, label) in labels.enumerated() {
      precondition(0..<classes ~= label, "label \(label) with \(classes) classes")
      members[label].append(position)
    }
    for (label, positions) in members.enumerated() {
      precondition(!positions.isEmpty, "class \(label) has no sample to draw")
    }
    ofClass = members
  }

  var counts: [Int] { ofClass.map(\.count) }
}

/// Draws classes with given probabilities.
struct ClassDistribution {
  private let cumulative: [Double]

  /// - Parameter weights: one a class, not negative, not all zero; they need not sum to one.
  init(weights: [Double]) {
    var sum = 0.0
    let sums = weights.map { weight -> Double in
      sum += weight
      return sum
    }
    cumulative = sums.map { $0 / sum }
  }

  func draw(using random: inout CounterBasedGenerator) -> Int {
    let target = random.uniform()
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Deals the members of a class from a shuffled deck, and shuffles again when it is used up.
struct ShuffledCycle {
  private var deck: [Int]
  private var dealt: Int
  private var random: CounterBasedGenerator

  init(_ members: [Int], random: CounterBasedGenerator) {
    deck = members
    dealt = members.count
    self.random = random
  }

  mutating func next() -> Int {
    if dealt == deck.count {
      random.shuffle(&deck)
      dealt = 0
    }
    defer { dealt += 1 }
    return deck[dealt]
  }
}
