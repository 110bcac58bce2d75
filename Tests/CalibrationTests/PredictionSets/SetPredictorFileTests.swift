import CalibrationTesting
import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Files of prediction sets.
struct SetPredictorFileTests {
  private static func predictor(
    _ rule: any SetRule = ClassConditionalRule(), score: any SetScore = PrevalenceAdjustedScore(),
    calibrator: CalibratorIdentity = .none
  ) throws -> SetPredictor {
    var random = SeededNumbers(seed: 12)
    let drawn = random.predictions(samples: 40, classes: 3)
    // The last class has too few for a threshold.
    let labels = (0..<40).map { $0 < 3 ? 2 : $0 % 2 }
    return try SetMethod(score: score, rule: rule, alpha: 0.1, seed: 7).fitted(
      to: ProbabilityRows(softmax(drawn.logits)), labels: labels,
      facts: ClassFacts(trainingCounts: [50, 30, 20]), calibrator: calibrator)
  }

  private static func object(_ predictor: SetPredictor) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: SetPredictorFile.data(predictor)) as? [String: Any])
  }

  @Test func `say all that thresholds depend on, with null for none`() throws {
    let object = try Self.object(
      Self.predictor(calibrator: .file(method: "temperature", sha256: "ab")))
    #expect(object["format"] as? String == "longtail prediction sets")
    #expect(object["version"] as? Int == 1)
    #expect((object["score"] as? [String: Any])?["name"] as? String == "pas")
    #expect((object["rule"] as? [String: Any])?["name"] as? String == "class-conditional")
    #expect(object["alpha"] as? Double == 0.1)
    #expect(object["n"] as? Int == 40)
    #expect(object["seed"] as? Int == 7)
    #expect(object["prior"] as? [Double] == [0.5, 0.3, 0.2])
    #expect(
      (object["calibrator"] as? [String: String]) == ["method": "temperature", "sha256": "ab"])
    let thresholds = try #require(object["threshold"] as? [Any])
    #expect(thresholds[2] is NSNull && thresholds[0] is Double)
    let split = try Self.object(Self.predictor(SplitRule(), score: LeastAmbiguousScore()))
    #expect(split["threshold"] is Double && split["k"] as? Int == 37)
    #expect(split["calibrator"] as? String == "none")
    #expect(split["prior"] is NSNull)
  }

  @Test(arguments: [
    ("", "not a file of prediction sets: not valid JSON"),
    ("{}", "format is missing"),
    (#"{"format":"longtail calibrator","version":1}"#, #"format: "longtail calibrator"; "#),
    (#"{"format":"longtail prediction sets","version":2}"#, "version: 2; this program reads 1"),
    (#"{"format":"longtail prediction sets","version":1}"#, "classes is missing"),
  ])
  func `that are something else are refused`(text: String, message: String) {
    #expect {
      try SetPredictorFile.read(Data(text.utf8), from: "s.json")
    } throws: {
      $0 is FileProblem && "\($0)".contains(message)
    }
  }

  @Test(arguments: [
    ("\"alpha\" : 0.1", "\"alpha\" : 1.5", "alpha: 1.5"),
    ("\"classes\" : 3", "\"classes\" : 4", "threshold: 3 numbers for 4 classes"),
    ("\"pas\"", "\"pass\"", "did you mean \"pas\""),
    ("class-conditional", "class-condition", "did you mean \"class-conditional\""),
    ("\"none\"", "\"some\"", "calibrator"),
    ("0.5,", "0,", "prior.0"),
    ("\"keep\"", "\"drop\"", "empty_sets"),
  ])
  func `that do not fit together are refused by key`(
    old: String, new: String, message: String
  ) throws {
    let text = String(decoding: try SetPredictorFile.data(Self.predictor()), as: UTF8.self)
    try #require(text.contains(old), "\(text)")
    #expect {
      try SetPredictorFile.read(
        Data(text.replacingOccurrences(of: old, with: new).utf8), from: "s.json")
    } throws: {
      $0 is FileProblem && "\($0)".contains(message)
    }
  }

  @Test func `that are damaged are refused or read, and never end the program`() throws {
    let data = try SetPredictorFile.data(Self.predictor())
    let probabilities = Probabilities([0.2, 0.3, 0.5], classes: 3)
    for copy in HostileInput.damaged(data, copies: 300, seed: 4) {
      guard let predictor = try? SetPredictorFile.read(copy, from: "s.json") else { continue }
      _ = try? predictor.sets(for: probabilities)
      _ = predictor.unlimitedClasses
    }
  }

  @Test func `the hash is SHA-256`() {
    #expect(
      SHA256.hexadecimal(Data("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexadecimal(Data())
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    // Two blocks, and exactly one of text.
    #expect(
      SHA256.hexadecimal(
        Data("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test func `groups are read from a list or by class`() throws {
    let folder = try TemporaryFolder()
    func read(_ text: String) throws -> [String] {
      try SetGroups.read(folder.file("groups.json", Data(text.utf8)), classes: 3)
    }
    #expect(try read(#"["a", "b", "a"]"#) == ["a", "b", "a"])
    #expect(try read(#"{"2": "x", "0": "y", "1": "x"}"#) == ["y", "x", "x"])
    for (text, word) in [
      (#"["a"]"#, "1 groups for 3 classes"), (#"{"0": "a", "1": "b"}"#, "no group for class 2"),
      (#"{"0": "a", "1": "b", "3": "c"}"#, "0 to 2 was expected"), ("7", "JSON object"),
    ] {
      #expect {
        try read(text)
      } throws: {
        "\($0)".contains(word) && "\($0)".contains("groups.json")
      }
    }
  }
}
