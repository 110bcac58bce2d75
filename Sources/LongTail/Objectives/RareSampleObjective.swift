import Torch

/// The generator at work: it stands in the network's way, and its losses beside that of the labels.
final class RareSampleObjective: Objective {
  private let settings: RareSampleGeneration
  private let formula: any LossFunction
  private let generator: RareSampleGenerator
  private let part: Int
  private let frequent: Set<Int>
  /// What became of the map of the step that is under way.
  private var latest: Passage?

  private struct Passage {
    /// L_1 and L_2.
    var centers: Tensor?
    var variation: Tensor?
    /// Classes of the new samples, int64.
    var labels: Tensor?
  }

  init(_ settings: RareSampleGeneration, for site: StageSite) {
    self.settings = settings
    formula = settings.labelLoss.formula
    let channels = site.model.settings.backbone.backbone.stageMaps.map(\.channels)
    part = settings.place(among: channels)
    generator = RareSampleGenerator(
      classes: site.classes, channels: channels[part - 1], centers: settings.centers,
      pairChannels: settings.pairChannels, at: site.root)
    frequent = Set(settings.frequentClasses.members(classCounts: site.classCounts))
  }

  func insertion(_ labels: Tensor, at progress: StageProgress) -> MapInsertion? {
    MapInsertion(after: part) { [self] map in
      let fixed = map.detached().to(generator.dtype)
      var passage = Passage()
      defer { latest = passage }
      let makes = progress.epoch >= settings.from
      if settings.centerWeight > 0 {
        let centers = generator.centerLosses(fixed, labels).mean()
        let pairs = makes ? nil : generator.pairLoss(fixed, labels)
        passage.centers = pairs.map { centers + $0 } ?? centers
      }
      guard makes,
        let pairs = VariationPairs(
          labels.ints, isFrequent: frequent.contains, strength: settings.strength)
      else { return map }
      let (givers, takers) = (
        Tensor(pairs.frequent, device: map.device), Tensor(pairs.rare, device: map.device)
      )
      func chosen(_ rows: Tensor) -> (map: Tensor, labels: Tensor) {
        (fixed.indexSelected(axis: 0, rows), labels.indexSelected(axis: 0, rows))
      }
      let made = generator.variations(from: chosen(givers), to: chosen(takers))
      passage.variation = made.loss
      passage.labels = labels.indexSelected(axis: 0, takers)
      let new = map.indexSelected(axis: 0, takers) + made.transformed.to(map.dtype)
      return Tensor.concatenated([map, new], axis: 0)
    }
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    guard let passage = latest else { preconditionFailure("a step without its map") }
    var perSample = labelLosses(step, passage)
    var parts: [(name: String, perSample: Tensor)] = [("labels", perSample.detached())]
    for (name, weight, value) in [
      ("centers", settings.centerWeight, passage.centers),
      ("variation", settings.variationWeight, passage.variation),
    ] {
      guard weight > 0, let value else { continue }
      let own = value.to(perSample.dtype) * weight
      perSample = perSample + own
      parts.append((name, own.detached().expanded(to: perSample.shape)))
    }
    return LossValues(perSample, parts: parts)
  }

  /// The loss of the labels of the batch's samples, `[batch]`, which bear that of the new ones, so that their mean is that
  /// over all.
  private func labelLosses(_ step: ObjectiveStep, _ passage: Passage) -> Tensor {
    let own = step.outputs[0]
    guard let inserted = step.inserted, let labels = passage.labels else {
      return step.weighted(
        formula(own, step.labels, step.context()).perSample, labels: step.labels)
    }
    let all = Tensor.concatenated([step.labels, labels], axis: 0)
    let outputs = ExpertOutputs(
      logits: Tensor.concatenated([own.logits, inserted.logits], axis: 0),
      features: Tensor.concatenated([own.features, inserted.features], axis: 0))
    let losses = step.weighted(formula(outputs, all, step.context()).perSample, labels: all)
    let (count, added) = (step.labels.count, labels.count)
    let rest = losses.narrowed(axis: 0, from: count, count: added).sum()
    return (losses.narrowed(axis: 0, from: 0, count: count) * Double(count) + rest)
      / Double(count + added)
  }

  func finish(_ step: ObjectiveStep) { latest = nil }
}

/// Which samples of a batch lend their variation to which: those of the kind that there is more of one after the other, in
/// their order, the others as often as is needed.
struct VariationPairs {
  /// Places in the batch.
  let frequent: [Int]
  let rare: [Int]

  /// `nil` where a batch has samples of one kind alone.
  init?(_ labels: [Int], isFrequent: (Int) -> Bool, strength: Double) {
    let givers = labels.indices.filter { isFrequent(labels[$0]) }
    let takers = labels.indices.filter { !isFrequent(labels[$0]) }
    let (least, most) = (min(givers.count, takers.count), max(givers.count, takers.count))
    guard least > 0 else { return nil }
    let count = least * max(1, Int(strength * Double(most) / Double(least)))
    frequent = (0..<count).map { givers[$0 % givers.count] }
    rare = (0..<count).map { takers[$0 % takers.count] }
  }
}
