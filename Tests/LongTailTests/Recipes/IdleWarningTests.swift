import LongTail
import Testing

/// What is asked for and does nothing is told.
struct IdleWarningTests {
  private func warnings(_ stage: Stage) -> [String] { SmallRun.recipe([stage]).idleWarnings }

  @Test func `hooks and mixings outside of their stage are told, others not`() {
    let late = warnings(Stage(epochs: 2, hooks: [ClassWeights(form: .power, from: 2)]))
    #expect(late.count == 1 && late[0].contains("begins in epoch 3, and the stage has 2"))
    #expect(warnings(Stage(epochs: 3, hooks: [ClassWeights(form: .power, from: 2)])) == [])
    // What never counts moves no prior, which corrections to another one begin from.
    func exponent(from epoch: Int) -> Double {
      SmallRun.recipe([Stage(epochs: 2, hooks: [ClassWeights(form: .power, from: epoch)])])
        .priorExponent
    }
    #expect(exponent(from: 2) == 1 && exponent(from: 1) == 0)
    let resting = warnings(
      Stage(
        epochs: 7, streams: [Stream(ClassBalanced())], mixing: ContextRichOversampling(rest: 4)))
    #expect(resting.count == 1 && resting[0].contains("cmo mixes nothing"))
    let mixing = Stage(
      epochs: 8, streams: [Stream(ClassBalanced())], mixing: ContextRichOversampling(rest: 4))
    #expect(warnings(mixing) == [])
  }

  @Test func `a fit of pictures where none are squared is told`() {
    var data = DataSettings(source: "image-folder:a", imageSize: 8, pictureFit: .squash)
    #expect(SmallRun.recipe([Stage()], data: data).idleWarnings == [])
    data.framing = FramingSettings(
      training: NativeFraming(), evaluation: ResizeCenterCrop(shorterSide: 9))
    let warnings = SmallRun.recipe([Stage()], data: data).idleWarnings
    #expect(warnings.count == 1 && warnings[0].contains("data.pictureFit=squash"))
    data.pictureFit = .crop
    #expect(SmallRun.recipe([Stage()], data: data).idleWarnings == [])
  }
}
