import ArrayFiles
public import Foundation

/// A set predictor as JSON that a person can read.
///
/// ```json
/// {"format": "longtail prediction sets", "version": 1, "classes": 10, "alpha": 0.1,
///  "score": {"name": "raps", "constants": {…}}, "rule": {"name": "split", "settings": {}},
///  "threshold": 0.9511, "n": 4064, "k": 3659, "seed": 0, "empty_sets": "keep",
///  "calibrator": {"method": "temperature", "sha256": "…"}, …}
/// ```
///
/// `threshold` is a number or one a class in class order, `null` standing for no limit; `calibrator` is
/// `"none"` for probabilities that no calibrator made.
public enum SetPredictorFile {
  /// What the key `format` says in every file of this kind.
  public static let format = "longtail prediction sets"
  /// The newest that is read.
  public static let version = 1

  /// The JSON of a predictor, keys sorted.
  public static func data(_ predictor: SetPredictor) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(predictor)
  }

  /// Writes the whole file or nothing.
  public static func write(_ predictor: SetPredictor, to path: String) throws {
    try JSONFile.write(data(predictor), to: path)
  }

  /// - Throws: `FileProblem`: not there, not JSON, another format, a newer version, an unknown score or rule,
  ///   or content that does not fit together.
  public static func read(_ path: String) throws -> SetPredictor {
    try read(JSONFile.contents(of: path), from: path)
  }

  private struct Head: FileHead {
    let format: String
    let version: Int
  }

  /// What is in the bytes of a whole file; `path` is named in messages.
  public static func read(_ data: Data, from path: String) throws -> SetPredictor {
    _ = try Head(
      data, from: path, kind: "file of prediction sets", format: format, newest: version)
    let predictor: SetPredictor
    do {
      predictor = try JSONDecoder().decode(SetPredictor.self, from: data)
    } catch {
      throw FileProblem(path, "not a file of prediction sets: \(reason(error))")
    }
    if let (place, flaw) = predictor.flaw { throw FileProblem(path, at: place, flaw) }
    return predictor
  }
}
