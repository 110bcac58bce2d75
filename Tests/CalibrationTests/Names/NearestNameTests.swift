import Calibration
import Testing

struct NearestNameTests {
  private let known = ["temperature", "knowledge-transfer", "isotonic", "vector"]

  @Test(arguments: [
    ("temprature", "temperature"), ("Temperature", "temperature"),
    ("knowlege-tranfser", "knowledge-transfer"), ("temp", "temperature"),
    ("vectro", "vector"),
  ])
  func `what was meant is found`(given: String, meant: String) {
    #expect(nearest(given, among: known) == meant)
  }

  @Test func `nothing is said when nothing is near`() {
    #expect(nearest("zebra", among: known) == nil)
    #expect(nearest("", among: known) == nil)
    #expect(nearest("vector", among: []) == nil)
  }

  @Test func `an unknown calibrator is refused with the nearest name and the known ones`() {
    #expect { try Calibrators.type(named: "temprature") } throws: { error in
      "\(error)".hasPrefix(
        "unknown calibrator \"temprature\"; did you mean \"temperature\"? (known: temperature, ")
    }
  }

  @Test func `an unknown name where there is none says so`() {
    #expect(
      UnknownName("weights", "ema", known: []).description
        == "unknown weights \"ema\" (there are none)")
  }

  @Test func `the place that is known first is told`() {
    let error = UnknownName("loss", "x", known: ["range"]).at("stages.0.loss").at("elsewhere")
    #expect(error.description == "stages.0.loss: unknown loss \"x\" (known: range)")
    #expect(UnknownName("loss", "x", known: [], at: "").place == nil)
  }
}
