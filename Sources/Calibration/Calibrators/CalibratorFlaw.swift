/// A number of a calibrator that no fit gives, and where it stands.
public struct CalibratorFlaw: Sendable, Equatable {
  /// The key in the calibrator's JSON, such as `maps.2.outputs`; empty for the calibrator as a whole.
  public let key: String
  /// What was found and what was expected.
  public let problem: String

  public init(_ key: String, _ problem: String) {
    self.key = key
    self.problem = problem
  }
}

/// What the numbers of calibrators are held to when they come from a file.
enum CalibratorCheck {
  /// No fit gives a factor, an offset or a temperature beyond this, or a temperature below its inverse.
  static let largest = 1e9

  static func temperature(_ value: Double, key: String = "temperature") -> CalibratorFlaw? {
    number(value, 1 / largest...largest, key: key)
  }

  static func number(_ value: Double, _ range: ClosedRange<Double>, key: String) -> CalibratorFlaw?
  {
    range.contains(value)
      ? nil
      : CalibratorFlaw(
        key, "\(value); a number from \(range.lowerBound) to \(range.upperBound) was expected")
  }

  /// The first number that is not in a range.
  static func range(
    _ values: [Double], _ range: ClosedRange<Double>, key: String
  ) -> CalibratorFlaw? {
    values.firstIndex { !range.contains($0) }
      .flatMap { number(values[$0], range, key: "\(key).\($0)") }
  }

  /// The first number that is no probability; rounding may have taken one over 1.
  static func shares(_ values: [Double], key: String) -> CalibratorFlaw? {
    values.firstIndex { !(0...1 + 1e-9).contains($0) }.map {
      CalibratorFlaw("\(key).\($0)", "\(values[$0]); a number from 0 to 1 was expected")
    }
  }

  /// The first number that is smaller than the one before.
  static func ascending(_ values: [Double], isStrict: Bool = false, key: String) -> CalibratorFlaw?
  {
    guard
      let index = values.indices.dropFirst().first(where: {
        isStrict ? !(values[$0] > values[$0 - 1]) : !(values[$0] >= values[$0 - 1])
      })
    else { return nil }
    return CalibratorFlaw(
      "\(key).\(index)",
      "\(values[index]) after \(values[index - 1]); numbers that \(isStrict ? "rise" : "do not fall") were "
        + "expected")
  }

  /// Numbers that a matrix or a list of offsets may hold.
  static func parameters(_ values: [Double], key: String) -> CalibratorFlaw? {
    range(values, -largest...largest, key: key)
  }
}

extension StepMap {
  func flaw(key: String) -> CalibratorFlaw? {
    guard !values.isEmpty, values.count == upperEdges.count else {
      return CalibratorFlaw(
        key, "\(upperEdges.count) edges and \(values.count) values; as many of both were expected")
    }
    return CalibratorCheck.shares(upperEdges, key: key + ".upperEdges")
      ?? CalibratorCheck.ascending(upperEdges, isStrict: true, key: key + ".upperEdges")
      ?? CalibratorCheck.shares(values, key: key + ".values")
  }
}

extension IsotonicMap {
  func flaw(key: String) -> CalibratorFlaw? {
    guard !inputs.isEmpty, inputs.count == outputs.count else {
      return CalibratorFlaw(
        key, "\(inputs.count) inputs and \(outputs.count) outputs; as many of both were expected")
    }
    return CalibratorCheck.shares(inputs, key: key + ".inputs")
      ?? CalibratorCheck.ascending(inputs, isStrict: true, key: key + ".inputs")
      ?? CalibratorCheck.shares(outputs, key: key + ".outputs")
      ?? CalibratorCheck.ascending(outputs, key: key + ".outputs")
  }
}

extension Probabilities {
  /// How far a sum may be from one: sums are in double precision, mapped files in single.
  private static let tolerance = 1e-4

  /// A number outside [0, 1], or else a sum that is not one, and its row; `nil` when all is well.
  var firstFlaw: (value: Double, row: Int)? {
    let classes = classes
    return withUnsafeRows { rows in
      let found = RowChunks.map(rows: samples, columns: classes) { range -> (Double, Int)? in
        for row in range {
          var sum = 0.0
          for column in 0..<classes {
            let value =
              switch rows {
              case .doubles(let base): base[row * classes + column]
              case .floats(let base): Double(base[row * classes + column])
              case nil: 0.0
              }
            guard value >= 0, value <= 1 + Self.tolerance else { return (value, row) }
            sum += value
          }
          guard abs(sum - 1) <= Self.tolerance else { return (sum, row) }
        }
        return nil
      }
      return found.lazy.compactMap { $0 }.first
    }
  }
}
