import Torch

/// What each sample of a selection is for: drawn on its own, from a generator keyed by the seed and the
/// sample's original index, so that a sample keeps its role when the selection grows.
struct HoldOut {
  enum Role {
    case training, validation, calibration
  }

  /// Chance of a sample to be held out for validation, in [0, 1).
  let validationFraction: Double
  /// Likewise for calibration.
  let calibrationFraction: Double
  let seed: UInt64

  /// The number in [0, 1) that decides on the sample with this original index.
  func draw(of index: Int) -> Double {
    var random = CounterBasedGenerator(seed: seed, purpose: .holdOut, position: index)
    return random.uniform()
  }

  /// The role of each sample, by position. A class that the draws would leave without a training sample
  /// keeps the one whose draw came nearest to that.
  func roles(of samples: LabelledSamples) -> [Role] {
    let draws = samples.originalIndices.map { draw(of: $0) }
    var roles = draws.map { draw -> Role in
      if draw < validationFraction { return .validation }
      return draw < validationFraction + calibrationFraction ? .calibration : .training
    }
    var isTrained = [Bool](repeating: false, count: samples.classes)
    for (label, role) in zip(samples.labels, roles) where role == .training {
      isTrained[label] = true
    }
    var nearest = [Int?](repeating: nil, count: samples.classes)
    for (position, label) in samples.labels.enumerated() where !isTrained[label] {
      guard let other = nearest[label] else {
        nearest[label] = position
        continue
      }
      // Original indices settle what equal draws leave open, whatever the order of the samples.
      let (one, two) = (samples.originalIndices[position], samples.originalIndices[other])
      if (draws[position], -one) > (draws[other], -two) { nearest[label] = position }
    }
    for position in nearest.compactMap({ $0 }) { roles[position] = .training }
    return roles
  }
}
