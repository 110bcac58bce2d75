import Foundation
@testable import LongTail
import TestSupport
import Testing

/// Recipes that versions before wrote are read as what they meant.
struct FormerStagesTests {
  private func read(_ text: String) throws -> Recipe {
    let folder = try TemporaryFolder()
    return try PartialRecipe(folder.file("recipe.yaml", Data(text.utf8)))
      .recipe(for: .cifar100)
  }

  @Test func `former keys of a stage keep their meaning`() throws {
    let stage = try read(
      """
      method: bbn
      data: {source: "cifar10:pictures"}
      stages:
      - branchSamplers: [{name: reversed}]
        fixed: [router]
        averageDecay: 0.5
        teacher: {path: other/run, model: {experts: 6}, sha256: null}
        optimizer: {name: sgd, rateFactors: {classifier: 0.25, layer1: 0}}
      """
    ).stages[0]
    #expect(stage.streams.map(\.sampler.name) == ["reversed"])
    #expect(stage.streams[0].augmentations == nil)
    #expect((stage.hooks.first?.item as? WeightAveraging)?.decay == 0.5)
    #expect(stage.teacher?.path == "other/run" && stage.teacher?.model?.experts == 6)
    #expect(
      stage.parameterRules == [
        ParameterRule("router", trains: false), ParameterRule("classifier", rateFactor: 0.25),
        ParameterRule("layer1", rateFactor: 0),
      ])
  }

  @Test func `what a former recipe said was empty is empty, whatever the method's plan has now`()
    throws
  {
    let text = """
      method: ride
      data: {source: "cifar10:pictures"}
      stages:
      - {branchSamplers: [], fixed: [], averageDecay: null, teacher: null, optimizer: {rateFactors: {}}}
      - {}
      """
    let stage = try read(text).stages[0]
    #expect(stage.parameterRules == [] && stage.hooks.isEmpty && stage.companions.isEmpty)
  }
}
