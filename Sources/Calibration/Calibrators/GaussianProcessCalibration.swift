import Foundation

/// One latent function with a Gaussian-process prior, applied to each class's score before softmax (GPC;
/// Wenger et al., 2020).
///
/// Fitted by sparse variational inference with the authors' kernel, constraints and starting values; the
/// knowledge-transfer paper's figure comes from probabilities and the mean approximation.
///
/// The bound has many optima. The authors fit the kernel's lengthscale and noise as well, and which optimum
/// that ends in hangs on the last bits of the arithmetic: on CIFAR-10-LT those found have an error of 1.74
/// to 2.86 %. So the lengthscale stays at its published starting value and the noise at 10⁻⁴ (the bound
/// rises all the way to no noise, where the kernel matrix is singular) unless ``fitsKernel``; what is left
/// is fitted from two sets of inducing inputs, and the better bound is taken.
public struct GaussianProcessCalibration: CalibrationMethod, Equatable {
  public static let name = "gaussian-process"
  public static let summary = "a Gaussian process on the logits (GPC)"

  /// What the latent function looks at, and its prior mean.
  public enum Input: String, Sendable, Codable {
    /// Probabilities, prior mean log p.
    case probabilities
    /// Logits, prior mean z.
    case logits
  }

  /// How class probabilities are made from the latent distribution.
  public enum Prediction: String, Sendable, Codable {
    /// softmax of the latent means.
    case mean
    /// Mean of softmax over 100 seeded draws.
    case monteCarlo = "monte-carlo"
  }

  /// What the latent function looks at; probabilities by default, as for the knowledge-transfer paper's
  /// figure.
  public var input = Input.probabilities
  /// How class probabilities are made; from the latent means by default, as for that figure.
  public var prediction = Prediction.mean
  /// Points through which the process is seen, 2 to 1000.
  public var inducingPoints = 10
  /// At most so many for each of the two starts.
  public var iterations = 300
  /// Whether lengthscale and noise are fitted as well, from their published starting values.
  public var fitsKernel = false
  /// More scores (samples · classes) than this are thinned out to every second, third, … sample.
  public var largestScoreCount = 1_000_000
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(input: Input, prediction: Prediction = .mean) {
    self.input = input
    self.prediction = prediction
  }

  public func validate() throws(CalibrationError) {
    try SettingRange.require("inducingPoints", inducingPoints, in: 2...1000)
    try SettingRange.require("iterations", iterations, in: 1...1_000_000)
    try SettingRange.require("largestScoreCount", largestScoreCount, in: 1...1_000_000_000)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> GaussianProcessCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    let classes = validation.logits.classes
    let step = (validation.labels.count * classes + largestScoreCount - 1) / largestScoreCount
    let rows = Array(stride(from: 0, to: validation.labels.count, by: max(step, 1)))
    let scores = input.scores(validation.logits)
    let objective = GaussianProcessObjective(
      inputs: rows.flatMap { scores[$0 * classes..<($0 + 1) * classes] }, input: input,
      labels: rows.map { validation.labels[$0] }, weights: rows.map { weights[$0] },
      classes: classes)
    let minimizer = QuasiNewton(tolerance: 1e-2, iterations: iterations)
    let solutions = [
      LineClusters.centres(objective.inputs, count: inducingPoints),
      LineClusters.evenlySpread(objective.inputs, count: inducingPoints),
    ].map { inducingInputs in
      minimizer.minimum(
        from: GaussianProcessParameters.start(
          input: input, inducingInputs: inducingInputs, noise: fitsKernel ? 0.01 : 1e-4)
      ) { objective.evaluate($0, fitsKernel: fitsKernel) }
    }
    let solution = solutions[1].value < solutions[0].value ? solutions[1] : solutions[0]
    var warnings: [String] = []
    if step > 1 { warnings.append("fitted to every \(step)th validation sample") }
    return GaussianProcessCalibrator(
      process: GaussianProcessParameters.process(solution.point, input: input), input: input,
      prediction: prediction, classes: classes, warnings: warnings)
  }
}

