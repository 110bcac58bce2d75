extension GridReport {
  /// How the figures of one place were made, of the first of its seeds. Times are no part of it: equal runs give equal
  /// tables.
  public struct Making: Sendable, Equatable {
    /// Trainable values of the whole network; `nil` in runs of earlier versions.
    public var parameters: Int?
    /// For one sample in inference, all experts asked; `nil` in runs of earlier versions.
    public var multiplyAdds: Int?
    /// The rule by which the epoch was chosen.
    public var selection: String
    /// What is done to pictures in training, stage by stage.
    public var augmentation: String
    /// How the learning rate runs, stage by stage.
    public var schedule: String

    public init(
      parameters: Int?, multiplyAdds: Int?, selection: String, augmentation: String,
      schedule: String
    ) {
      self.parameters = parameters
      self.multiplyAdds = multiplyAdds
      self.selection = selection
      self.augmentation = augmentation
      self.schedule = schedule
    }
  }

  /// A column on how rows were made.
  enum MakingColumn: String, CaseIterable {
    case seeds
    case parameters = "M parameters"
    case multiplyAdds = "M multiply-adds"
    case selection = "epoch chosen"
    case augmentation, schedule

    /// Those that fit on a printed page.
    static let short: [Self] = [.seeds, .parameters, .multiplyAdds]

    /// What stands in the column; `nil` for what is not known.
    fileprivate func text(_ measured: Measured) -> String? {
      guard let making = measured.making else { return nil }
      func millions(_ value: Int?, digits: Int) -> String? {
        value.map { Numerals.fixed(Double($0) / 1e6, digits: digits) }
      }
      switch self {
      case .seeds: return "\(measured.accuracy.values.count)"
      case .parameters: return millions(making.parameters, digits: 2)
      case .multiplyAdds: return millions(making.multiplyAdds, digits: 1)
      case .selection: return making.selection
      case .augmentation: return making.augmentation
      case .schedule: return making.schedule
      }
    }
  }

  /// Of `columns` those that there are: none where no run says how it was made.
  func known(_ columns: [MakingColumn]) -> [MakingColumn] {
    rows.contains { $0.cells.contains { $0.measured?.making != nil } } ? columns : []
  }
}

extension GridReport.Row {
  /// What stands in a column, each text of the row's places once.
  func text(_ column: GridReport.MakingColumn) -> String {
    var seen: [String] = []
    for text in cells.compactMap({ $0.measured.flatMap(column.text) }) where !seen.contains(text) {
      seen.append(text)
    }
    return seen.isEmpty ? Numerals.missing : seen.joined(separator: ", ")
  }
}
