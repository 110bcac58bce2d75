import ArrayFiles
public import Foundation

/// A fitted calibrator as JSON that a person can read.
///
/// ```json
/// {"format": "longtail calibrator", "version": 1, "method": "temperature", "classes": 10,
///  "settings": {…}, "calibrator": {"temperature": 1.8766, …}}
/// ```
public enum CalibratorFile {
  public static let format = "longtail calibrator"
  public static let version = 1

  /// A calibrator, and how it was made.
  public struct Content: Sendable {
    /// The method with its settings.
    public let method: any CalibrationMethod
    public let calibrator: any Calibrator
  }

  private struct Head: Decodable {
    let format: String
    let version: Int
    let method: String
    let classes: Int
  }

  private struct Body<Method: CalibrationMethod>: Codable {
    var format = CalibratorFile.format
    var version = CalibratorFile.version
    var method = Method.name
    var classes: Int
    var settings: Method
    var calibrator: Method.Fitted

    init(_ method: Method, _ calibrator: Method.Fitted) {
      classes = calibrator.classes
      settings = method
      self.calibrator = calibrator
    }
  }

  /// The JSON of a calibrator, keys sorted.
  public static func data<Method: CalibrationMethod>(
    _ calibrator: Method.Fitted, method: Method
  ) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(Body(method, calibrator))
  }

  /// Writes the whole file or nothing.
  public static func write<Method: CalibrationMethod>(
    _ calibrator: Method.Fitted, method: Method, to path: String
  ) throws {
    var data = try data(calibrator, method: method)
    data.append(UInt8(ascii: "\n"))
    try AtomicFile.write(data, to: path)
  }

  /// - Throws: `FileProblem`: not there, not JSON, another format, a newer version, an unknown method,
  ///   or content that does not fit the method.
  public static func read(_ path: String) throws -> Content {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FileProblem(path, "cannot be read: \(error.localizedDescription)")
    }
    return try read(data, from: path)
  }

  /// What is in the bytes of a whole file; `path` is named in messages.
  public static func read(_ data: Data, from path: String) throws -> Content {
    let head: Head
    do {
      head = try JSONDecoder().decode(Head.self, from: data)
    } catch {
      throw FileProblem(path, "not a calibrator file: \(reason(error))")
    }
    guard head.format == format else {
      throw FileProblem(path, at: "format", "\"\(head.format)\"; \"\(format)\" was expected")
    }
    guard (1...version).contains(head.version) else {
      throw FileProblem(
        path, at: "version", "\(head.version); this program reads 1 to \(version)")
    }
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
    if let flaw = content.calibrator.flaw { throw FileProblem(path, at: "calibrator", flaw) }
    guard content.calibrator.classes == head.classes else {
      throw FileProblem(
        path, at: "classes",
        "\(head.classes), but the calibrator is for \(content.calibrator.classes)")
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
    return Content(method: body.settings, calibrator: body.calibrator)
  }

  private static func reason(_ error: any Error) -> String {
    func place(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      let parents = place(context)
      return "\(parents.isEmpty ? "" : parents + ".")\(key.stringValue) is missing"
    case .typeMismatch(let type, let context):
      return "\(place(context)) is not of type \(type)"
    case .valueNotFound(_, let context): return "\(place(context)) has no value"
    case .dataCorrupted(let context):
      let parents = place(context)
      return parents.isEmpty ? "not valid JSON" : "\(parents): \(context.debugDescription)"
    default: return "\(error)"
    }
  }
}

extension Calibrator {
  /// Probabilities for logits from outside, whose number of classes may not fit.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)``
  public func probabilities(for logits: Logits) throws(CalibrationError) -> Probabilities {
    guard logits.classes == classes else {
      throw .classesDiffer(calibrator: classes, data: logits.classes)
    }
    return self(logits)
  }
}
