import Testing

@testable import Calibration

/// Gates.
struct MeasureGateTests {
  private func report(_ settings: MeasureSettings = MeasureSettings()) throws -> FigureTable {
    try FigureTable(
      Probabilities([0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4], classes: 2), labels: [0, 0, 1, 0],
      settings)
  }

  @Test(arguments: [
    ("accuracy<0.8", true), ("accuracy < 0.75", false), ("accuracy<=0.75", true),
    ("accuracy>0.75", false), (" accuracy >= 75e-2 ", true), ("nll>100", false),
  ])
  func `gates fail when the figure is on the wrong side`(text: String, fails: Bool) throws {
    let failure = try MeasureGate(text).failure(of: report())
    #expect((failure != nil) == fails)
    if fails { #expect("\(failure.map { "\($0)" } ?? "")".contains("accuracy is 0.75")) }
  }

  @Test func `gates on a figure without a value cannot be judged, and say why`() throws {
    for (text, reason) in [
      ("accuracy_few<0.5", "no class counts were given"),
      ("ace>0.1", "4 samples are fewer than 15 bins"),
      ("ece.lower>0.1", "no interval"),
    ] {
      let failure = try #require(try MeasureGate(text).failure(of: report()))
      guard case .notJudged(let words) = failure else {
        Issue.record("\(failure)")
        continue
      }
      #expect(words.contains(reason), "\(words)")
    }
  }

  @Test func `gates look at an end of the interval`() throws {
    var settings = MeasureSettings()
    settings.intervals = .all
    let report = try report(settings)
    let interval = try #require(try report.row("accuracy").interval)
    #expect(try MeasureGate("accuracy.upper<\(interval.upper)").failure(of: report) == nil)
    #expect(try MeasureGate("accuracy.upper<=\(interval.upper)").failure(of: report) != nil)
    let failure = try MeasureGate("accuracy.lower>0").failure(of: report)
    #expect("\(failure.map { "\($0)" } ?? "")".contains("lower end of the interval of accuracy"))
  }

  @Test func `gates that are none are refused with what was expected`() {
    for (text, words) in [
      ("ece", "none of >, >=, <, <="), ("ece>", "a number was expected"),
      ("ece>five", "“five”"), ("ece>nan", "a number was expected"),
      ("ecce>0.1", "did you mean \"ece\""), (">0.1", "unknown metric"),
      ("ece.middle>0.1", "lower or upper"), ("ece.lower.upper>0.1", "lower or upper"),
    ] {
      #expect("\(text)") {
        try MeasureGate(text)
      } throws: { error in
        "\(error)".contains(words)
      }
    }
  }

  @Test func `gates with a bound where the figure cannot be are refused`() throws {
    for (text, words) in [
      ("ece>5", "compares ece with 5; shares are from 0 to 1 (0.05)"),
      ("accuracy<80", "(0.8)"), ("accuracy.lower<80", "(0.8)"), ("signed_gap<-3", "(-0.03)"),
      ("brier>2.5", "it lies from 0 to 2"),
    ] {
      #expect("\(text)") {
        _ = try MeasureGate(text)
      } throws: { error in
        "\(error)".contains(words)
      }
    }
    for text in ["ece>1", "signed_gap<-0.1", "nll>5", "brier>=2"] { _ = try MeasureGate(text) }
    #expect {
      _ = try PriorGate("distance>10")
    } throws: {
      "\($0)".contains("shares are from 0 to 1 (0.1)")
    }
    _ = try PriorGate("samples<100")
  }
}
