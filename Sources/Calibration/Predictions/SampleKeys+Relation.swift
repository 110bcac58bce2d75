extension SampleKeys {
  /// How the rows of two tables of as many rows belong together by a column of each. The row given is the first in which
  /// the values differ.
  enum Relation: Equatable {
    /// The values say nothing about each other.
    case unrelated
    /// The same values in the same rows.
    case same
    /// The same values in other rows.
    case shuffled(row: Int)
    /// Not the same values, which tell rows apart on both sides; some may be shared.
    case different(row: Int, shared: Int)
    /// The same names of files, of which some are there several times, in other folders.
    case otherFolders(row: Int)
    /// Not the same values, which do not tell rows apart, or only count them.
    case otherKinds(row: Int)

    /// `nil` where no row is to be told.
    var row: Int? {
      switch self {
      case .unrelated, .same: nil
      case .shuffled(let row), .different(let row, _), .otherFolders(let row), .otherKinds(let row):
        row
      }
    }
  }

  /// - Parameter other: a column of the other table.
  /// - Returns: how this column and that one belong together.
  func relation(to other: SampleKeys) -> Relation {
    guard exact.count == other.exact.count else { return .unrelated }
    let isSameName = name != nil && name == other.name
    guard let row = Self.firstDifference(exact, other.exact) else { return .same }
    if isSameName || Self.identify(exact), exact.sorted() == other.exact.sorted() {
      return .shuffled(row: row)
    }
    let trails = SampleFolders.trails((folders, stems), (other.folders, other.stems))
    let areTurned = trails.map {
      (isSameName || Self.identify($0.mine)) && $0.mine.sorted() == $0.theirs.sorted()
    }
    guard let row = Self.firstDifference(stems, other.stems) else {
      guard trails != nil, let row = folders.firstConflict(with: other.folders, names: stems) else {
        return .same
      }
      if areTurned == true { return .shuffled(row: row) }
      // Where most names are there once, few are left whose folders could tell another order.
      return Self.identify(stems) ? .same : .otherFolders(row: row)
    }
    let areSame = (isSameName || Self.identify(stems)) && stems.sorted() == other.stems.sorted()
    if areTurned == true || areSame { return .shuffled(row: row) }
    // Rows that one side counts from 0 and the other from 1.
    if least != other.least, !offsets.isEmpty, !other.offsets.isEmpty, Self.identify(offsets) {
      guard let row = offsets.indices.first(where: { offsets[$0] != other.offsets[$0] }) else {
        return .same
      }
      if offsets.sorted() == other.offsets.sorted() { return .shuffled(row: row) }
    }
    for (mine, theirs) in [(stems, other.stems), (exact, other.exact)] {
      guard let row = mine.indices.first(where: { mine[$0] != theirs[$0] }),
        Self.identify(mine), Self.identify(theirs), !counts, !other.counts
      else { continue }
      return .different(row: row, shared: Set(mine).intersection(theirs).count)
    }
    return stems.indices.first { stems[$0] != other.stems[$0] }.map { .otherKinds(row: $0) }
      ?? .unrelated
  }

  private static func firstDifference(_ mine: [Int], _ theirs: [Int]) -> Int? {
    mine.indices.first { mine[$0] != theirs[$0] }
  }
}
