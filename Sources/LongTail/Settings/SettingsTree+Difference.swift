extension SettingsTree {
  /// The first place where two trees differ, depth first in the order of the keys.
  func firstDifference(
    from other: SettingsTree, at path: [String] = []
  ) -> (key: String, own: String, other: String)? {
    switch (self, other) {
    case (.table(let own), .table(let others)):
      for key in Set(own.keys).union(others.keys).sorted() {
        let difference = (own[key] ?? .null).firstDifference(
          from: others[key] ?? .null, at: path + [key])
        if let difference { return difference }
      }
      return nil
    case (.list(let own), .list(let others)) where own.count == others.count:
      for index in own.indices {
        let difference = own[index].firstDifference(
          from: others[index], at: path + [String(index)])
        if let difference { return difference }
      }
      return nil
    case (.integer(let own), .number(let others)) where Double(own) == others: return nil
    case (.number(let own), .integer(let others)) where own == Double(others): return nil
    default:
      return self == other ? nil : (path.joined(separator: "."), kind, other.kind)
    }
  }
}