extension GaussianProcessCalibration.Input {
  /// `samples × classes`, row-major, finite.
  func scores(_ logits: Logits) -> [Double] {
    switch self {
    case .probabilities: return softmax(logits).values
    case .logits:
      let classes = logits.classes
      return Probabilities.filled(samples: logits.samples, classes: classes) { rows, target in
        logits.withUnsafeValues { values in
          guard let base = values.baseAddress else { return }
          for row in rows {
            FiniteLogits.copy(
              base + row * classes, count: classes,
              to: target + (row - rows.lowerBound) * classes)
          }
        }
      }.values
    }
  }

  /// Prior mean of the latent function.
  @inline(__always)
  func priorMean(_ score: Double) -> Double {
    self == .logits ? score : log(max(score, .leastNormalMagnitude))
  }
}

/// softmax of a latent function of each class's score.
public struct GaussianProcessCalibrator: Calibrator, Equatable {
  /// The latent function, without its prior mean.
  public let process: SparseGaussianProcess
  /// What the latent function looks at, and its prior mean.
  public let input: GaussianProcessCalibration.Input
  /// How class probabilities are made from the latent distribution.
  public let prediction: GaussianProcessCalibration.Prediction
  public let classes: Int
  public let warnings: [String]

  public var dependsOnOffset: Bool { input == .logits }

  public var facts: [CalibratorFact] {
    [
      .number("lengthscale", process.lengthscale), .number("variance", process.variance),
    ]
  }

  public var flaw: CalibratorFlaw? {
    let count = process.inducingInputs.count
    guard count > 0, process.means.count == count, process.deviations.count == count else {
      return CalibratorFlaw(
        "process",
        "\(count) inducing inputs, \(process.means.count) means and \(process.deviations.count) deviations; "
          + "as many of each were expected")
    }
    let largest = CalibratorCheck.largest
    return CalibratorCheck.number(
      process.lengthscale, 1 / largest...largest, key: "process.lengthscale")
      ?? CalibratorCheck.number(process.variance, 0...largest, key: "process.variance")
      ?? CalibratorCheck.number(process.noise, 0...largest, key: "process.noise")
      ?? CalibratorCheck.parameters(process.inducingInputs, key: "process.inducingInputs")
      ?? CalibratorCheck.parameters(process.means, key: "process.means")
      ?? CalibratorCheck.range(process.deviations, 0...largest, key: "process.deviations")
      ?? classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    let scores = input.scores(logits)
    guard let lower = process.cholesky() else { return softmax(logits) }
    return scores.withUnsafeBufferPointer { scores in
      lower.withUnsafeBufferPointer { lower in
        Probabilities.filled(samples: logits.samples, classes: classes) { rows, target in
          guard let scores = scores.baseAddress, let lower = lower.baseAddress else { return }
          var scratch = [Double](repeating: 0, count: process.count + 2 * classes)
          scratch.withUnsafeMutableBufferPointer { scratch in
            guard let scratch = scratch.baseAddress else { return }
            for row in rows {
              predict(
                scores + row * classes, lower, scratch, row: row,
                target + (row - rows.lowerBound) * classes)
            }
          }
        }
      }
    }
  }

  private func predict(
    _ scores: UnsafePointer<Double>, _ lower: UnsafePointer<Double>,
    _ scratch: UnsafeMutablePointer<Double>, row: Int, _ target: UnsafeMutablePointer<Double>
  ) {
    let spreads = scratch + process.count
    for column in 0..<classes {
      let (shift, variance) = process.posterior(at: scores[column], lower, scratch: scratch)
      target[column] = input.priorMean(scores[column]) + shift
      spreads[column] = variance.squareRoot()
    }
    guard prediction == .monteCarlo else {
      FiniteLogits.softmax(target, count: classes)
      return
    }
    let draw = spreads + classes
    var sums = [Double](repeating: 0, count: classes)
    var random = NormalNumbers(seed: UInt64(row))
    let draws = 100
    for _ in 0..<draws {
      for column in 0..<classes {
        draw[column] = target[column] + spreads[column] * random.next()
      }
      FiniteLogits.softmax(draw, count: classes)
      for column in 0..<classes { sums[column] += draw[column] }
    }
    for column in 0..<classes { target[column] = sums[column] / Double(draws) }
  }
}
