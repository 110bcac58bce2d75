import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Structured vector and matrix scaling, and bias-corrected temperatures.
struct StructuredScalingTests {
  // MARK: Known answers: optima found by an independent second-order solver in double precision

  /// Test figures of CIFAR-10-LT.
  private func expect(
    _ calibrator: some Calibrator, error: Double, likelihood: Double, brier: Double,
    accuracy: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    #expect(abs((card["ece"] ?? 1) - error) < 2e-6, sourceLocation: sourceLocation)
    #expect(
      abs((card["nll"] ?? 9) - likelihood) < 2e-6, sourceLocation: sourceLocation)
    #expect(abs((card["brier"] ?? 1) - brier) < 2e-6, sourceLocation: sourceLocation)
    #expect(abs((card["accuracy"] ?? 0) - accuracy) < 1e-9, sourceLocation: sourceLocation)
  }

  private func expect(
    _ found: [Double], _ known: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (index, pair) in zip(found, known).enumerated() {
      #expect(abs(pair.0 - pair.1) < 1e-4, "\(index)", sourceLocation: sourceLocation)
    }
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `bcts reaches the optimum on CIFAR-10-LT`() throws {
    let validation = try RealPredictions.longTailed("validation")
    let fitted = try BiasCorrectedTemperatureScaling().fitted(to: validation)
    #expect(abs(fitted.temperature - 1.87869216) < 1e-5)
    expect(
      fitted.offsets,
      [
        0.178019, 0.155552, -0.187326, -0.084176, -0.089930, -0.048824, 0.222268, 0.332198,
        -0.284698, -0.193083,
      ])
    let likelihood = LikelihoodScores(fitted(validation.logits), labels: validation.labels)
    #expect((likelihood.negativeLogLikelihood ?? 9) < 0.3229266659 + 1e-9)
    try expect(fitted, error: 0.022106, likelihood: 0.441159, brier: 0.206952, accuracy: 0.8594)
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `svs reaches the optimum on CIFAR-10-LT`() throws {
    let validation = try RealPredictions.longTailed("validation")
    let fitted = try StructuredVectorScaling().fitted(to: validation)
    expect(
      fitted.factors,
      [
        0.951930, 1.302277, 0.941826, 0.908674, 1.028532, 0.856168, 0.929070, 1.093371, 1.162840,
        1.226082,
      ])
    expect(
      fitted.offsets,
      [
        0.046780, 0.407916, -0.271175, -0.241482, -0.072395, -0.305375, 0.011385, 0.321913,
        -0.023645, 0.126075,
      ])
    #expect(abs(objective(fitted, validation) - 0.3193469783) < 1e-8)
    try expect(fitted, error: 0.019981, likelihood: 0.440710, brier: 0.204604, accuracy: 0.8606)
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `sms reaches the optimum on CIFAR-10-LT`() throws {
    let validation = try RealPredictions.longTailed("validation")
    let fitted = try StructuredMatrixScaling().fitted(to: validation)
    expect(
      fitted.factors,
      [
        0.953945, 1.407942, 0.922169, 0.833144, 1.040871, 0.847304, 0.944724, 1.221758, 1.152755,
        1.291325,
      ])
    expect(
      fitted.offsets,
      [
        0.045371, 0.065139, -0.042640, 0.184215, -0.107412, -0.137358, -0.039408, 0.062250,
        -0.012984, -0.017175,
      ])
    let couplings = try #require(fitted.couplings)
    expect(Array(couplings[0][1...5]), [0.017202, -0.003475, -0.034863, 0.031671, 0.024557])
    let norm = couplings.flatMap { $0 }.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(norm - 0.334858) < 1e-4)
    #expect(abs(objective(fitted, validation) - 0.3118497251) < 1e-8)
    try expect(fitted, error: 0.018187, likelihood: 0.431161, brier: 0.201536, accuracy: 0.8630)
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `the Laplace mixture changes the likelihood and hardly anything else`() throws {
    var method = TemperatureScaling()
    method.laplace = true
    let fitted = try method.fitted(to: RealPredictions.longTailed("validation"))
    #expect(fitted.uniformShare == 1.0 / 4065)
    try expect(fitted, error: 0.022203, likelihood: 0.433453, brier: 0.203906, accuracy: 0.8610)
  }

  /// Mean cross-entropy with the penalty.
  private func objective(_ fitted: StructuredCalibrator, _ predictions: Predictions) -> Double {
    let (classes, samples) = (Double(fitted.classes), Double(predictions.labels.count))
    func square(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
    let ofClass = square(fitted.factors.map { $0 - 1 }) + square(fitted.offsets)
    let ofPair = square(fitted.couplings?.flatMap { $0 } ?? [])
    let likelihood = LikelihoodScores(fitted(predictions.logits), labels: predictions.labels)
    return (likelihood.negativeLogLikelihood ?? .infinity)
      + classes / samples * (ofClass + (classes - 1) * ofPair)
  }

  // MARK: Limits

  private func worst(_ a: Probabilities, _ b: Probabilities) -> Double {
    zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test
  func `with their extra parameters held, the structured are the simpler calibrators`() throws {
    var random = SeededNumbers(seed: 410)
    let predictions = random.predictions(samples: 300, classes: 6)
    let logits = predictions.logits
    let temperature = try TemperatureScaling().fitted(to: predictions)(logits)
    #expect(
      worst(
        try BiasCorrectedTemperatureScaling(penalty: 1e6).fitted(to: predictions)(logits),
        temperature) < 1e-6)
    var mixed = TemperatureScaling()
    mixed.laplace = true
    let mixture = try mixed.fitted(to: predictions)(logits)
    #expect(worst(mixture, temperature) > 1e-6)
    #expect(
      worst(
        try StructuredVectorScaling(penalty: 1e6).fitted(to: predictions)(logits), mixture) < 5e-5)
    #expect(
      worst(
        try StructuredMatrixScaling(penalty: 1e6).fitted(to: predictions)(logits), mixture) < 5e-5)
    #expect(
      worst(
        try StructuredMatrixScaling(offDiagonal: 1e6).fitted(to: predictions)(logits),
        try StructuredVectorScaling().fitted(to: predictions)(logits)) < 5e-5)
  }

  @Test func `weights stand for copies of samples, in every calibrator`() throws {
    var random = SeededNumbers(seed: 411)
    let predictions = random.predictions(samples: 120, classes: 4)
    let copies = (0..<120).flatMap { [Int](repeating: $0, count: $0 % 3 + 1) }
    var weighted = predictions
    weighted.sampleWeights = (0..<120).map { Double($0 % 3 + 1) }
    let repeated = predictions.selecting(copies)
    // The penalty of svs and sms depends on the number of samples: it is made to vanish.
    for method in [
      BiasCorrectedTemperatureScaling(), StructuredVectorScaling(penalty: 1e-9),
      GroupTemperatureScaling(enoughSamples: 0), TopLabelSpline(),
    ] as [any CalibrationMethod] {
      let one = try method.fitted(to: weighted)(predictions.logits)
      let other = try method.fitted(to: repeated)(predictions.logits)
      // Laplace's share and the spline's places hang on the number of samples, too.
      #expect(worst(one, other) < 2e-2, "\(type(of: method).name)")
    }
  }

  @Test func `where the samples say nothing about a matrix, sms is svs and says so`() throws {
    var random = SeededNumbers(seed: 412)
    let predictions = random.predictions(samples: 10, classes: 40)
    let fitted = try StructuredMatrixScaling().fitted(to: predictions)
    let vector = try StructuredVectorScaling().fitted(to: predictions)
    #expect(fitted.couplings == nil)
    #expect(fitted.factors == vector.factors)
    #expect(fitted.warnings.contains { $0.contains("as svs does") })
    #expect(throws: CalibrationError.self) { try MatrixScaling().fitted(to: predictions) }
  }

  @Test func `a class without samples keeps a probability, and bad settings are refused`() throws {
    var random = SeededNumbers(seed: 413)
    var predictions = random.predictions(samples: 200, classes: 4)
    predictions.labels = predictions.labels.map { $0 == 2 ? 1 : $0 }
    for method in [
      BiasCorrectedTemperatureScaling(), StructuredVectorScaling(), StructuredMatrixScaling(),
    ] as [any CalibrationMethod] {
      let calibrator = try method.fitted(to: predictions)
      #expect(calibrator.warnings.contains { $0.hasPrefix("no validation sample of class 2") })
      let values = calibrator(predictions.logits).values
      #expect(values.indices.contains { $0 % 4 == 2 && values[$0] > 1e-8 })
    }
    for method in [
      BiasCorrectedTemperatureScaling(penalty: -1), StructuredVectorScaling(penalty: .nan),
      StructuredMatrixScaling(offDiagonal: -1),
    ] as [any CalibrationMethod] {
      #expect(throws: CalibrationError.self) { try method.fitted(to: predictions) }
    }
  }

  @Test
  func `the penalty of matrices is written as a word, and as constants where it has some`() throws {
    for (penalty, text) in [
      (MatrixPenalty.samples, #"["samples"]"#), (.published, #"["published"]"#),
      (.none, #"["none"]"#),
    ] {
      let data = try JSONEncoder().encode([penalty])
      #expect(String(decoding: data, as: UTF8.self) == text)
      #expect(try JSONDecoder().decode([MatrixPenalty].self, from: data) == [penalty])
    }
    let old = #"[{"offDiagonal": 0.5, "offset": 2, "isNormalized": false}]"#
    #expect(
      try JSONDecoder().decode([MatrixPenalty].self, from: Data(old.utf8)) == [
        .offDiagonal(OffDiagonalPenalty(offDiagonal: 0.5, offset: 2, isNormalized: false))
      ])
  }

  @Test
  func `with many classes and few samples, a matrix memorises only if it is told to`() throws {
    var random = SeededNumbers(seed: 414)
    let validation = random.predictions(samples: 600, classes: 40)
    let test = random.predictions(samples: 2000, classes: 40)
    func likelihood(_ method: some CalibrationMethod) throws -> Double {
      LikelihoodScores(try method.fitted(to: validation)(test.logits), labels: test.labels)
        .negativeLogLikelihood ?? .infinity
    }
    let temperature = try likelihood(TemperatureScaling())
    for method in [MatrixScaling(), DirichletCalibration(), StructuredMatrixScaling()]
      as [any CalibrationMethod]
    {
      #expect(try likelihood(method) < temperature + 0.05, "\(type(of: method).name)")
    }
    #expect(try likelihood(MatrixScaling(penalty: .published)) > temperature + 0.3)
  }
}
