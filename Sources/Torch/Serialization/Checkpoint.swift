public import ArrayFiles

/// What a file of trained weights holds.
public struct Checkpoint: Sendable {
  /// The file's path, as given.
  public let path: String
  /// The kind of file: "PyTorch zip", "PyTorch legacy" or "safetensors".
  public let format: String
  /// The sets of weights, in the order of the file: at least one, and more where a program has saved raw and
  /// averaged weights, or student and teacher.
  public let sets: [WeightSet]
  /// Everything else (epoch, best accuracy, arguments …), described in a line each.
  public let values: [(name: String, description: String)]

  init(
    path: String, format: String, sets: [WeightSet], rest: [WeightSets.Entry],
    values: [(name: String, description: String)]
  ) {
    self.path = path
    self.format = format
    self.values =
      values + rest.map { ($0.name, "\($0.array.elementType.rawValue) \($0.array.shape)") }
    // Two of one role are told apart by where they lie.
    let names = Dictionary(grouping: sets, by: \.name).mapValues(\.count)
    self.sets = sets.map { set in
      var set = set
      let isUnclear = set.role == nil && sets.count > 1 || names[set.name, default: 0] > 1
      if isUnclear, !set.place.isEmpty { set.name = set.place }
      return set
    }
  }

  /// The set that counts when none is asked for; `nil` where that would be a guess.
  public var preferredSet: WeightSet? {
    guard sets.count > 1 else { return sets.first }
    let roles = Set(sets.compactMap(\.role))
    guard sets.count == 2, let role = WeightRole.preferred(roles) else { return nil }
    return sets.first { $0.role == role }
  }

  /// One set of weights.
  /// - Parameter wanted: its name, its place, or what its names begin with; `nil` for the one that the
  ///   field's own programs would take, such as averaged rather than raw weights.
  /// - Returns: the set, with its names as they are without wrappers.
  /// - Throws: `FileProblem`, which names the sets, for a file with several of which none is preferred, and
  ///   for one that is not there.
  public func weights(_ wanted: String? = nil) throws(FileProblem) -> WeightSet {
    if let wanted {
      if let set = sets.first(where: { $0.name == wanted || $0.place == wanted })
        ?? part(wanted)
      {
        return set
      }
      throw FileProblem(path, "it holds no weights “\(wanted)”; there are \(titles(of: sets))")
    }
    if let preferredSet { return preferredSet }
    throw FileProblem(
      path,
      "it holds \(sets.count) sets of weights, and which are meant is not clear: "
        + "\(titles(of: sets)); choose with --weights \(sets[0].name)")
  }

  /// What a reader should know of a set that was taken: which of several it is, and what was done to its
  /// names.
  /// - Parameters:
  ///   - set: one of this file's.
  ///   - further: what was taken off the names besides ``WeightSet/removedPrefixes``.
  /// - Returns: a line each; none for a file with one set of weights under plain names.
  public func remarks(on set: WeightSet, furtherPrefixes further: [String] = []) -> [String] {
    var remarks: [String] = []
    let others = sets.filter { $0.place != set.place }
    if !others.isEmpty {
      remarks.append(
        "\(path): the weights \(set.title) are taken; --weights chooses others: "
          + titles(of: others))
    } else if set.role ?? .raw != .raw {
      remarks.append("\(path): the weights are those of \(set.title)")
    }
    let prefixes = set.removedPrefixes + further.filter { !set.removedPrefixes.contains($0) }
    if !prefixes.isEmpty {
      remarks.append(
        "\(path): taken off the names: \(prefixes.joined(separator: ", "))")
    }
    return remarks
  }

  private func titles(of sets: [WeightSet]) -> String {
    sets.map(\.title).joined(separator: ", ")
  }

  /// The weights below a part of the names that has no role.
  private func part(_ name: String) -> WeightSet? {
    let start = name.hasSuffix(".") ? name : name + "."
    for set in sets {
      let below = WeightSets.below(start, set.tensors)
      guard !below.isEmpty else { continue }
      return WeightSet(
        name: name, place: set.place.isEmpty ? name : "\(set.place).\(name)",
        removedPrefixes: set.removedPrefixes, tensors: below, role: nil)
    }
    return nil
  }
}
