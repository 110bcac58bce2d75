import Foundation
import LongTail
import Testing
import Torch

struct ExpertLayoutTests {
  private static let picture = InputShape.picture(height: 16, width: 16, channels: 3)

  private static func settings(
    _ backbone: some Backbone = ResNet32(), experts: Int = 3, parts: Int? = 2, blocks: Int = 0,
    depths: [Int] = [], fusion: DepthFusion = .multiply, router: RouterSettings? = nil
  ) -> ModelSettings {
    ModelSettings(
      backbone: backbone, experts: experts, sharedParts: parts, sharedBlocks: blocks,
      depths: depths, fusion: fusion, router: router)
  }

  private func refusal(_ settings: ModelSettings) -> SettingsError? {
    #expect(throws: SettingsError.self) {
      try ExpertModel(settings, input: Self.picture, classes: 10, seed: 0)
    }
  }

  @Test func `a depth that is no shared stage is named with those that are`() {
    let third = refusal(Self.settings(depths: [1, 3]))
    #expect(third?.key == "model.depths.1")
    #expect(third?.problem.contains("no shared stage 3") == true)
    #expect(third?.problem.contains("stages 1 to 2") == true)
    #expect(refusal(Self.settings(depths: [0]))?.key == "model.depths.0")
    let alone = refusal(Self.settings(parts: 1, depths: [1, 2]))
    #expect(alone?.problem.contains("stage 1 alone") == true)
    #expect(refusal(Self.settings(parts: 0, depths: [1]))?.problem.contains("no stage") == true)
    let maps = refusal(Self.settings(LeNet(), depths: [1]))
    #expect(maps?.key == "model.depths" && maps?.problem.contains("lenet") == true)
  }

  @Test func `only blocks that the next stage has besides one can be shared`() {
    let all = refusal(Self.settings(blocks: 5))
    #expect(all?.key == "model.sharedBlocks")
    #expect(all?.problem.contains("0 to 4") == true)
    #expect(all?.problem.contains("stage 3 of resnet32 has 5 blocks") == true)
    #expect(refusal(Self.settings(blocks: -1))?.key == "model.sharedBlocks")
    #expect(refusal(Self.settings(parts: 3, blocks: 1))?.problem.contains("shared already") == true)
  }

  @Test func `a router needs experts, and classes to look at`() {
    let single = refusal(Self.settings(experts: 1, router: RouterSettings()))
    #expect(single?.key == "model.router")
    #expect(single?.problem.contains("the model has 1") == true)
    let many = refusal(Self.settings(router: RouterSettings(topLogits: 30)))
    #expect(many?.key == "model.router.topLogits")
    #expect(many?.problem.contains("1 to 10") == true)
    let narrow = refusal(Self.settings(router: RouterSettings(topLogits: 3, hidden: 0)))
    #expect(narrow?.key == "model.router.hidden")
  }

  @Test func `widths must be those of three stages, and padding cannot narrow`() {
    #expect(refusal(Self.settings(ResNet32(widths: [8, 8])))?.key == "model.backbone.widths")
    #expect(refusal(Self.settings(ResNet32(widths: [8, 0, 8])))?.key == "model.backbone.widths.1")
    let narrowing = refusal(Self.settings(ResNet32(widths: [8, 16, 8])))
    #expect(narrowing?.problem.contains("projection") == true)
    #expect(throws: Never.self) {
      try ExpertModel(
        Self.settings(ResNet32(widths: [8, 16, 8], shortcut: .projection)), input: Self.picture,
        classes: 10, seed: 0)
    }
  }

  @Test(arguments: [([1], [1, 1, 1]), ([2, 1], [2, 1, 2]), ([1, 2, 1, 2], [1, 2, 1])])
  func `experts take depths by turns`(_ depths: [Int], _ stages: [Int]) throws {
    let model = try ExpertModel(
      Self.settings(depths: depths), input: Self.picture, classes: 10, seed: 0)
    let names = model.store.parameters.map(\.name)
    for (expert, stage) in stages.enumerated() {
      let convolutions = names.filter {
        $0.hasPrefix("experts.\(expert).alignment.") && $0.hasSuffix("conv.weight")
      }
      #expect(convolutions.count == 3 - stage)
    }
  }

  @Test func `an aligned map multiplies an expert's own or takes its place`() throws {
    func features(_ settings: ModelSettings, alignedToOne: Bool = false) throws -> [[Double]] {
      let model = try ExpertModel(settings, input: Self.picture, classes: 10, seed: 3)
      if alignedToOne {
        for (name, tensor) in model.store.parameters where name.contains("alignment.") {
          if name.hasSuffix("bn.weight") { withoutGradients { tensor.fillInPlace(0) } }
          if name.hasSuffix("bn.bias") { withoutGradients { tensor.fillInPlace(1) } }
        }
      }
      let inputs = Tensor((0..<1536).map { sin(Double($0)) }, shape: [2, 3, 16, 16])
      return withoutGradients { model.features(inputs.to(.float32), .inference).map(\.doubles) }
    }
    let own = try features(Self.settings())
    let fused = Self.settings(depths: [1, 2])
    #expect(try features(fused) != own)
    #expect(try features(fused, alignedToOne: true) == own)
    let branches = Self.settings(depths: [1, 2, 3], fusion: .replace)
    let ones = [Double](repeating: 1, count: 128)
    #expect(try features(branches, alignedToOne: true) == [ones, ones, own[2]])
    #expect(try features(branches)[0].contains { $0 < 0 }, "no ReLU follows the second convolution")
  }

  @Test func `a branch in place of blocks has no blocks, and its depths reach the last stage`()
    throws
  {
    let model = try ExpertModel(
      Self.settings(depths: [1, 2, 3], fusion: .replace), input: Self.picture, classes: 10, seed: 0)
    let names = model.store.parameters.map(\.name)
    func has(_ prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) } }
    #expect(has("experts.0.alignment.") && !has("experts.0.layer3."))
    #expect(has("experts.1.alignment.") && !has("experts.1.layer3."))
    #expect(!has("experts.2.alignment.") && has("experts.2.layer3."))
    #expect(model.cost.experts[0] != model.cost.experts[2])
    let fourth = refusal(Self.settings(depths: [1, 4], fusion: .replace))
    #expect(fourth?.key == "model.depths.1")
    #expect(fourth?.problem.contains("3 is an expert's own") == true)
  }

  @Test func `branches begin at any block`() throws {
    let model = try ExpertModel(
      Self.settings(experts: 2, blocks: 4), input: Self.picture, classes: 10, seed: 0)
    let names = Set(model.store.parameters.map(\.name))
    #expect(names.contains("layer3.3.conv2.weight"))
    #expect(!names.contains("layer3.4.conv1.weight"))
    #expect(names.contains("experts.1.layer3.4.conv1.weight"))
    #expect(!names.contains("experts.1.layer3.3.conv1.weight"))
  }

  @Test func `a recipe's settings arrange experts`() throws {
    let task = TaskDescription(
      dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
      imbalanceFactor: 100)
    let method = try Methods.method(named: "cross-entropy")
    var recipe = Recipe(
      method: "cross-entropy", data: DataSettings(source: "cifar100:DIR"),
      plan: method.plan(for: task), selection: .last)
    let changes = [
      "model.experts=4", "model.backbone.widths=[16, 24, 48]", "model.backbone.shortcut=projection",
      "model.sharedParts=2", "model.depths=[2, 1]", "model.classifier=cosine",
      "model.router={topLogits: 5, hidden: 8}",
    ]
    for change in changes { recipe = try recipe.setting(change) }
    let read = try recipe.overlaid(with: RecipeFile.tree(fromYAML: RecipeFile.text(recipe)))
    #expect(read.model.experts == 4 && read.model.sharedParts == 2)
    #expect(read.model.depths == [2, 1])
    #expect(read.model.router == RouterSettings(topLogits: 5, hidden: 8))
    let backbone = try #require(read.model.backbone.item as? ResNet32)
    #expect(backbone.widths == [16, 24, 48] && backbone.shortcut == .projection)
    #expect(try recipe.setting("model.depths=none").model.depths == [])
    #expect(try recipe.setting("model.router=none").model.router == nil)
  }

  @Test func `the path of a single network's classifier trains every expert's`() throws {
    let model = try ExpertModel(
      Self.settings(depths: [1, 2]), input: Self.picture, classes: 10, seed: 0)
    let stage = Stage(trains: ["classifier"])
    let trained = model.store.parameters.map(\.name).filter(stage.trains)
    #expect(
      trained.sorted()
        == (0..<3).flatMap { ["experts.\($0).classifier.bias", "experts.\($0).classifier.weight"] })
    #expect(stage.leavesBackbone)
    #expect(Stage(trains: ["router"]).leavesBackbone)
    #expect(!Stage(trains: ["classifier", "alignment"]).leavesBackbone)
  }
}
