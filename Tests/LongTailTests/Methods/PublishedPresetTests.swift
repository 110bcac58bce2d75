import Testing

@testable import LongTail

struct PublishedPresetTests {
  @Test(arguments: Methods.names)
  func `every preset's network is there, and its settings fit it`(_ name: String) throws {
    let method = try Methods.method(named: name)
    let input = InputShape.picture(height: 224, width: 224, channels: 3)
    let task = TaskDescription(
      dataset: "image-folder", input: input, classes: 1000, imbalanceFactor: 100)
    for preset in type(of: method).presets where preset.network != "resnet32" {
      var recipe = Recipe(
        method: name, data: DataSettings(source: "image-folder:data"),
        plan: method.plan(for: task), selection: .last)
      for setting in ["model.backbone=\(preset.network)"] + preset.settings {
        recipe = try recipe.setting(setting)
      }
      #expect(recipe.model.backbone.name == preset.network)
      try recipe.model.backbone.backbone.validate(input)
      _ = try ExpertLayout(recipe.model, classes: 1000)
    }
  }
}
