import Calibration
import LongTail
import LongTailTesting
import Testing
import Torch

/// Items within somebody's own items, and settings of theirs that are called as places of a recipe are.
struct NestedItemTests {
  /// A loss around other losses.
  struct SurroundingLoss: LossFunction {
    static let name = "own-surrounding"
    static let summary = "a loss around others"
    static let nested: [String: any Catalog.Type] = ["inner": Losses.self, "parts.*": Losses.self]

    var inner = Chosen<Losses>(CrossEntropy())
    var parts: [Chosen<Losses>] = []
    var training = "quick"
    var evaluation = 0.5
    var base = 1

    func callAsFunction(
      _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
    ) -> LossValues {
      CrossEntropy()(outputs, labels, context)
    }
  }

  private static let catalog = CatalogSet.builtIn.adding(loss: SurroundingLoss.self)

  /// The loss after the settings, each below `stages.0.loss`.
  private func loss(_ settings: String...) throws -> SurroundingLoss {
    try Self.catalog.inUse {
      let recipe = try SmallRun.recipe([Stage()]).setting(
        ["stages.0.loss=own-surrounding"] + settings.map { "stages.0.loss." + $0 })
      return try #require(recipe.stages[0].loss.objective as? SurroundingLoss)
    }
  }

  @Test func `an item within an item is chosen by its name, and its settings by themselves`() throws
  {
    #expect(try loss("inner=balanced-softmax").inner.name == "balanced-softmax")
    let changed = try loss("inner=balanced-softmax", "inner.strength=0.5").inner
    #expect((changed.objective as? BalancedSoftmax)?.strength == 0.5)
    let inline = try loss("inner={name: balanced-softmax, strength: 2}").inner
    #expect((inline.objective as? BalancedSoftmax)?.strength == 2)
    let parts = try loss("parts=[focal, {name: balanced-softmax, strength: 2}]").parts
    #expect(parts.map(\.name) == ["focal", "balanced-softmax"])
    let error = #expect(throws: UnknownName.self) { try loss("inner=balanced-sofmax") }
    #expect(error?.description.contains("did you mean \"balanced-softmax\"") == true)
  }

  @Test func `a setting that is called as a place of a recipe is the item's own`() throws {
    #expect(try loss("training=native").training == "native")
    #expect(try loss("evaluation=0.25").evaluation == 0.25)
    #expect(try loss("base=3").base == 3)
  }

  @Test func `an item that nests others keeps the laws`() {
    Self.catalog.inUse {
      #expect(CatalogItemLaws.violations(of: SurroundingLoss()) == [])
    }
  }

  @Test func `a companion's network is set as the recipe's own`() throws {
    let recipe = try SmallRun.recipe([Stage()]).setting(
      "stages.0.companions=[{name: teacher, path: RUN}]")
    let changed = try recipe.setting([
      "stages.0.companions.0.model={backbone: resnet50, router: {topLogits: 3}}",
      "stages.0.companions.0.model.classifier=cosine",
    ])
    let model = try #require(changed.stages[0].teacher?.model)
    #expect(model.backbone.name == "resnet50" && model.classifier.name == "cosine")
    #expect(model.router == RouterSettings(topLogits: 3))
  }
}
