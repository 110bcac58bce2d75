import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

struct CalibratorFileTests {
  private func fitted() throws -> TemperatureCalibrator {
    var random = SeededNumbers(seed: 12)
    return try TemperatureScaling().fitted(to: random.predictions(samples: 100, classes: 3))
  }

  @Test func `calibrator files are JSON that says format, version, method and classes`() throws {
    let data = try CalibratorFile.data(fitted(), method: TemperatureScaling())
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["format"] as? String == "longtail calibrator")
    #expect(object["version"] as? Int == 1)
    #expect(object["method"] as? String == "temperature")
    #expect(object["classes"] as? Int == 3)
  }

  @Test func `calibrator files are read back exactly, settings included`() throws {
    try withTemporaryFolder { folder in
      let method = TemperatureScaling(upperBound: 7, weighting: .prior([1, 2, 0.5]))
      let calibrator = try fitted()
      try CalibratorFile.write(calibrator, method: method, to: folder + "/c.json")
      let content = try CalibratorFile.read(folder + "/c.json")
      #expect(content.method as? TemperatureScaling == method)
      #expect(try content.calibrator as? TemperatureCalibrator == calibrator)
    }
  }

  @Test(arguments: [
    ("", "not a calibrator file: not valid JSON"),
    ("{}", "not a calibrator file: format is missing"),
    ("[1]", "not a calibrator file: the whole is not an object"),
    (#"{"format":7}"#, "not a calibrator file: format is not a text"),
    (#"{"format":"longtail calibrator","version":"1"}"#, "version is not a whole number"),
    (#"{"format":"x","version":1,"method":"temperature","classes":2}"#, #"format: "x"; "#),
    (
      #"{"format":"longtail calibrator","version":9,"method":"temperature","classes":2}"#,
      "version: 9; this program reads 1 to 2"
    ),
    (
      #"{"format":"longtail calibrator","version":1,"method":"temprature","classes":2}"#,
      #"did you mean "temperature"?"#
    ),
    (
      #"{"format":"longtail calibrator","version":1,"method":"temperature","classes":2}"#,
      #"not a "temperature" calibrator: settings is missing"#
    ),
  ])
  func `files that are something else are refused with the flaw`(text: String, message: String) {
    #expect { try CalibratorFile.read(Data(text.utf8), from: "c.json") } throws: { error in
      error is FileProblem && "\(error)".contains(message)
    }
  }

  @Test func `files that are not there are refused`() {
    #expect(throws: FileProblem.self) { try CalibratorFile.read("/nowhere/c.json") }
  }

  @Test func `a calibrator refuses data with another number of classes`() throws {
    let calibrator = try fitted()
    #expect(throws: CalibrationError.classesDiffer(calibrator: 3, data: 2)) {
      try calibrator.probabilities(for: Logits([0, 1], classes: 2))
    }
  }
}
