import Testing

@testable import LongTail

/// An item with one of its settings changed.
private func changed<Item>(_ item: Item, _ change: (inout Item) -> Void) -> Item {
  var item = item
  change(&item)
  return item
}

@Test func `augmentations refuse settings out of range`() {
  let wrong: [any Augmentation] = [
    changed(RandomCrop()) { $0.padding = -1 },
    changed(RandomCrop()) { $0.padding = .max },
    changed(HorizontalFlip()) { $0.probability = 1.5 },
    changed(HorizontalFlip()) { $0.probability = .nan },
    changed(Rotation()) { $0.degrees = -1 },
    changed(Rotation()) { $0.degrees = .infinity },
    changed(RandomResizedCrop()) { $0.smallestArea = 0 },
    changed(RandomResizedCrop()) { $0.largestArea = 1.1 },
    changed(RandomResizedCrop()) { $0.smallestRatio = 2 },
    changed(ColorJitter()) { $0.brightness = -0.1 },
    changed(ColorJitter()) { $0.contrast = .infinity },
    changed(ColorJitter()) { $0.saturation = .nan },
    changed(ColorJitter()) { $0.hue = 0.6 },
    changed(ColorJitter()) { $0.probability = 2 },
    changed(RandomGrayscale()) { $0.probability = -0.1 },
    changed(GaussianBlur()) { $0.smallestDeviation = 0 },
    changed(GaussianBlur()) { $0.largestDeviation = .infinity },
    changed(GaussianBlur()) { $0.smallestDeviation = 3 },
    changed(GaussianBlur()) { $0.probability = .nan },
    changed(AutoAugment()) { $0.fill.green = 256 },
    changed(RandAugment()) { $0.operations = -1 },
    changed(RandAugment()) { $0.magnitude = 11 },
    changed(RandAugment()) { $0.magnitudeDeviation = -1 },
    changed(RandAugment()) { $0.probability = .nan },
    changed(RandAugment()) { $0.fill.blue = -1 },
    changed(Cutout()) { $0.holes = 0 },
    changed(Cutout()) { $0.length = 1 },
    changed(Cutout()) { $0.fill.red = 300 },
  ]
  for augmentation in wrong {
    #expect(throws: SettingsError.self) { try augmentation.validate() }
  }
}

@Test func `samplers refuse settings out of range`() {
  let wrong: [any Sampler] = [
    changed(ClassAware()) { $0.samplesPerClass = 0 },
    changed(ClassAware()) { $0.epochLength = .batches(size: 0, extra: 1) },
    changed(ClassAware()) { $0.epochLength = .batches(size: 1, extra: -1) },
  ]
  for sampler in wrong {
    #expect(throws: SettingsError.self) { try sampler.validate() }
  }
}

@Test func `default settings are in range`() throws {
  for type in Augmentations.all { try (type.init() as? any Augmentation)?.validate() }
  for type in Samplers.all { try (type.init() as? any Sampler)?.validate() }
}
