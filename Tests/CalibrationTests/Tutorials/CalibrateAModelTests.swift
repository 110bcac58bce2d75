import Calibration
import Testing

// Tutorial: CalibrateAModel
struct CalibrateAModelTests {
  @Test func `the tutorial's code does what it says`() throws {
    // Three classes, one row of logits a sample; the model says "class 0" three times and errs once.
    let heldOut = Predictions(
      logits: Logits([4, 0, 0, 5, 1, 0, 3, 0, 1, 0, 6, 0, 1, 1, 4, 0, 5, 1], classes: 3),
      labels: [0, 0, 1, 1, 2, 2])

    let method = TemperatureScaling()
    let calibrator = try method.fitted(to: heldOut)
    #expect(calibrator.temperature > 1)

    let answers = calibrator(Logits([4, 0, 1], classes: 3))
    let surest = answers.values.max()
    #expect(surest == answers.values[0])

    let data = try CalibratorFile.data(calibrator, method: method)
    let again = try CalibratorFile.read(data, from: "calibrator.json").calibrator
    #expect(again(Logits([4, 0, 1], classes: 3)) == answers)
  }
}
