import ArrayFiles

/// Tells apart the sets of weights that lie in one dictionary or file under names such as `encoder_q.…` and
/// `encoder_k.…`.
struct WeightSets {
  typealias Entry = (name: String, array: NumericArray)

  private(set) var sets: [WeightSet] = []
  /// What belongs to no set, such as the queue of keys beside MoCo's two encoders.
  private(set) var rest: [Entry] = []

  /// - Parameters:
  ///   - entries: all weights of one dictionary or file.
  ///   - place: where they lie.
  ///   - role: what the place says that they are; `nil` when it says nothing, or two things.
  ///   - before: wrappers that were taken off already.
  init(_ entries: [Entry], place: String, role: WeightRole?, removed before: [String] = []) {
    let (names, prefixes) = WrapperPrefixes.removed(from: entries)
    let removed = before + prefixes.filter { !before.contains($0) }
    let entries: [Entry] = zip(names, entries).map { ($0, $1.array) }
    let base = Self.sharedStart(of: names)
    let parts = Self.parts(of: names, below: base)
    let roles = parts.compactMap { part in WeightRole(part: part.name).map { (part, $0) } }
    let covered = roles.reduce(0) { $0 + $1.0.members.count }
    guard covered > 0, covered * 2 >= entries.count else {
      sets = [
        WeightSet(
          name: (role ?? .raw).rawValue, place: place, removedPrefixes: removed, tensors: entries,
          role: role)
      ]
      return
    }
    func add(_ members: [Int], below start: String, _ role: WeightRole?) {
      let steps = [place] + start.split(separator: ".").map(String.init)
      let found = WeightSets(
        Self.below(start, members.map { entries[$0] }),
        place: steps.filter { !$0.isEmpty }.joined(separator: "."), role: role, removed: removed)
      sets += found.sets
      rest += found.rest
    }
    for (part, own) in roles {
      add(part.members, below: base + part.name + ".", Self.combined(role, own))
    }
    // The network may lie beside its average, under a name that says no more than that, or under none.
    let others = parts.filter { WeightRole(part: $0.name) == nil }
    let remaining = others.flatMap(\.members).sorted()
    var candidates = others.filter { WeightRole.isGeneral($0.name) }
      .map { (members: $0.members, start: base + $0.name + ".") }
    candidates.append((members: remaining, start: base))
    let network = Set(sets[0].tensors.map(\.name))
    let raw = candidates.first(where: { candidate in
      let own = Self.below(candidate.start, candidate.members.map { entries[$0] })
      let names = WrapperPrefixes.removed(from: own).names
      return network.intersection(names).count * 2 >= network.count
    })
    if let raw { add(raw.members, below: raw.start, Self.combined(role, .raw)) }
    let taken = Set(raw?.members ?? [])
    rest += remaining.filter { !taken.contains($0) }.map { entries[$0] }
  }

  /// What two places, one inside the other, say together.
  static func combined(_ outer: WeightRole?, _ inner: WeightRole) -> WeightRole? {
    guard let outer, outer != .raw, outer != inner else { return inner }
    return inner == .raw ? outer : nil
  }

  /// The steps that all names begin with, up to the first that has a role, with a dot at the end.
  private static func sharedStart(of names: [String]) -> String {
    guard let first = names.first else { return "" }
    var start = ""
    for step in first.split(separator: ".").dropLast() {
      let next = start + step + "."
      guard WeightRole(part: String(step)) == nil, names.allSatisfy({ $0.hasPrefix(next) }) else {
        break
      }
      start = next
    }
    return start
  }

  /// The parts of a network below a place, in the order of the file, with the indices of their names.
  private static func parts(
    of names: [String], below start: String
  ) -> [(name: String, members: [Int])] {
    var places: [Substring: Int] = [:]
    var parts: [(name: String, members: [Int])] = []
    for (index, name) in names.enumerated() {
      let part = name.dropFirst(start.count).prefix { $0 != "." }
      if let place = places[part] {
        parts[place].members.append(index)
      } else {
        places[part] = parts.count
        parts.append((String(part), [index]))
      }
    }
    return parts
  }

  /// The entries under a place, by their names below it.
  static func below(_ start: String, _ entries: [Entry]) -> [Entry] {
    entries.filter { $0.name.hasPrefix(start) }
      .map { (String($0.name.dropFirst(start.count)), $0.array) }
  }
}
