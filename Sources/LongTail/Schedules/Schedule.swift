/// The learning rate along a stage.
public protocol Schedule: CatalogItem {
  /// Share of the stage's base rate at a step, ≥ 0.
  func factor(at progress: StageProgress) -> Double
  /// The same schedule for a stage whose length changed from `published` to `epochs`: milestones scale
  /// and are rounded; warm-up stays but takes at most a quarter of the stage.
  func scaled(from published: Int, to epochs: Int) -> Self
}

extension Schedule {
  public func scaled(from published: Int, to epochs: Int) -> Self { self }
}

/// A milestone's or warm-up's place after the stage's length changed. One so far behind the stage's end that
/// no stage is as long stays at the last place there is.
func scaledEpoch(_ epoch: Int, from published: Int, to epochs: Int) -> Int {
  guard published > 0 else { return epoch }
  let place = (Double(epoch) * Double(epochs) / Double(published)).rounded()
  return Int(min(place, Double(StageLimits.places.upperBound)))
}

/// Where re-weighting begins after the stage's length changed: however short the stage is, its last epoch is
/// re-weighted.
func scaledStart(_ epoch: Int, from published: Int, to epochs: Int) -> Int {
  min(scaledEpoch(epoch, from: published, to: epochs), epochs - 1)
}
