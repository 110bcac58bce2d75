import ArrayFiles
public import Foundation

/// A fitted calibrator as JSON that a person can read.
///
/// ```json
/// {"format": "longtail calibrator", "version": 1, "method": "temperature", "classes": 10,
///  "settings": {…}, "calibrator": {"temperature": 1.8766, …}}
/// ```
///
/// `input` says what it was fitted to: logits or probabilities, the names of the classes where they are
/// known, and what was taken off logits that lie far from zero. Files without it are read, too.
/// Where the logits were combined from experts, `combination` says how. A calibrator for each expert is
/// version 2, with a list `experts` instead of `calibrator`.
public enum CalibratorFile {
  /// What the key `format` says in every file of this kind.
  public static let format = "longtail calibrator"
  /// The newest that is read.
  public static let version = 2

  /// What was fitted, and how it was made.
  public struct Content: Sendable {
    /// The method with its settings.
    public let method: any CalibrationMethod
    /// What was fitted: one calibrator, or one for each expert.
    public let fitted: FittedCalibration
    /// What it was fitted to; `nil` in files that do not say so.
    public let input: InputDescription?

    /// The calibrator of a network, or of an ensemble's combination.
    /// - Throws: ``CalibrationError/onePerExpert``
    public var calibrator: any Calibrator {
      get throws(CalibrationError) { try fitted.single }
    }
  }

  private struct Head: FileHead {
    let format: String
    let version: Int
    let method: String
    let classes: Int
  }

  private struct Body<Method: CalibrationMethod>: Codable {
    var format = CalibratorFile.format
    var version: Int
    var method = Method.name
    var classes: Int
    var settings: Method
    var input: InputDescription?
    var combination: EnsembleCombination?
    var calibrator: Method.Fitted?
    var experts: [Method.Fitted]?

    init(_ method: Method, _ fitted: FittedCalibration, _ input: InputDescription?) {
      self.input = input
      classes = fitted.classes
      settings = method
      combination = fitted.combination
      let calibrators = fitted.calibrators.map { calibrator in
        guard let own = calibrator as? Method.Fitted else {
          preconditionFailure("\(type(of: calibrator)) was not fitted by \(Method.name)")
        }
        return own
      }
      if case .each = fitted {
        version = 2
        experts = calibrators
      } else {
        version = 1
        calibrator = calibrators[0]
      }
    }

    func fitted() throws -> FittedCalibration {
      if let calibrator { return .combined(calibrator, combination) }
      func missing(_ key: CodingKeys) -> DecodingError {
        .keyNotFound(key, DecodingError.Context(codingPath: [], debugDescription: ""))
      }
      guard let experts, let first = experts.first else { throw missing(.calibrator) }
      guard let combination else { throw missing(.combination) }
      guard experts.allSatisfy({ $0.classes == first.classes }) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: [CodingKeys.experts], debugDescription: "they differ in their classes"))
      }
      return .each(ExpertCalibrators(experts, combination: combination))
    }
  }

  /// The JSON of a calibrator, keys sorted.
  public static func data<Method: CalibrationMethod>(
    _ calibrator: Method.Fitted, method: Method, input: InputDescription? = nil
  ) throws -> Data {
    try data(.combined(calibrator, nil), method: method, input: input)
  }

  /// The JSON of what the method was fitted to, keys sorted.
  /// - Parameters:
  ///   - fitted: by the method.
  ///   - method: with its settings.
  ///   - input: what the predictions were; `nil` leaves it open.
  /// - Returns: the bytes of a whole file.
  /// - Throws: what the encoder throws.
  public static func data(
    _ fitted: FittedCalibration, method: some CalibrationMethod, input: InputDescription? = nil
  ) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(Body(method, fitted, input))
  }

  /// Writes the whole file or nothing.
  public static func write<Method: CalibrationMethod>(
    _ calibrator: Method.Fitted, method: Method, input: InputDescription? = nil, to path: String
  ) throws {
    try write(.combined(calibrator, nil), method: method, input: input, to: path)
  }

  /// Writes the whole file or nothing.
  public static func write(
    _ fitted: FittedCalibration, method: some CalibrationMethod, input: InputDescription? = nil,
    to path: String
  ) throws {
    try JSONFile.write(data(fitted, method: method, input: input), to: path)
  }

  /// - Throws: `FileProblem`: not there, not JSON, another format, a newer version, an unknown method,
  ///   or content that does not fit the method.
  public static func read(_ path: String) throws -> Content {
    try read(JSONFile.contents(of: path), from: path)
  }

  /// What is in the bytes of a whole file; `path` is named in messages.
  public static func read(_ data: Data, from path: String) throws -> Content {
    let head = try Head(
      data, from: path, kind: "calibrator file", format: format, newest: version)
    let type: any CalibrationMethod.Type
    do { type = try Calibrators.type(named: head.method) } catch {
      throw FileProblem(path, at: "method", "\(error)")
    }
    let content: Content
    do {
      content = try self.content(type, data)
    } catch {
      throw FileProblem(path, "not a \"\(head.method)\" calibrator: \(reason(error))")
    }
    do { try content.method.validate() } catch {
      // "alpha: expected …": the key stands in front.
      let words = error.description.split(separator: ": ", maxSplits: 1).map(String.init)
      throw FileProblem(
        path, at: words.count == 2 ? "settings.\(words[0])" : "settings", words.last ?? "")
    }
    for (index, calibrator) in content.fitted.calibrators.enumerated() {
      guard let flaw = calibrator.flaw else { continue }
      let place = if case .each = content.fitted { "experts.\(index)" } else { "calibrator" }
      throw FileProblem(path, at: flaw.key.isEmpty ? place : "\(place).\(flaw.key)", flaw.problem)
    }
    guard content.fitted.classes == head.classes else {
      throw FileProblem(
        path, at: "classes",
        "\(head.classes), but the calibrator is for \(content.fitted.classes)")
    }
    if let names = content.input?.classNames, names.count != head.classes {
      throw FileProblem(
        path, at: "input.classNames", "\(names.count) names for \(head.classes) classes")
    }
    if case .common(let offset) = content.input?.shift, !offset.isFinite {
      throw FileProblem(path, at: "input.shift", "\(offset); a finite number was expected")
    }
    return content
  }

  private static func content<Method: CalibrationMethod>(
    _ type: Method.Type, _ data: Data
  ) throws -> Content {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let body = try decoder.decode(Body<Method>.self, from: data)
    return Content(method: body.settings, fitted: try body.fitted(), input: body.input)
  }
}

extension Calibrator {
  /// Probabilities for logits from outside, whose number of classes may not fit.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)``;
  ///   ``CalibrationError/notProbabilities(value:row:)`` when the numbers of the calibrator lead to others.
  public func probabilities(for logits: Logits) throws(CalibrationError) -> Probabilities {
    guard logits.classes == classes else {
      throw .classesDiffer(calibrator: classes, data: logits.classes)
    }
    let probabilities = self(logits)
    if let (value, row) = probabilities.firstFlaw {
      throw .notProbabilities(value: value, row: row)
    }
    return probabilities
  }
}
