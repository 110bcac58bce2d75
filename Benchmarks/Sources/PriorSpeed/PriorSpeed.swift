import Calibration
import Foundation

/// Seconds and memory of an estimate at 50,000 × 1,000, or at `PriorSpeed ROWS CLASSES`.
@main
struct PriorSpeed {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let samples = arguments.first ?? 50_000
    let classes = arguments.count > 1 ? arguments[1] : 1000
    let validation = draw(samples, classes, backwards: false, seed: 1)
    let rows = draw(samples, classes, backwards: true, seed: 2)
    print("inputs: \(peak()) MB")
    for (name, resamples) in [
      ("em-map", 0), ("em", 0), ("bbse-soft", 0), ("bbse-hard", 0), ("rlls", 0), ("em-map", 500),
    ] {
      let began = Date()
      let evidence = try PriorEvidence(
        fittedTo: validation, method: TemperatureScaling(), rows: rows.logits)
      let fitted = Date()
      var estimation = PriorEstimation()
      estimation.estimator = try PriorEstimators.type(named: name).init()
      estimation.resamples = resamples
      let found = try estimation.estimate(evidence)
      print(
        String(
          format: "%@, %d draws: fit %.1f s, estimate %.1f s; p %.3g, distance %.3f; peak %d MB",
          name, resamples, fitted.timeIntervalSince(began), Date().timeIntervalSince(fitted),
          found.shift?.pValue ?? 1, found.distance, peak()))
    }
  }

  /// Largest resident size so far.
  private static func peak() -> Int {
    var usage = rusage()
    // RUSAGE_SELF, which has another type than the parameter on Linux.
    getrusage(0, &usage)
    #if os(Linux)
      return usage.ru_maxrss / 1024
    #else
      return usage.ru_maxrss / 1_048_576
    #endif
  }

  /// A model of some 75 % accuracy, over-confident.
  private static func draw(
    _ samples: Int, _ classes: Int, backwards: Bool, seed: UInt64
  ) -> Predictions {
    var state = seed
    func uniform() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return (Double((mixed ^ (mixed >> 31)) >> 11) + 0.5) * 0x1p-53
    }
    var values = [Float](repeating: 0, count: samples * classes)
    var labels = [Int](repeating: 0, count: samples)
    for row in 0..<samples {
      let place = uniform()
      // Shares fall by 50 over the classes: place = log(1 + u (1/50 − 1)) / log(1/50).
      let fallen = log(1 + place * (0.02 - 1)) / log(0.02)
      let label = min(Int((backwards ? 1 - fallen : fallen) * Double(classes)), classes - 1)
      labels[row] = label
      for column in 0..<classes {
        // A sum of four uniforms is as good as normal here, and quick.
        let noise = uniform() + uniform() + uniform() + uniform() - 2
        values[row * classes + column] = Float(3 * noise + (column == label ? 7 : 0))
      }
    }
    return Predictions(logits: Logits(values, classes: classes), labels: labels)
  }
}
