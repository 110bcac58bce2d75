import Torch

/// Takes the same share of every class out of a data set, at random.
struct StratifiedHoldOut {
  /// Share of each class, in (0, 1).
  let fraction: Double
  /// Fixed, unlike the run's seed: the test samples stay the same from run to run.
  var seed: UInt64 = 0

  /// - Throws: ``DatasetProblem`` when the fraction is out of range or a class has only one sample.
  func positions(of samples: LabelledSamples) throws -> (kept: [Int], heldOut: [Int]) {
    guard fraction > 0, fraction < 1 else {
      throw DatasetProblem("test fraction \(fraction) is not between 0 and 1")
    }
    var isHeldOut = [Bool](repeating: false, count: samples.count)
    var members = [[Int]](repeating: [], count: samples.classes)
    for (position, label) in samples.labels.enumerated() { members[label].append(position) }
    for (label, positions) in members.enumerated() {
      guard positions.count >= 2 else {
        throw DatasetProblem(
          "class \(label) (\(samples.classNames[label])) has \(positions.count) sample; at least 2 are needed to hold one out for testing"
        )
      }
      var random = CounterBasedGenerator(seed: seed, purpose: .testHoldOut, position: label)
      let wanted = Int((Double(positions.count) * fraction).rounded())
      let count = min(max(wanted, 1), positions.count - 1)
      for place in random.permutation(of: positions.count).prefix(count) {
        isHeldOut[positions[place]] = true
      }
    }
    return (
      isHeldOut.indices.filter { !isHeldOut[$0] }, isHeldOut.indices.filter { isHeldOut[$0] }
    )
  }
}
