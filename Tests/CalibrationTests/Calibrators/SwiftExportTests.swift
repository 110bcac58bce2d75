import CalibrationTesting
import Testing

@testable import Calibration

/// Export as Swift.
struct SwiftExportTests {
  @Test(.enabled(if: SwiftProgram.compiler != nil, "there is no swiftc in PATH"))
  func `the exported files compile and give the calibrators' probabilities`() throws {
    var random = SeededNumbers(seed: 90)
    let predictions = random.predictions(samples: 150, classes: 4, featureWidth: 5)
    var calibrators: [(name: String, calibrator: any Calibrator)] = []
    for type in Calibrators.all where type.name != "gaussian-process" {
      calibrators.append((type.name, try type.init().fitted(to: predictions)))
    }
    var single = IsotonicRegression()
    single.precision = .float32
    calibrators.append(("isotonic float32", try single.fitted(to: predictions)))
    let topLabel = try ScalingBinning(bins: 5, target: .topLabel).fitted(to: predictions)
    calibrators.append(("scaling-binning top label", topLabel))
    var mixed = TemperatureScaling()
    mixed.laplace = true
    calibrators.append(("temperature with Laplace's rule", try mixed.fitted(to: predictions)))
    let keeping = try TopLabelSpline(keepsAnswer: true).fitted(to: predictions)
    calibrators.append(("top-label-spline that keeps the answer", keeping))
    // Two classes at 1: the more probable one stays the answer.
    let steep = IsotonicMap(inputs: [0.3, 0.35], outputs: [0, 1])
    calibrators.append(
      (
        "isotonic at 1",
        IsotonicCalibrator(
          temperature: 1, maps: [steep], precision: .float64, classes: 4, warnings: [])
      ))
    // Other samples: at those of the fit itself, steps begin, and the last digit would decide.
    let values = random.predictions(samples: 20, classes: 4).logits.values.map { Double($0) }
    var rows = (0..<20).map { Array(values[$0 * 4..<$0 * 4 + 4]) }
    rows.append([1e4, -1e4, 0, 3])
    rows.append([-.infinity, 1, 2, 3])
    rows.append([1, 1.125, -1, -5])
    let printed = try run(calibrators.map(\.calibrator), rows)
    let logits = Logits(rows.flatMap { $0.map { Float($0) } }, classes: 4)
    try #require(printed.count == calibrators.count * rows.count * 4)
    for (index, entry) in calibrators.enumerated() {
      let expected = entry.calibrator(logits).values
      let found = printed[index * rows.count * 4..<(index + 1) * rows.count * 4]
      let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
      #expect(worst < 1e-9, "\(entry.name): \(worst)")
    }
    // The last row of the last calibrator.
    let last = Array(printed.suffix(4))
    #expect(last[1] == last[0].nextUp && last[0] > 0.4)
  }

  /// Compiles all calibrators and a main file together; the numbers that the program prints.
  private func run(_ calibrators: [any Calibrator], _ rows: [[Double]]) throws -> [Double] {
    var files: [String: String] = [:]
    var main = "let rows: [[Double]] = \(rows)\n".replacing("inf", with: "Double.infinity")
    for (index, calibrator) in calibrators.enumerated() {
      let name = "Exported\(index)"
      files[name] = try SwiftExport.source(of: calibrator, name: name)
      main += "for row in rows { for p in \(name).probabilities(row) { print(p) } }\n"
    }
    return try SwiftProgram.output(files, main: main).split(separator: "\n")
      .map { try #require(Double($0)) }
  }

  @Test(arguments: [
    "Self", "Any", "Type", "Protocol", "Double", "Int", "Float", "Array", "Swift", "String",
    "Glibc",
  ])
  func `a word of Swift or of its standard library is no name`(name: String) {
    let temperature = TemperatureCalibrator(temperature: 2, classes: 3, warnings: [])
    #expect { try SwiftExport.source(of: temperature, name: name) } throws: {
      "\($0)".contains("\"\(name)\" is a word of Swift")
    }
  }

  @Test(arguments: ["Calibrator", "Doubled", "Selfless", "Probabilities2", "Überzeugung"])
  func `ordinary names are names`(name: String) throws {
    let temperature = TemperatureCalibrator(temperature: 2, classes: 3, warnings: [])
    #expect(
      try SwiftExport.source(of: temperature, name: name).contains("public enum \(name) {"))
  }

  @Test func `no type that an exported file uses can be shadowed`() throws {
    var random = SeededNumbers(seed: 92)
    let predictions = random.predictions(samples: 150, classes: 4, featureWidth: 5)
    for type in Calibrators.all where type.name != "gaussian-process" {
      let source = try SwiftExport.source(
        of: type.init().fitted(to: predictions), name: "Exported")
      let code = source.split(separator: "\n").filter { !$0.contains("//") }
      for word in code.flatMap({ $0.split { !$0.isLetter && !$0.isNumber } })
      where word.first?.isUppercase == true && word != "Exported" {
        #expect(SwiftExport.takenNames.contains(String(word)), "\(type.name): \(word)")
      }
    }
  }

  @Test func `what cannot be exported is refused`() throws {
    let temperature = TemperatureCalibrator(temperature: 2, classes: 3, warnings: [])
    #expect(throws: CalibrationError.self) {
      try SwiftExport.source(of: temperature, name: "not a name")
    }
    var random = SeededNumbers(seed: 91)
    var method = GaussianProcessCalibration()
    method.iterations = 2
    let process = try method.fitted(to: random.predictions(samples: 20, classes: 3))
    #expect(throws: CalibrationError.self) { try SwiftExport.source(of: process) }
  }
}
