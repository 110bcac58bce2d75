import Testing

@testable import LongTail

/// LIFT's and LIFT+'s constants, as their configurations have them (shijxcs/LIFT 661ead9, shijxcs/LIFT-plus ea555ea).
struct FoundationMethodTests {
  private func plan(_ method: some Method) -> Plan {
    method.plan(
      for: TaskDescription(
        dataset: "image-folder", input: .picture(height: 224, width: 224, channels: 3),
        classes: 100, imbalanceFactor: 100))
  }

  @Test func `LIFT+ is LIFT in half of the epochs at twice the rate`() throws {
    let (first, second) = (plan(LIFTTraining()), plan(LIFTPlusTraining()))
    for (plan, epochs, rate) in [(first, 10, 0.01), (second, 5, 0.02)] {
      let stage = plan.stages[0]
      #expect(stage.epochs == epochs && plan.batchSize == 128)
      let optimizer = try #require(stage.optimizer.settings as? SGDSettings)
      #expect(optimizer.learningRate == rate && optimizer.weightDecay == 5e-4)
      #expect(optimizer.momentum == 0.9 && !optimizer.nesterov)
      #expect(stage.loss.name == "balanced-softmax" && stage.schedule.name == "cosine")
      #expect(plan.model.classifier.head.cosineScale == 25)
      #expect(plan.model.tuning?.name == "adaptformer")
    }
    #expect(second.stages[0].augmentations.map(\.name) == ["minimalist-crop"])
    #expect((second.model.tuning?.item as? AdaptFormer)?.uniform == true)
    #expect((second.stages[0].beginning?.item as? ClassMeanDirections)?.mostPerClass == 100)
  }

  @Test func `presets have the authors' lengths and five crops`() throws {
    for (method, usual, long, filter) in [
      (LIFTTraining() as any Method, 10, 20, PictureFilter.bilinear),
      (LIFTPlusTraining() as any Method, 5, 15, PictureFilter.bicubic),
    ] {
      for (name, epochs) in [
        ("cifar-100-lt/vit/100", usual), ("imagenet-lt", usual), ("places-lt", usual),
        ("inaturalist-2018", long),
      ] {
        let preset = try PublishedPreset.named(name, of: method)
        #expect(preset.stages[0].epochs == epochs)
        var data = DataSettings(source: "cifar100:nowhere")
        preset.frame(&data)
        #expect(data.imageSize == 224 && data.framing.filter == filter)
        #expect(data.framing.training.name == "native")
        #expect((data.framing.evaluation.item as? FiveCrop)?.shorterSide == 248)
      }
    }
  }
}
