import TestSupport
import Testing
import Torch

@testable import LongTail

struct LayerDecayTests {
  private func groups(_ tuning: FullTuning, _ stage: Stage) throws -> [String: ParameterGroup] {
    let model = try AdapterTests.model(tuning, isFilled: false)
    let parameters = model.store.parameters
    let decay = model.settings.layerDecay(among: parameters.map(\.name))
    return Dictionary(
      stage.groups(of: parameters, decay: decay).flatMap { group in
        group.parameters.map { ($0.name, group) }
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test func `rates fall with the distance from the classifier`() throws {
    let stage = Stage(optimizer: SGDSettings(learningRate: 0.1, weightDecay: 0.05))
    let groups = try groups(FullTuning(layerDecay: 0.7), stage)
    for (name, rate) in [
      ("cls_token", 0.343), ("pos_embed", 0.343), ("patch_embed.proj.weight", 0.343),
      ("blocks.0.attn.qkv.weight", 0.49), ("blocks.1.mlp.fc2.bias", 0.7), ("norm.weight", 1),
      ("classifier.weight", 1),
    ] {
      let group = try #require(groups[name], "\(name)")
      #expect(abs(group.rateFactor - rate) < 1e-12, "\(name)")
    }
    for (name, decay) in [
      ("cls_token", 0), ("pos_embed", 0), ("blocks.0.norm1.weight", 0), ("classifier.bias", 0),
      ("blocks.0.attn.qkv.bias", 0), ("blocks.0.attn.qkv.weight", 0.05),
      ("patch_embed.proj.weight", 0.05), ("classifier.weight", 0.05),
    ] {
      #expect(groups[name]?.weightDecay == decay, "\(name)")
    }
  }

  @Test func `rules of the stage come on top`() throws {
    let stage = Stage(parameterRules: [
      ParameterRule("blocks.0", rateFactor: 0.5),
      ParameterRule("classifier.bias", weightDecay: 0.3),
    ])
    let groups = try groups(FullTuning(layerDecay: 0.7), stage)
    #expect(abs((groups["blocks.0.norm1.bias"]?.rateFactor ?? 0) - 0.245) < 1e-12)
    #expect(groups["classifier.bias"]?.weightDecay == 0.3)
  }

  @Test func `without it all train alike`() throws {
    let groups = try groups(FullTuning(), Stage())
    #expect(groups.values.allSatisfy { $0.rateFactor == 1 })
  }

  @Test func `blocks of convolutional networks count in their order`() {
    let names = [
      "conv1.weight", "layer1.0.conv1.weight", "layer1.1.conv1.weight", "layer2.0.conv1.weight",
      "classifier.weight",
    ]
    let decay = LayerDecay(0.5, names: names)
    #expect(names.map { decay.rate($0) } == [0.0625, 0.125, 0.25, 0.5, 1])
    let mobile = ["conv_stem.weight", "blocks.0.0.conv_dw.weight", "blocks.1.0.conv_pw.weight"]
    let end = ["conv_head.weight", "bn2.bias"]
    let other = LayerDecay(0.5, names: mobile + end)
    #expect((mobile + end).map { other.rate($0) } == [0.125, 0.25, 0.5, 1, 1])
  }

  @Test func `experts share the numbers of their blocks`() {
    let names = [
      "blocks.0.norm1.bias", "experts.0.blocks.1.norm1.bias", "experts.1.blocks.1.norm1.bias",
    ]
    let decay = LayerDecay(0.5, names: names)
    #expect(names.map { decay.rate($0) } == [0.25, 0.5, 0.5])
  }

  @Test func `a factor outside of its range is refused`() {
    for factor in [0, -1, 1.5] {
      #expect(throws: (any Error).self) { try FullTuning(layerDecay: factor).validate() }
    }
  }
}
