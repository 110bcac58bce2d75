/// A set of classes for each sample.
public struct PredictionSets: Sendable, Equatable {
  /// Classes that may be in a set.
  public let classes: Int
  /// What an empty one means.
  public private(set) var emptySets = EmptySets.keep
  private var members: [Int32] = []
  /// Where the classes of each sample end.
  private var ends: [Int] = []

  init(classes: Int) { self.classes = classes }

  init(classes: Int, joining parts: [PredictionSets], emptySets: EmptySets) {
    self.classes = classes
    self.emptySets = emptySets
    members.reserveCapacity(parts.reduce(0) { $0 + $1.members.count })
    ends.reserveCapacity(parts.reduce(0) { $0 + $1.samples })
    for part in parts {
      let begin = members.count
      members += part.members
      ends += part.ends.map { begin + $0 }
    }
  }

  mutating func append(_ set: SetMembership.Members) {
    members += set
    ends.append(members.count)
  }

  /// Sets, one a sample.
  public var samples: Int { ends.count }

  /// The classes in the set of a sample, ascending.
  public subscript(sample: Int) -> [Int] { members[range(sample)].map(Int.init) }

  /// How many classes are in the set of a sample.
  public func size(_ sample: Int) -> Int { range(sample).count }

  /// Whether a class is in the set of a sample.
  public func contains(_ label: Int, in sample: Int) -> Bool {
    let range = range(sample)
    let place = members[range].partitioningIndex { $0 >= label }
    return place < range.upperBound && members[place] == label
  }

  /// Whether a sample has no answer, because its set is empty and empty sets were to abstain.
  public func abstains(_ sample: Int) -> Bool { emptySets == .abstain && size(sample) == 0 }

  private func range(_ sample: Int) -> Range<Int> {
    (sample == 0 ? 0 : ends[sample - 1])..<ends[sample]
  }
}
