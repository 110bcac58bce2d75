import ArrayFiles
import Foundation

extension PriorEstimate: Codable {
  /// What the JSON says it is.
  public static let format = "longtail prior"

  private enum CodingKeys: String, CodingKey {
    case format, method, calibrator, classes, samples, estimate, prior, lower, upper, level
    case applied, condition, notes, doubts, batches
    case calibratorIdentity = "calibrator_identity"
    case validationSamples = "validation_samples"
    case sourcePrior = "source_prior"
    case intervalMethod = "interval_method"
    case pValue = "p_value"
    case statistic = "chi_squared"
    case degreesOfFreedom = "degrees_of_freedom"
    case distance
    case classNames = "class_names"
  }

  /// Every key is there, `null` where there is nothing to say.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.format, forKey: .format)
    try container.encode(method, forKey: .method)
    try container.encode(calibrator, forKey: .calibrator)
    try container.encode(calibratorIdentity, forKey: .calibratorIdentity)
    try container.encode(classes, forKey: .classes)
    try container.encodeIfPresent(classNames, forKey: .classNames)
    try container.encode(samples, forKey: .samples)
    try container.encode(validationSamples, forKey: .validationSamples)
    try container.encode(prior, forKey: .prior)
    try container.encode(estimate, forKey: .estimate)
    try container.encode(sourcePrior, forKey: .sourcePrior)
    try container.encode(lower, forKey: .lower)
    try container.encode(upper, forKey: .upper)
    try container.encode(intervalMethod, forKey: .intervalMethod)
    try container.encode(shift?.pValue, forKey: .pValue)
    try container.encode(shift?.statistic, forKey: .statistic)
    try container.encode(shift?.degreesOfFreedom, forKey: .degreesOfFreedom)
    try container.encode(level, forKey: .level)
    try container.encode(isApplied, forKey: .applied)
    try container.encode(distance, forKey: .distance)
    // JSON has no infinity.
    try container.encode(condition.flatMap { $0.isFinite ? $0 : nil }, forKey: .condition)
    try container.encode(notes, forKey: .notes)
    try container.encode(doubts, forKey: .doubts)
    try container.encode(batches, forKey: .batches)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let pValue = try container.decodeIfPresent(Double.self, forKey: .pValue)
    let statistic = try container.decodeIfPresent(Double.self, forKey: .statistic)
    let degrees = try container.decodeIfPresent(Int.self, forKey: .degreesOfFreedom)
    var shift: ShiftTest?
    if let pValue, let statistic, let degrees {
      shift = ShiftTest(statistic: statistic, degreesOfFreedom: degrees, pValue: pValue)
    }
    self.init(
      method: try container.decode(String.self, forKey: .method),
      calibrator: try container.decode(String.self, forKey: .calibrator),
      calibratorIdentity: try container.decodeIfPresent(String.self, forKey: .calibratorIdentity),
      classes: try container.decode(Int.self, forKey: .classes),
      classNames: try container.decodeIfPresent([String].self, forKey: .classNames),
      samples: try container.decode(Int.self, forKey: .samples),
      validationSamples: try container.decode(Int.self, forKey: .validationSamples),
      estimate: try container.decode([Double].self, forKey: .estimate),
      sourcePrior: try container.decode([Double].self, forKey: .sourcePrior),
      lower: try container.decodeIfPresent([Double].self, forKey: .lower),
      upper: try container.decodeIfPresent([Double].self, forKey: .upper),
      intervalMethod: try container.decodeIfPresent(String.self, forKey: .intervalMethod),
      shift: shift, level: try container.decode(Double.self, forKey: .level),
      isApplied: try container.decode(Bool.self, forKey: .applied),
      condition: try container.decodeIfPresent(Double.self, forKey: .condition),
      notes: try container.decode([String].self, forKey: .notes),
      doubts: try container.decode([String].self, forKey: .doubts),
      batches: try container.decode([Batch].self, forKey: .batches))
  }

  /// Writes the whole file or nothing; it can be given wherever a file with a class prior is read.
  public func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(self) + Data("\n".utf8), to: path)
  }
}
