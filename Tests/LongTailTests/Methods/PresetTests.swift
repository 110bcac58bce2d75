import Calibration
import LongTail
import Testing

/// Published settings can be trained with by their name.
struct PresetTests {
  private static let data = DataSettings(source: "synthetic:classes=30,per-class=12,test=2,size=8")

  private func plan(_ method: String, _ preset: String, settings: [String] = []) throws -> Recipe {
    try RunPlan(
      MethodRequest(method: method, preset: preset, settings: settings), data: Self.data
    ).recipe
  }

  @Test func `every preset has a name of its own and makes a valid recipe`() throws {
    for type in Methods.all {
      let names = type.presets.compactMap(\.names.last)
      #expect(Set(names).count == names.count, "\(type.name): \(names)")
      for (name, preset) in zip(names, type.presets) {
        let recipe = try plan(type.name, name)
        #expect(recipe.model.backbone.name == preset.network, "\(type.name) \(name)")
        #expect(recipe.batchSize == preset.batchSize)
        #expect(
          try recipe.stages.map { try SettingsTree(encoding: $0) }
            == preset.stages.map { try SettingsTree(encoding: $0) }, "\(type.name) \(name)")
      }
    }
  }

  @Test func `a preset is scaled and changed as any plan`() throws {
    let whole = try plan("crt", "imagenet-lt/resnext50")
    let request = MethodRequest(
      method: "crt", preset: "imagenet-lt/resnext50", epochs: 9, settings: ["batchSize=64"])
    let recipe = try RunPlan(request, data: Self.data).recipe
    #expect(recipe.stages[0].epochs == 9 && recipe.batchSize == 64)
    #expect(recipe.stages.count == whole.stages.count)
  }

  @Test func `a name that several have, and one that none has, are refused with those there are`() {
    let several = #expect(throws: SettingsError.self) { try plan("ride", "imagenet-lt") }
    #expect(
      several?.key == "--preset" && several?.problem.contains("imagenet-lt/resnext50") == true)
    let none = #expect(throws: UnknownName.self) { try plan("ride", "imagenet-tl/resnet50") }
    #expect(none?.description.contains("imagenet-lt/resnet50") == true)
  }

  @Test func `features have no preset for pictures`() {
    let error = #expect(throws: (any Error).self) {
      try MethodRequest(method: "ride", preset: "imagenet-lt/resnet50").check(
        data: DataSettings(source: "features:nowhere"), seed: 0)
    }
    #expect((error as? SettingsError)?.key == "--preset")
  }
}
