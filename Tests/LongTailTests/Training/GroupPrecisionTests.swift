import LongTail
import Testing

/// What several processes compute is what one computes: in double precision nothing is left to rounding.
struct GroupPrecisionTests {
  @Test(arguments: [1, 2])
  func `one, two and four processes make the same twenty steps`(parts: Int) throws {
    var recipe = SmallRun.recipe(
      [
        Stage(
          epochs: 7, augmentations: [RandomCrop(), HorizontalFlip()],
          optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule())
      ], model: DoublePrecisionRun.residual, selection: .last)
    recipe.accumulation = parts
    let one = try DoublePrecisionRun.results(recipe, processes: 1)[0]
    #expect(one.steps >= 20)
    #expect(one.losses.count == 7 && one.losses[6] < one.losses[0])
    for processes in [2, 4] {
      let several = try DoublePrecisionRun.results(recipe, processes: processes)
      #expect(several[0].distance(from: one) < 1e-6, "\(processes) processes")
      // Each process has the same weights, to the last bit.
      for other in several { #expect(other.weights == several[0].weights) }
    }
  }
}
