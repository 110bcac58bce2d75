import LongTail
import TestSupport
import Testing
import Torch

/// Against the numbers that timm, transformers, open_clip, OpenAI's code and torchvision agree on, in float64.
struct VisionTransformerTests {
  private func expect(
    _ found: [Double], _ expected: [Double], at location: SourceLocation = #_sourceLocation
  ) {
    for (index, value) in expected.enumerated() {
      #expect(abs(found[index] - value) < 1e-7, "\(index)", sourceLocation: location)
    }
  }

  @Test func `features and logits are timm's`() throws {
    let model = try TinyTransformer.model()
    let outputs = withoutGradients { model(TinyTransformer.pictures(), .inference) }
    expect(
      outputs.features.doubles,
      [
        0.39879450, 0.33193337, 2.21287880, -0.32239054, 0.72179202, -1.27240744, -1.04623112,
        -1.77394537, -0.40654874, 0.99308171, 0.69037838, -0.44675351,
      ])
    expect(
      outputs.logits.doubles,
      [
        0.31965027, -1.31814612, -0.44144277, 0.19475235, -0.17254292,
        0.25536705, -1.27178982, -0.67673191, 0.34003978, -0.11857360,
      ])
  }

  @Test func `in float32 logits agree with those in float64`() throws {
    let single = try TinyTransformer.model(dtype: .float32)
    let double = try TinyTransformer.model()
    let found = withoutGradients {
      single(TinyTransformer.pictures().to(.float32).channelsLast(), .inference).logits.doubles
    }
    let expected = withoutGradients {
      double(TinyTransformer.pictures(), .inference).logits.doubles
    }
    #expect(relativeDistance(found, expected) < 1e-6)
  }

  @Test func `the epsilon of Hugging Face shows in the sixth digit`() throws {
    let model = try TinyTransformer.model(TinyTransformer.backbone { $0.epsilon = 1e-12 })
    let outputs = withoutGradients { model(TinyTransformer.pictures(), .inference) }
    expect(
      outputs.features.doubles, [0.39879027, 0.33193023, 2.21287902, -0.32239158])
    expect(
      outputs.logits.doubles, [0.31965138, -1.31814691, -0.44144518, 0.19475399, -0.17254302])
  }

