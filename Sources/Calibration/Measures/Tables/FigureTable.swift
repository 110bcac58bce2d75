/// The figures of one set of predictions: each with its convention, its interval where there is one, and the
/// reason where there is no value; and what belongs to them by class, group and bin.
///
/// What is measured is measured into one of these, and all that shows figures reads them from here by their
/// names: `table["ece"]`.
public struct FigureTable: Sendable, Equatable {
  /// How many were measured.
  public var samples: Int
  /// 0 where that is not known.
  public var classes: Int
  /// Bins that were asked for, of equal width, and of equal mass where a figure has such.
  public var bins: Int
  /// One a measure, in the order of ``Measures/all``.
  public internal(set) var rows: [Row] = []
  /// Samples of the bin that decides `mce`.
  public internal(set) var maximumErrorCount: Int?
  /// `ece` of a perfectly calibrated model with these confidences; `nil` where no measure asked for it.
  public internal(set) var nullBand: NullBand?
  public internal(set) var reliability: [ReliabilityBin] = []
  /// Share of right answers among the samples of each class; `nil` for a class without samples.
  public internal(set) var accuracyOfClass: [Double?] = []
  /// In class order. Written when there are any.
  public var perClass: [ClassScore] = []
  /// Many, medium and few; `nil` without class counts.
  public internal(set) var groupsByTrueLabel: [ShotGroup: Reliability]?
  /// Many, medium and few by the predicted class; `nil` without class counts.
  public internal(set) var groupsByPredictedLabel: [ShotGroup: Reliability]?
  /// How the groups were made.
  public internal(set) var groupRule: String?
  /// The shares that samples were re-weighted to, one a class.
  public internal(set) var testPrior: [Double]?
  /// The program whose bins the top-label figures have; `nil` for this package's own.
  public internal(set) var compatibility: CompatibilityMode?
  /// What a reader should know, such as classes without a sample.
  public internal(set) var notes: [String] = []
  /// Whether its JSON has conventions, absences, intervals, classes and notes beside the figures.
  public var isExplained: Bool

  init(samples: Int, classes: Int, bins: Int, isExplained: Bool) {
    self.samples = samples
    self.classes = classes
    self.bins = bins
    self.isExplained = isExplained
  }

  /// Figures that were measured elsewhere, by the names of ``Measures``.
  /// - Parameters:
  ///   - samples: how many were measured.
  ///   - figures: with intervals where they are known; `nil` where there is no value. The names are some of
  ///     ``Measures/names``.
  ///   - maximumErrorCount: samples of the bin that decides `mce`.
  public init(samples: Int, figures: [String: Figure?], maximumErrorCount: Int? = nil) {
    self.init(samples: samples, classes: 0, bins: MeasureSettings().bins, isExplained: true)
    self.maximumErrorCount = maximumErrorCount
    for (name, figure) in figures { set(name, to: figure) }
  }

  /// One number, with what is known of it.
  public struct Row: Sendable, Equatable {
    /// Its key, one of ``Measures/names``.
    public let name: String
    /// `nil` where it cannot be told; ``absence`` says why.
    public var value: Double?
    /// How it is defined, in a few signs: `ece/top-label/l1/width15/(lo,hi]`.
    public var convention: String
    /// 95 %.
    public var interval: Interval?
    /// How the interval was found.
    public var intervalMethod: String?
    /// Why there is no value.
    public var absence: String?
  }

  /// The value of that name; `nil` where there is none, or nobody measured it.
  public subscript(name: String) -> Double? { rows.first { $0.name == name }?.value }

  /// As the subscript, with its interval, and of `ece` what a perfectly calibrated model would show.
  public func figure(_ name: String) -> Figure? {
    rows.first { $0.name == name }.flatMap { row in
      row.value.map {
        Figure(
          $0, interval: row.interval,
          perfectRange: name == ExpectedCalibrationError().name ? nullBand?.band : nil)
      }
    }
  }

  /// Mean accuracy of the classes of a group; `nil` where there is none, or nobody measured it.
  public func accuracy(of group: ShotGroup) -> Figure? { figure(GroupAccuracy(group).name) }

  /// Sets a figure that was measured elsewhere; `nil` takes it out.
  /// - Precondition: `name` is one of ``Measures/names``.
  public mutating func set(_ name: String, to figure: Figure?) {
    let names = Measures.names
    guard let place = names.firstIndex(of: name) else { preconditionFailure("no measure \(name)") }
    rows.removeAll { $0.name == name }
    guard let figure else { return }
    let convention = Measures.all[place].convention(MeasureSettings())
    let row = Row(
      name: name, value: figure.value, convention: convention, interval: figure.interval)
    let later = rows.firstIndex { (names.firstIndex(of: $0.name) ?? names.count) > place }
    rows.insert(row, at: later ?? rows.count)
  }

  /// All that is known of the figure of that name.
  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public func row(_ name: String) throws(UnknownName) -> Row {
    guard let row = rows.first(where: { $0.name == name }) else {
      throw UnknownName("metric", name, known: rows.map(\.name))
    }
    return row
  }
}

/// What is known of one class.
public struct ClassScore: Sendable, Equatable, Codable {
  /// Its number.
  public let label: Int
  /// Of the samples that belong to it.
  public let byTrueLabel: Reliability
  /// Of the samples that were taken for it.
  public let byPredictedLabel: Reliability

  private enum CodingKeys: String, CodingKey {
    case label = "class"
    case byTrueLabel = "by_true_label"
    case byPredictedLabel = "by_predicted_label"
  }
}
