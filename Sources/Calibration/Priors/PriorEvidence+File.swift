import ArrayFiles
import Foundation

/// A state of `longtail prior`: all that its estimate is made of, as one safetensors file, so that an estimate
/// of merged states is that of one batch exactly.
///
/// Arrays `rows` `[samples, classes]`, `validation_logits` and `validation_labels`; the calibrator as JSON and
/// the sizes of the batches in the metadata. It grows with the rows.
extension PriorEvidence {
  private static let format = "longtail prior state"
  private static let version = "1"

  /// Writes the whole file or nothing.
  /// - Throws: `FileProblem` when it cannot be written.
  public func write(to path: String) throws {
    var metadata = [
      "format": Self.format, "version": Self.version, "calibrator": calibratorName,
      "batches": batches.map { String($0.samples) }.joined(separator: " "),
    ]
    if let method {
      metadata["calibrator_file"] = String(
        decoding: try CalibratorFile.data(.combined(calibrator, nil), method: method),
        as: UTF8.self)
    }
    if let classNames {
      metadata["class_names"] = String(
        decoding: try JSONEncoder().encode(classNames), as: UTF8.self)
    }
    let logits = validation.logits
    try SafetensorsFile.write(
      [
        ("rows", Self.array(batches, classes: classes)),
        ("validation_logits", Self.array([logits], classes: classes)),
        ("validation_labels", NumericArray(validation.labels, shape: [logits.samples])),
      ], metadata: metadata, to: path)
  }

  private static func array(_ parts: [Logits], classes: Int) -> NumericArray {
    var bytes = Data()
    for part in parts { part.withUnsafeValues { bytes.append(Data(buffer: $0)) } }
    return NumericArray(
      shape: [bytes.count / (4 * classes), classes], elementType: .float32, bytes: bytes)
  }

  /// - Throws: `FileProblem` when the file is not there or holds something else.
  public static func read(_ path: String) throws -> PriorEvidence {
    let file: SafetensorsFile
    do { file = try SafetensorsFile.read(path) } catch {
      throw FileProblem(path, "no state of longtail prior: \(error.problem)")
    }
    guard file.metadata["format"] == format else {
      throw FileProblem(path, "no state of longtail prior")
    }
    guard file.metadata["version"] == version else {
      throw FileProblem(
        path, at: "version",
        "\(file.metadata["version"] ?? "none"); this program reads \(version)")
    }
    let rows = try logits("rows", file, path)
    let validation = try logits("validation_logits", file, path)
    let sizes = (file.metadata["batches"] ?? "").split(separator: " ").map { Int($0) ?? 0 }
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 }), sizes.reduce(0, +) == rows.samples else {
      throw FileProblem(path, at: "batches", "they do not add up to \(rows.samples) rows")
    }
    guard let labels = file["validation_labels"] else {
      throw FileProblem(path, "it holds no array 'validation_labels'")
    }
    var begin = 0
    let batches = sizes.map { size in
      defer { begin += size }
      return rows.part(begin..<begin + size)
    }
    var predictions = Predictions(
      logits: validation,
      labels: try PredictionArrays.labels(
        LocatedArray(labels, path: path, name: "validation_labels"), samples: validation.samples,
        classes: validation.classes
      ).labels)
    predictions.input.classNames = try file.metadata["class_names"].map { text in
      guard let names = try? JSONDecoder().decode([String].self, from: Data(text.utf8)),
        names.count == validation.classes
      else {
        throw FileProblem(
          path, at: "class_names", "\(validation.classes) names were expected")
      }
      return names
    }
    return try evidence(predictions, batches, file.metadata, path)
  }

  private static func evidence(
    _ validation: Predictions, _ batches: [Logits], _ metadata: [String: String], _ path: String
  ) throws -> PriorEvidence {
    let name = metadata["calibrator"] ?? ""
    var calibrator: any Calibrator = TemperatureCalibrator(
      temperature: 1, classes: validation.logits.classes, warnings: [])
    var method: (any CalibrationMethod)?
    if name != uncalibrated {
      let content = try CalibratorFile.read(
        Data((metadata["calibrator_file"] ?? "").utf8), from: path)
      calibrator = try content.calibrator
      method = content.method
    }
    do {
      return try PriorEvidence(
        validation: validation, calibrator: calibrator, name: name, method: method,
        batches: batches)
    } catch {
      throw FileProblem(path, error.description)
    }
  }

  private static func logits(
    _ name: String, _ file: SafetensorsFile, _ path: String
  ) throws(FileProblem) -> Logits {
    guard let array = file[name] else { throw FileProblem(path, "it holds no array '\(name)'") }
    let rows = try PredictionRows(LocatedArray(array, path: path, name: name), kind: .logits)
    return try rows.logits(0..<rows.samples)
  }
}

extension Logits {
  /// Some rows in order.
  func part(_ rows: Range<Int>) -> Logits {
    withUnsafeValues {
      Logits(Array($0[rows.lowerBound * classes..<rows.upperBound * classes]), classes: classes)
    }
  }
}
