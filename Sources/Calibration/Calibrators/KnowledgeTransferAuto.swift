/// Knowledge transfer that chooses α and the number of head classes itself, on the validation set.
///
/// The rule. First plain temperature scaling is fitted, and its class-balanced gap is measured: mean
/// confidence minus accuracy, each class counting the same. When that gap is within
/// ``significance`` standard errors of 0, the validation set gives no reason to transfer anything, and
/// temperature scaling (α = 1) is kept. Otherwise every pair of ``alphas`` and ``headShares`` is fitted,
/// and the one with the smallest class-balanced gap is taken; on ties the first.
///
/// Without features, the logits relative to the mean of their row stand in for them.
public struct KnowledgeTransferAuto: CalibrationMethod, Equatable {
  public static let name = "knowledge-transfer-auto"
  public static let summary = "knowledge transfer with its constants chosen on validation"

  /// The α that are tried, each in [0, 1]; they lie closer together near 1, which is temperature scaling.
  public var alphas = [0.5, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999]
  /// Head classes as a share of all classes.
  public var headShares = [0.2, 0.3, 0.4, 0.5, 0.6]
  /// In standard errors; 2.576 is 99 % of a normal distribution.
  public var significance = 2.576

  public init() {}

  public func validate() throws(CalibrationError) {
    guard !alphas.isEmpty else { throw .invalidSetting("alphas: expected one at least") }
    guard !headShares.isEmpty else { throw .invalidSetting("headShares: expected one at least") }
    for (index, alpha) in alphas.enumerated() {
      try SettingRange.require("alphas.\(index)", alpha, in: 0...1)
    }
    for (index, share) in headShares.enumerated() {
      try SettingRange.require("headShares.\(index)", share, in: 0...1)
    }
    try SettingRange.require("significance", significance, in: 0...1e6)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> KnowledgeTransferCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    var validation = validation
    var training = training
    var warnings: [String] = []
    if validation.features == nil || (training != nil && training?.features == nil) {
      validation.features = validation.logits.centredFeatures
      if let logits = training?.logits { training?.features = logits.centredFeatures }
      warnings.append(
        "there are no features: logits relative to their row's mean stand in for them")
    }
    let transfer = try FeatureTransfer(validation: validation, training: training)
    let source: KnowledgeTransferCalibrator.StatisticsSource =
      training == nil ? .validation : .training
    func fitted(alpha: Double, headClasses: Int?) throws -> KnowledgeTransferCalibrator {
      let method = KnowledgeTransferTemperatureScaling(alpha: alpha, headClasses: headClasses)
      let heads = try method.headCount(classes: validation.logits.classes)
      return try method.fitted(
        transfer, attention: transfer.attention(headClasses: heads), source: source)
    }
    var chosen = try fitted(alpha: 1, headClasses: nil)
    let plain = BalancedGap(temperature: chosen.temperature, validation)
    var candidates: [KnowledgeTransferCalibrator.Candidate] = []
    if abs(plain.value) > significance * plain.standardError {
      candidates = try Self.candidates(alphas: alphas, headShares: headShares, transfer)
      if let best = candidates.min(by: { abs($0.balancedGap) < abs($1.balancedGap) }),
        abs(best.balancedGap) < abs(plain.value)
      {
        chosen = try fitted(alpha: best.alpha, headClasses: best.headClasses)
      }
    }
    return chosen.with(
      selection: .init(
        gapOfTemperatureScaling: plain.value, standardError: plain.standardError,
        candidates: candidates), warnings: warnings)
  }

  /// How the temperature hangs on the constants: one fit for each pair of them.
  /// - Returns: alphas within numbers of head classes; numbers that coincide come once.
  public static func candidates(
    alphas: [Double], headShares: [Double], validation: Predictions, training: Predictions?
  ) throws -> [KnowledgeTransferCalibrator.Candidate] {
    try candidates(
      alphas: alphas, headShares: headShares,
      FeatureTransfer(validation: validation, training: training))
  }

  private static func candidates(
    alphas: [Double], headShares: [Double], _ transfer: FeatureTransfer
  ) throws -> [KnowledgeTransferCalibrator.Candidate] {
    let validation = transfer.validation
    let classes = validation.logits.classes
    let heads = Set(
      headShares.map { min(max(Int(($0 * Double(classes)).rounded()), 1), classes - 1) })
    var candidates: [KnowledgeTransferCalibrator.Candidate] = []
    for heads in heads.sorted() {
      let attention = transfer.attention(headClasses: heads)
      for alpha in alphas {
        guard !FitDeadline.hasPassed else {
          throw CalibrationError.notFitted(
            "the time was over after \(candidates.count) of \(alphas.count * headShares.count) pairs "
              + "of constants")
        }
        let solution = try KnowledgeTransferTemperatureScaling(alpha: alpha, headClasses: heads)
          .solution(transfer, attention: attention).1
        candidates.append(
          KnowledgeTransferCalibrator.Candidate(
            alpha: alpha, headClasses: heads, temperature: solution.temperature,
            balancedGap: BalancedGap(temperature: solution.temperature, validation).value))
      }
    }
    return candidates
  }
}

/// Mean confidence minus accuracy with each class counting the same, and its standard error.
struct BalancedGap {
  let value: Double
  let standardError: Double

  /// Of softmax(z / T).
  init(temperature: Double, _ predictions: Predictions) {
    let top = TopConfidences(predictions.logits, temperature: temperature)
    let counts = predictions.labelCounts
    let present = Double(counts.count { $0 > 0 })
    let shares = predictions.labels.map { 1 / (present * Double(counts[$0])) }
    let gaps = predictions.labels.indices.map {
      top.confidences[$0] - (top.predicted[$0] == predictions.labels[$0] ? 1 : 0)
    }
    let mean = zip(gaps, shares).map { $0 * $1 }.compensatedSum()
    value = mean
    standardError = zip(gaps, shares).map { ($0 - mean) * ($0 - mean) * $1 * $1 }
      .compensatedSum().squareRoot()
  }
}

extension Logits {
  /// Each row minus its mean, as feature vectors.
  var centredFeatures: Features {
    withUnsafeValues { values in
      var centred = [Float](repeating: 0, count: values.count)
      var row = [Double](repeating: 0, count: classes)
      for sample in 0..<samples {
        row.withUnsafeMutableBufferPointer { row in
          guard let base = values.baseAddress, let target = row.baseAddress else { return }
          FiniteLogits.copy(base + sample * classes, count: classes, to: target)
        }
        let mean = row.reduce(0, +) / Double(classes)
        for column in 0..<classes {
          centred[sample * classes + column] = Float(row[column] - mean)
        }
      }
      return Features(centred, width: classes)
    }
  }
}
