/// Writes a fitted calibrator as a Swift file that depends on nothing but the standard library's
/// mathematics: for services and apps that want one file and no package.
public enum SwiftExport {
  /// - Parameters:
  ///   - calibrator: of any method but `gaussian-process`, which has no closed form that is short.
  ///   - name: of the type in the file, such as `Calibrator`.
  /// - Returns: the text of the file; its type has `static func probabilities(_ logits: [Double]) ->
  ///   [Double]` for the logits of one sample.
  /// - Throws: ``CalibrationError/notFitted(_:)`` for a calibrator that cannot be exported,
  ///   ``CalibrationError/invalidSetting(_:)`` for a name that is not a Swift type's.
  public static func source(
    of calibrator: any Calibrator, name: String = "Calibrator"
  ) throws(CalibrationError) -> String {
    try checkName(name)
    guard let exportable = calibrator as? any SwiftExportable else {
      throw .notFitted("this calibrator has no closed form to export")
    }
    let body = exportable.swiftBody
    return """
      // Written by longtail: a fitted calibrator for \(calibrator.classes) classes.
      #if canImport(Darwin)
        import Darwin
      #elseif canImport(Glibc)
        import Glibc
      #elseif canImport(Musl)
        import Musl
      #endif

      /// Class probabilities from the logits of one sample.
      public enum \(name) {
        public static let classes = \(calibrator.classes)

        /// - Precondition: \(calibrator.classes) logits; -infinity excludes a class.
        public static func probabilities(_ logits: [Double]) -> [Double] {
          precondition(logits.count == classes, "\\(logits.count) logits for \\(classes) classes")
      \(indented(body.statements, by: 4))
        }

        static func softmax(_ scores: [Double]) -> [Double] {
          let highest = scores.max() ?? 0
          guard highest > -.infinity else {
            return [Double](repeating: 1 / Double(scores.count), count: scores.count)
          }
          let raised = scores.map { exp($0 - highest) }
          let sum = raised.reduce(0, +)
          return raised.map { $0 / sum }
        }
      \(indented(body.declarations, by: 2))
      }

      """
  }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for a name that is not a Swift type's.
  static func checkName(_ name: String) throws(CalibrationError) {
    guard let first = name.unicodeScalars.first, first.properties.isUppercase,
      name.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || ("0"..."9").contains($0) })
    else {
      throw .invalidSetting("\"\(name)\"; a name of letters and digits with a capital was expected")
    }
    guard !takenNames.contains(name) else {
      throw .invalidSetting(
        "\"\(name)\" is a word of Swift, or a type of its standard library that the file and what stands beside it "
          + "mean by that name; another name was expected, such as \(name)Calibrator")
    }
  }

  static func indented(_ text: String, by width: Int) -> String {
    let margin = String(repeating: " ", count: width)
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }

  /// A list of numbers as a Swift literal that is read back exactly.
  static func literal(_ values: [Double]) -> String {
    "[" + values.map { "\($0)" }.joined(separator: ", ") + "]"
  }

  static func literal(_ rows: [[Double]]) -> String {
    "[\n" + rows.map { "  " + literal($0) + ",\n" }.joined() + "]"
  }

  /// Declarations of what most one-vs-all calibrators need.
  static let renormalize = """

    static func renormalized(_ values: [Double]) -> [Double] {
      let clipped = values.map { min(max($0, 1e-20), 1) }
      let sum = clipped.reduce(0, +)
      return clipped.map { $0 / sum }
    }
    """

  /// Logits with −∞ replaced, as linear calibrators need them.
  static let finite = """

    static func finite(_ logits: [Double]) -> [Double] {
      let highest = logits.max() ?? 0
      guard highest > -.infinity else { return logits.map { _ in 0 } }
      return logits.map { $0 > -.infinity ? $0 : highest - \(FiniteLogits.excludedDepth) }
    }
    """

  /// The height of a piecewise linear map.
  static let interpolation = """

    static func interpolated(_ input: Double, _ knots: [Double], _ heights: [Double]) -> Double {
      var high = 0
      while high < knots.count, knots[high] < input { high += 1 }
      guard high > 0 else { return heights[0] }
      guard high < knots.count else { return heights[knots.count - 1] }
      let slope = (heights[high] - heights[high - 1]) / (knots[high] - knots[high - 1])
      return heights[high - 1] + slope * (input - knots[high - 1])
    }
    """

  /// The value of the bin that a number falls into.
  static let step = """

    static func step(_ input: Double, _ edges: [Double], _ values: [Double]) -> Double {
      var bin = 0
      while bin < edges.count - 1, edges[bin] < input { bin += 1 }
      return values[bin]
    }
    """
}

/// A calibrator that can be written as a few lines of Swift.
protocol SwiftExportable: Calibrator {
  /// Statements of the function from `logits` to the returned probabilities, and what they use.
  var swiftBody: (statements: String, declarations: String) { get }
}
