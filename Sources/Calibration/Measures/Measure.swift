/// One figure of labelled predictions: what it is called, how it is defined, what it needs, how it comes about.
///
/// A measure is one file; ``Measures/builtIn`` lists it. Everything that shows figures reads them from one
/// ``FigureTable``, so that a measure is then in `longtail metrics` and its gates, in `calibrate compare`, in
/// every evaluation and under its name in a report.
public protocol Measure: Sendable {
  /// Its key in JSON, in tables and in gates: lower case, words joined by underscores.
  var name: String { get }
  /// What a report calls it, such as `ECE`.
  var title: String { get }
  /// One line for `longtail list metrics`.
  var summary: String { get }
  var unit: MeasureUnit { get }
  /// Which of two values is the better one.
  var direction: MeasureDirection { get }
  /// What has to be kept to know it. Where less is kept, ``streamedValue(of:)`` is asked instead.
  var need: MeasureNeed { get }
  /// Whether it is worked out wherever a run is evaluated, and kept in its `evaluation.json`; the others are for
  /// `longtail metrics` and `longtail calibrate compare`.
  var isRecorded: Bool { get }

  /// How it is defined under these settings, in a few signs: `ece/top-label/l1/width15/(lo,hi]`.
  func convention(_ settings: MeasureSettings) -> String

  /// - Parameter evidence: of one sample or more; what ``need`` says is there.
  /// - Returns: the value, or why there is none.
  /// - Throws: what reading the predictions once more throws, for measures that do.
  func value(of evidence: Evidence) throws -> MeasuredValue

  /// The value from bins and classes alone, for a measure that needs more to be exact; `nil` without one.
  func streamedValue(of evidence: Evidence) -> Double?

  /// The 95 % interval by formula.
  /// - Parameter evidence: of two samples or more.
  /// - Returns: `nil` where there is no formula, or none under these settings.
  func interval(of evidence: Evidence) -> MeasuredInterval?

  /// How many samples decide the value, where a few alone do: a report shows it beside the value.
  func decidingSamples(of table: FigureTable) -> Int?
}

extension Measure {
  public var unit: MeasureUnit { .fraction }
  public var direction: MeasureDirection { .lowerIsBetter }
  public var isRecorded: Bool { true }
  public func streamedValue(of evidence: Evidence) -> Double? { nil }
  public func interval(of evidence: Evidence) -> MeasuredInterval? { nil }
  public func decidingSamples(of table: FigureTable) -> Int? { nil }
}

/// A measure without a formula for its interval: it is what the measure is over samples drawn again.
public protocol ResampledMeasure: Measure {
  /// How the draws become an interval.
  var resampling: Resampling { get }

  /// - Parameter draw: samples that count as often as they were drawn.
  /// - Returns: `nil` where the measure is not defined for them.
  func value(of draw: ResampledOutcomes) -> Double?
}

/// A measure's value, or why there is none.
public enum MeasuredValue: Sendable, Equatable {
  case value(Double)
  /// With the reason, as it stands behind “no value for NAME:”.
  case absent(String)

  /// - Parameters:
  ///   - value: `nil` where there is none.
  ///   - reason: why, then.
  public init(_ value: Double?, otherwise reason: String = Self.unknown) {
    self = value.map(Self.value) ?? .absent(reason)
  }

  /// For what these samples do not tell.
  public static let unknown = "it cannot be told from these samples"
}

/// A 95 % interval and how it was found.
public struct MeasuredInterval: Sendable, Equatable {
  public let interval: Interval
  /// In a few signs, such as `wilson`.
  public let method: String

  /// `nil` without an interval.
  public init?(_ interval: Interval?, method: String) {
    guard let interval else { return nil }
    self.interval = interval
    self.method = method
  }
}

/// What a measure's values are.
public enum MeasureUnit: Sendable, Equatable {
  /// In [0, 1] or [−1, 1]: people read it in percent.
  case fraction
  case nats
  /// A plain number in this range.
  case number(ClosedRange<Double>)
}

/// Which of two values is the better one.
public enum MeasureDirection: Sendable, Equatable {
  case higherIsBetter
  case lowerIsBetter
  /// The one nearer to 0: the sign says which way a model is off.
  case zeroIsBest
}

/// How memory grows while predictions stream by.
public enum MeasureNeed: String, Sendable, CaseIterable {
  /// With bins and classes only: the figure is in a ``MergeableEvidence``.
  case bins
  /// With the samples: their confidence, and whether it was right.
  case confidences
  /// With the samples, and how unsure each answer is by another account: where nobody says so, the figure is left out.
  case uncertainties
  /// With samples and classes, a few classes at a time.
  case probabilities

  /// Why there is no figure where bins alone were kept.
  var absence: String {
    let what =
      switch self {
      case .bins: "no more"
      case .confidences: "every sample's confidence"
      case .uncertainties: "every sample's uncertainty"
      case .probabilities: "every probability"
      }
    return "it needs \(what), which streamed and merged figures do not keep"
  }
}

/// How figures of samples drawn again become an interval.
public enum Resampling: String, Sendable {
  /// For figures that grow with noise, such as errors over bins: the bias that drawing adds is taken off
  /// (Davison & Hinkley, 1997, section 5.2), and the interval widened to hold the estimate.
  case basic
  /// The middle 95 % of the draws.
  case percentile
}
