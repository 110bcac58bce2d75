/// The labels of a list, each once: lists have millions of lines, and few labels.
struct DistinctLabels {
  /// In the order in which they first occur.
  private(set) var texts: [String] = []
  /// The first entry of each.
  private(set) var firsts: [Int] = []
  /// How many entries have each.
  private(set) var counts: [Int] = []
  /// Which of them each entry has.
  private(set) var ofEntry: [Int32] = []

  init(_ entries: [LabelledList.Entry]) {
    var places: [String: Int32] = [:]
    ofEntry.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      if let place = places[entry.label] {
        counts[Int(place)] += 1
        ofEntry.append(place)
      } else {
        let place = Int32(texts.count)
        places[entry.label] = place
        texts.append(entry.label)
        firsts.append(index)
        counts.append(1)
        ofEntry.append(place)
      }
    }
  }

  /// The first entry whose label is such a one; `nil` where none is.
  func firstEntry(where isWanted: (String) -> Bool) -> Int? {
    texts.firstIndex(where: isWanted).map { firsts[$0] }
  }
}
