import ArrayFiles

extension SwiftExport {
  /// A set predictor as one Swift file that depends on nothing.
  /// - Parameters:
  ///   - predictor: with any score and rule.
  ///   - name: of the type in the file, such as `PredictionSet`.
  /// - Returns: the text of the file; its type has `static func members(_ probabilities: [Double]) -> [Int]` from
  ///   the probabilities of one sample, of the calibrator that the predictor belongs to, to the classes in its
  ///   set, ascending.
  /// - Throws: ``CalibrationError/notFitted(_:)`` for a score that cannot be exported,
  ///   ``CalibrationError/invalidSetting(_:)`` for a name that is not a Swift type's.
  public static func source(
    of predictor: SetPredictor, name: String = "PredictionSet"
  ) throws(CalibrationError) -> String {
    try checkName(name)
    guard let score = predictor.score as? any SwiftExportableScore else {
      throw .notFitted("the score \(type(of: predictor.score).name) has no form to export")
    }
    let parts = SetSource(predictor, score: score.swiftExpression)
    return """
      // Written by longtail: prediction sets for \(predictor.classes) classes.
      // Score \(type(of: predictor.score).name), rule \(type(of: predictor.rule).name), α = \(predictor.alpha), \
      \(predictor.samples) calibration samples.
      // \(predictor.guarantee)
      // Classes are numbers from 0, in the order of \(order(predictor.classNames)).

      /// The classes that the answer is among.
      public enum \(name) {
        public static let classes = \(predictor.classes)
        /// What the probabilities must come from.
        public static let calibrator = "\(parts.calibrator)"
      \(indented(parts.declarations, by: 2))

        /// The classes in the set of one sample, ascending; none where \(parts.empty).
        /// - Precondition: \(predictor.classes) probabilities.
        public static func members(_ probabilities: [Double]) -> [Int] {
          precondition(
            probabilities.count == classes, "\\(probabilities.count) probabilities for \\(classes) classes")
      \(indented(parts.statements, by: 4))
        }
      }

      """
  }
}

extension SwiftExport {
  /// Which class is which, in one line.
  private static func order(_ names: [String]?) -> String {
    guard let names else { return "the probabilities, which nobody named" }
    return names.map { name in String(name.map { $0.isNewline ? " " : $0 }) }
      .listed(most: 1000)
  }
}

/// A score that can be written as a Swift expression.
protocol SwiftExportableScore: SetScore {
  /// Of `probability`, `label`, `rank` (from 1), `before` (the probabilities of lower ranks), `highest`, `second`,
  /// `draw` and `prior`, all of them numbers or a list of such.
  var swiftExpression: String { get }
}

/// The parts of an exported set predictor.
private struct SetSource {
  let predictor: SetPredictor
  let score: String

  init(_ predictor: SetPredictor, score: String) {
    self.predictor = predictor
    self.score = score
  }

  private func uses(_ word: String) -> Bool {
    score.split { !$0.isLetter }.contains { $0 == word }
  }

  var calibrator: String {
    switch predictor.calibrator {
    case .none: "none"
    case .file(let method, let sha256): "\(method) \(sha256)"
    }
  }

  var empty: String {
    predictor.emptySets == .abstain ? "there is no answer" : "all are too strange"
  }

  var declarations: String {
    var lines = ["static let thresholds: [Double] = \(literal(all(predictor.threshold)))"]
    if let limits = predictor.rankLimits {
      lines.append("static let rankLimits: [Int] = \(limits)")
    }
    if uses("prior"), let prior = predictor.prior {
      lines.append("static let prior: [Double] = \(SwiftExport.literal(prior))")
    }
    if uses("draw") { lines += ["", Self.draw(seed: predictor.seed)] }
    return lines.joined(separator: "\n")
  }

  var statements: String {
    var lines = [
      "let order = probabilities.indices.sorted {",
      "  (probabilities[$1], $0) < (probabilities[$0], $1)",
      "}",
    ]
    if uses("highest") { lines.append("let highest = probabilities[order[0]]") }
    if uses("second") { lines.append("let second = probabilities[order[1]]") }
    if uses("draw") { lines.append("let draw = number(of: probabilities)") }
    if uses("before") { lines.append("var before = 0.0") }
    lines.append("var members: [Int] = []")
    let hasRank = uses("rank") || predictor.rankLimits != nil
    lines.append(hasRank ? "for (place, label) in order.enumerated() {" : "for label in order {")
    if hasRank { lines.append("  let rank = place + 1") }
    if uses("probability") || uses("before") {
      lines.append("  let probability = probabilities[label]")
    }
    lines.append("  let score: Double = \(score)")
    let condition = "score <= thresholds[label]"
    let limit = predictor.rankLimits == nil ? "" : ", rank <= rankLimits[label]"
    lines.append("  if \(condition)\(limit) { members.append(label) }")
    if uses("before") { lines.append("  before += probability") }
    lines.append("}")
    if predictor.emptySets == .top1 {
      lines.append("if members.isEmpty { members = [order[0]] }")
    }
    lines.append("return members.sorted()")
    return lines.joined(separator: "\n")
  }

  private func all(_ value: (Int) -> Double) -> [Double] { (0..<predictor.classes).map(value) }

  private func literal(_ values: [Double]) -> String {
    "[" + values.map { $0 == .infinity ? ".infinity" : "\($0)" }.joined(separator: ", ") + "]"
  }

  /// As ``SampleDraws`` has it.
  private static func draw(seed: UInt64) -> String {
    """
    /// The random number of a sample, in (0, 1): by its probabilities, so that it always has the same set.
    static func number(of probabilities: [Double]) -> Double {
      var hash: UInt64 = \(seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03)
      for probability in probabilities {
        hash = (hash ^ probability.bitPattern) &* 0xBF58_476D_1CE4_E5B9
        hash ^= hash >> 29
      }
      hash &+= 0x9E37_79B9_7F4A_7C15
      hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
      hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
      hash ^= hash >> 31
      return (Double(hash >> 11) + 0.5) * 0x1p-53
    }
    """
  }
}
