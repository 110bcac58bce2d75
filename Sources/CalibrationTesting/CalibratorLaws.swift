public import Calibration
import Foundation

/// What every calibrator promises, on made-up predictions of 150 samples and five classes.
///
/// ```swift
/// #expect(CalibratorLaws.violations(of: MyScaling()) == [])
/// ```
public enum CalibratorLaws {
  private static let classes = 5
  private static let order = [3, 0, 4, 1, 2]

  private static func predictions(classes: Int = classes) -> Predictions {
    var random = SeededNumbers(seed: 13)
    return random.predictions(samples: 150, classes: classes, featureWidth: 6)
  }

  /// - Parameters:
  ///   - method: with the settings to check.
  ///   - permutationTolerance: by how much probabilities may differ when the classes are renamed; fits stop
  ///     within their tolerance, and those without a convex objective within more.
  /// - Returns: the laws that it breaks; none for a good one.
  public static func violations(
    of method: some CalibrationMethod, permutationTolerance: Double = 1e-4
  ) -> [LawViolation] {
    var book = LawBook()
    let type = type(of: method)
    book.require(
      type.name.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil,
      "its name is in lower case with hyphens", type.name)
    book.trying("its settings are in their ranges") { _ in try method.validate() }
    book.trying("it can be fitted, its answers are probabilities and it is read back") { book in
      let fitted = try method.fitted(to: predictions())
      checkRows(fitted, &book)
      try checkRoundTrip(fitted, &book)
      book.require(
        fitted.classes == classes, "it says for how many classes it is", "\(fitted.classes)")
      let names = fitted.facts.map(\.name)
      book.require(
        !names.isEmpty && Set(names).count == names.count
          && fitted.facts.allSatisfy { !$0.value.isEmpty },
        "it has facts to show, each under a name of its own", "\(names)")
    }
    book.trying("renaming the classes renames the probabilities") { book in
      try checkPermutation(method, permutationTolerance, &book)
    }
    var broken = predictions()
    var values = broken.logits.values
    values[7] = .nan
    broken.logits = Logits(values, classes: classes)
    book.require(
      (try? method.fitted(to: broken)) == nil, "it refuses to be fitted to what is no number")
    return book.violations
  }

  private static func checkRows(_ calibrator: some Calibrator, _ book: inout LawBook) {
    var random = SeededNumbers(seed: 14)
    var values = random.predictions(samples: 50, classes: classes).logits.values
    values += [1e4, -1e4, 0, 1, 2, -1e4, -1e4, -1e4, -1e4, -1e4, 1e4, 1e4, 1e4, 1e4, -1e4]
    values += [-.infinity, 1, 2, 3, 4, -.infinity, -.infinity, -.infinity, -.infinity, 2]
    let probabilities = calibrator(Logits(values, classes: classes))
    for row in 0..<probabilities.samples {
      let values = Array(probabilities.values[row * classes..<(row + 1) * classes])
      book.require(
        values.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-12 } && abs(values.reduce(0, +) - 1) < 1e-12,
        "rows are probabilities with sum 1, for huge and excluded logits too",
        "row \(row): \(values)")
    }
  }

  private static func checkRoundTrip<Fitted: Calibrator>(
    _ calibrator: Fitted, _ book: inout LawBook
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let data = try encoder.encode(calibrator)
    let restored = try decoder.decode(Fitted.self, from: data)
    let logits = predictions().logits
    book.require(
      try encoder.encode(restored) == data && restored(logits) == calibrator(logits),
      "it is read back from JSON exactly")
  }

  private static func checkPermutation(
    _ method: some CalibrationMethod, _ tolerance: Double, _ book: inout LawBook
  ) throws {
    let plain = predictions()
    var renamed = plain
    let values = plain.logits.values
    renamed.logits = Logits(
      (0..<plain.logits.samples).flatMap { row in order.map { values[row * classes + $0] } },
      classes: classes)
    renamed.labels = plain.labels.map { order.firstIndex(of: $0) ?? 0 }
    let first = try method.fitted(to: plain)(plain.logits)
    let second = try method.fitted(to: renamed)(renamed.logits)
    var worst = 0.0
    for row in 0..<first.samples {
      for (place, label) in order.enumerated() {
        worst = max(
          worst,
          abs(second.values[row * classes + place] - first.values[row * classes + label]))
      }
    }
    book.require(
      worst < tolerance, "renaming the classes renames the probabilities", "off by \(worst)")
  }
}
