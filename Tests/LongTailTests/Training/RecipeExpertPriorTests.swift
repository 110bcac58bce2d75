import Calibration
import Foundation
import LongTail
import TestSupport
import Testing

struct RecipeExpertPriorTests {
  private static let counts = [40, 20, 10]

  private static func recipe(
    _ stages: [Stage], prediction: PredictionRule = PredictionRule(), experts: Int = 3
  ) -> Recipe {
    SmallRun.recipe(
      stages, model: ModelSettings(backbone: TwoLayerBackbone(hidden: 8), experts: experts),
      prediction: prediction)
  }

  /// Expects each expert's prior to be ∝ π^λ with the exponent given for it.
  private static func expect(
    _ recipe: Recipe, exponents: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let priors = try #require(
      recipe.expertPriors(classCounts: counts), sourceLocation: sourceLocation)
    try #require(priors.count == exponents.count, sourceLocation: sourceLocation)
    for (prior, exponent) in zip(priors, exponents) {
      let raised = counts.map { pow(Double($0), exponent) }
      let total = raised.reduce(0, +)
      #expect(
        zip(prior, raised).allSatisfy { abs($0 - $1 / total) < 1e-12 }, "\(prior), \(exponent)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func `an expert with strength τ is for π to the power of 1 − τ`() throws {
    let adjusted = Stage(loss: ExpertLogitAdjustment())
    try Self.expect(Self.recipe([adjusted]), exponents: [1, 0, -1])
    let given = ExpertLogitAdjustment(strengths: [0.5, 2], average: nil)
    try Self.expect(Self.recipe([Stage(loss: given)], experts: 2), exponents: [0.5, -1])
    let distilled = Stage(loss: KnowledgeDistillation(ExpertLogitAdjustment()))
    try Self.expect(Self.recipe([distilled]), exponents: [1, 0, -1])
  }

  @Test func `what the ensemble's prior loses, each expert's loses`() throws {
    let stage = Stage(loss: ExpertLogitAdjustment())
    try Self.expect(
      Self.recipe([stage], prediction: PredictionRule(logitAdjustment: 1)), exponents: [0, -1, -2])
    let balanced = Stage(sampler: ClassBalanced(), loss: ExpertLogitAdjustment())
    try Self.expect(Self.recipe([balanced]), exponents: [0, -1, -2])
  }

  @Test func `the last stage that trains experts decides, not the router's`() throws {
    let adjusted = Stage(loss: ExpertLogitAdjustment())
    let router = Stage(trains: ["router"], loss: RoutingLoss())
    try Self.expect(Self.recipe([adjusted, router]), exponents: [1, 0, -1])
    let classifiers = Stage(trains: ["classifier"], loss: BalancedSoftmax())
    #expect(Self.recipe([adjusted, classifiers]).expertPriors(classCounts: Self.counts) == nil)
    #expect(Self.recipe([Stage()]).expertPriors(classCounts: Self.counts) == nil)
  }

  @Test func `experts with different priors are not calibrated or routed one by one unsaid`() {
    let different = Self.recipe([Stage(loss: ExpertLogitAdjustment())])
    let same = Self.recipe([
      Stage(loss: ExpertLogitAdjustment(strengths: [1, 1, 1]))
    ])
    func warnings(_ recipe: Recipe, _ calibration: ExpertCalibration? = nil) -> [String] {
      recipe.expertPriorWarnings(calibrating: calibration, classCounts: Self.counts)
    }
    #expect(warnings(different) == [])
    #expect(warnings(different, .each).count == 1)
    #expect(warnings(different, .each).first?.contains("no longer unbiased") == true)
    #expect(warnings(same, .each) == [])
    #expect(warnings(Self.recipe([Stage()]), .each) == [])
    var each = different
    each.expertCalibration = .each
    #expect(warnings(each).count == 1 && warnings(each, .combined) == [])
    var routed = different
    routed.prediction.routes = true
    #expect(warnings(routed).count == 1)
    #expect(warnings(routed).first?.contains("router") == true)
  }
}