  @Test(arguments: [
    (
      TransformerActivation.quickGELU,
      [
        1.03890847, 0.80330882, 2.13344832, 0.74007718, 1.04302905, -0.26410544, -0.86833409,
        -1.99854557, -0.83603207, -0.37780765, -0.54913778, -0.25539150,
      ], [-0.11355009, -0.57560599, -0.17259771, 0.60519543, 0.61040908, 0.37804521]
    ),
    (
      .gelu, [1.03657668, 0.80520669],
      [-0.11376318, -0.57452912, -0.17109950, 0.60449373, 0.60898327, 0.37673920]
    ),
  ])
  func `image towers of CLIP agree`(
    _ activation: TransformerActivation, _ features: [Double], _ embedding: [Double]
  ) throws {
    let model = try TinyTransformer.model(
      TinyTransformer.backbone {
        $0.epsilon = 1e-5
        $0.normalizesFirst = true
        $0.patchBias = false
        $0.activation = activation
      })
    let found = TinyTransformer.features(model)
    expect(found, features)
    let projection = Tensor(try #require(TinyTransformer.tensors["proj"]))
    expect(Tensor(found, shape: [2, 12]).matmul(projection).doubles, embedding)
  }

  @Test(arguments: [
    (
      0,
      [
        0.51909252, 0.40555689, 2.19308475, -0.35638324, 0.76453534, -1.33041864, -1.08713198,
        -1.78750038, -0.44251702, 0.90224184, 0.64709478, -0.33342965,
      ]
    ),
    (
      4,
      [
        0.61111831, 0.25981689, 2.15231538, -0.30607353, 0.86406766, -1.23216618, -1.17557819,
        -1.87383115, -0.33564513, 0.86745993, 0.58561378, -0.31189388,
      ]
    ),
  ])
  func `DINOv2 agrees without and with registers`(
    _ registers: Int, _ features: [Double]
  ) throws {
    let model = try TinyTransformer.model(
      TinyTransformer.backbone {
        $0.layerScale = 1e-5
        $0.registers = registers
      })
    expect(TinyTransformer.features(model), features)
  }

  @Test func `other poolings agree`() throws {
    func features(_ pooling: TransformerPooling) throws -> [Double] {
      TinyTransformer.features(
        try TinyTransformer.model(TinyTransformer.backbone { $0.pooling = pooling }))
    }
    let mean = [0.30223253, 0.40895735, -0.06552220, -0.15228018]
    expect(try features(.mean), mean)
    let both = try features(.tokenAndMean)
    #expect(both.count == 48)
    expect(both, [0.39879450, 0.33193337, 2.21287880])
    expect(Array(both[12...]), mean)
    let model = try TinyTransformer.model(
      TinyTransformer.backbone { $0.pooling = .normalizedMean })
    let outputs = withoutGradients { model(TinyTransformer.pictures(), .inference) }
    expect(outputs.features.doubles, [0.66149416, 0.87431093, -0.28742871, -0.56206523])
    expect(
      outputs.logits.doubles, [1.13038208, 0.20866876, 0.93616886, -0.62126829, -0.23330295])
  }

  @Test func `what the last block leaves out changes no gradient`() throws {
    /// Of the class token's features alone; with the patches' mean beside them all tokens are computed.
    func model(_ pooling: TransformerPooling) throws -> ExpertModel {
      let model = try TinyTransformer.model(TinyTransformer.backbone { $0.pooling = pooling })
      let features = model(TinyTransformer.pictures(), .training).features
      (features.narrowed(axis: -1, from: 0, count: 12)
        * features.narrowed(axis: -1, from: 3, count: 1))
        .sum().backward()
      return model
    }
    let whole = try Dictionary(
      uniqueKeysWithValues: model(.tokenAndMean).store.parameters.map { ($0.name, $0.tensor) })
    var compared = 0
    for (name, parameter) in try model(.token).store.parameters where !name.hasPrefix("classifier")
    {
      let expected = try #require(whole[name]?.gradient, "\(name)").doubles
      let found = try #require(parameter.gradient, "\(name)").doubles
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(name)")
      compared += 1
    }
    #expect(compared == 2 * 12 + 6)
  }

  /// Without classifier, at 224×224; CLIP's towers without their projection.
  private static let published: [(VisionTransformer, Int)] = [
    (VisionTransformer(width: 384, depth: 12, heads: 6, patch: 16), 21_665_664),
    (VisionTransformer(width: 768, depth: 12, heads: 12, patch: 32), 87_455_232),
    (VisionTransformer(), 85_798_656),
    (VisionTransformer(width: 1024, depth: 24, heads: 16, patch: 16), 303_301_632),
  ]

  @Test func `parameters and multiply-adds are as published`() throws {
    for (backbone, count) in Self.published {
      let store = ParameterStore(seed: 0, isOutline: true)
      let input = InputShape.picture(height: 224, width: 224, channels: 3)
      var shape = [3, 224, 224]
      var products = 0
      for index in 0..<backbone.depth {
        let block = backbone.block(index, of: 0, for: input, at: store.root)
        products += block.multiplyAdds(advancing: &shape)
      }
      #expect(store.parameters.reduce(0) { $0 + $1.tensor.count } == count)
      #expect(shape == [backbone.width])
      if backbone.width == 768, backbone.patch == 16 { #expect(products / 10_000_000 == 1756) }
      // L (12 N D² + 2 N² D) and the patches.
      if backbone.width == 384 { #expect(products / 10_000_000 == 459) }
    }
  }

  @Test func `settings that make no transformer are refused`() {
    for (key, change) in [
      ("heads", { $0.heads = 5 }), ("width", { $0.width = 0 }), ("patch", { $0.patch = 0 }),
      ("epsilon", { $0.epsilon = 0 }), ("layerScale", { $0.layerScale = -1 }),
    ] as [(String, (inout VisionTransformer) -> Void)] {
      expect(key: key) { try TinyTransformer.backbone(change).validate() }
    }
    expect(key: "patch") {
      try TinyTransformer.backbone().validate(.picture(height: 16, width: 18, channels: 3))
    }
    expect(key: "") { try TinyTransformer.backbone().validate(.features(width: 4)) }
  }

  private func expect(
    key: String, at location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
  ) {
    do {
      try body()
      Issue.record("\(key) was taken", sourceLocation: location)
    } catch let error as SettingsError {
      #expect(error.key == key, sourceLocation: location)
    } catch {
      Issue.record("\(error)", sourceLocation: location)
    }
  }
}
