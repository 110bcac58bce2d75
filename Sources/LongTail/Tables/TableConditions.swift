public import Calibration

/// What is known of how figures of a published table were made: of a row, of a column, or of both together.
public struct TableConditions: Sendable, Equatable {
  /// The training data as papers write them: `CIFAR-100-LT`.
  public var dataset: String?
  /// Largest class count over the smallest; `nil` for data that come long-tailed.
  public var imbalanceFactor: Double?
  /// The backbone's name in recipes; `nil` where the table does not say it.
  public var network: String?
  /// One of ``Methods/names``; `nil` for one that is not there.
  public var method: String?
  /// Such as `long`: the authors' second settings for the same data.
  public var regime: String?
  /// `KEY=VALUE` each: how the row differs from the method's plan.
  public var settings: [String]
  /// The classes whose accuracy is shown; `nil` for all.
  public var group: ShotGroup?
  /// The calibrator after which figures are shown; `nil` for none.
  public var calibrator: String?
  /// Why it cannot be run; `nil` where that depends on the catalogs and the data alone.
  public var absence: String?

  public init(
    dataset: String? = nil, imbalanceFactor: Double? = nil, network: String? = nil,
    method: String? = nil, regime: String? = nil, settings: [String] = [],
    group: ShotGroup? = nil, calibrator: String? = nil, absence: String? = nil
  ) {
    self.dataset = dataset
    self.imbalanceFactor = imbalanceFactor
    self.network = network
    self.method = method
    self.regime = regime
    self.settings = settings
    self.group = group
    self.calibrator = calibrator
    self.absence = absence
  }

  /// A method of the catalog, with what the row changes in its plan.
  public static func method(
    _ name: String, regime: String? = nil, settings: [String] = []
  ) -> TableConditions {
    TableConditions(method: name, regime: regime, settings: settings)
  }

  /// What cannot be run, and why: "no OLTR here".
  public static func absent(_ reason: String) -> TableConditions {
    TableConditions(absence: reason)
  }

  /// Both together; where both say something, `other` counts, and its settings come last.
  public func merged(with other: TableConditions) -> TableConditions {
    TableConditions(
      dataset: other.dataset ?? dataset, imbalanceFactor: other.imbalanceFactor ?? imbalanceFactor,
      network: other.network ?? network, method: other.method ?? method,
      regime: other.regime ?? regime, settings: settings + other.settings,
      group: other.group ?? group, calibrator: other.calibrator ?? calibrator,
      absence: absence ?? other.absence)
  }
}
