import Calibration
import Testing

@Suite("Nearest name")
struct NearestNameTests {
  private let known = ["temperature", "knowledge-transfer", "isotonic", "vector"]

  @Test(
    "finds what was meant",
    arguments: [
      ("temprature", "temperature"), ("Temperature", "temperature"),
      ("knowlege-tranfser", "knowledge-transfer"), ("temp", "temperature"),
      ("vectro", "vector"),
    ])
  func findsNearest(given: String, meant: String) {
    #expect(nearest(given, among: known) == meant)
  }

  @Test("says nothing when nothing is near")
  func findsNothing() {
    #expect(nearest("zebra", among: known) == nil)
    #expect(nearest("", among: known) == nil)
    #expect(nearest("vector", among: []) == nil)
  }

  @Test("an unknown calibrator is refused with the nearest name and the known ones")
  func unknownName() {
    #expect { try Calibrators.type(named: "temprature") } throws: { error in
      "\(error)".hasPrefix(
        "unknown calibrator \"temprature\"; did you mean \"temperature\"? (known: temperature, ")
    }
  }

  @Test("an unknown name where there is none says so")
  func noNames() {
    #expect(
      UnknownName("weights", "ema", known: []).description
        == "unknown weights \"ema\" (there are none)")
  }
}
