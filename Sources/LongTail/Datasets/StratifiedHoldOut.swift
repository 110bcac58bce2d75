import Torch

/// Takes the same share of every class out of a data set, at random.
struct StratifiedHoldOut {
  /// Share of each class, in (0, 1).
  let fraction: Double
  /// Fixed, unlike the run's seed: the test samples stay the same from run to run.
  var seed: UInt64 = 0

  /// A class keeps at least one sample, and gives at least one where it has more.
  /// - Throws: ``DatasetProblem`` when the fraction is out of range or no class has two samples.
  func positions(of samples: LabelledSamples) throws -> (kept: [Int], heldOut: [Int]) {
    guard fraction > 0, fraction < 1 else {
      throw DatasetProblem(
        "test fraction \(fraction): the data have no test part of their own, so a share above 0 and below 1 "
          + "of each class must be held out for one, such as 0.2")
    }
    var isHeldOut = [Bool](repeating: false, count: samples.count)
    var members = [[Int]](repeating: [], count: samples.classes)
    for (position, label) in samples.labels.enumerated() { members[label].append(position) }
    for (label, positions) in members.enumerated() where positions.count >= 2 {
      var random = CounterBasedGenerator(seed: seed, purpose: .testHoldOut, position: label)
      let wanted = Int((Double(positions.count) * fraction).rounded())
      let count = min(max(wanted, 1), positions.count - 1)
      for place in random.permutation(of: positions.count).prefix(count) {
        isHeldOut[positions[place]] = true
      }
    }
    guard isHeldOut.contains(true) else {
      throw DatasetProblem(
        "every class has a single sample; at least 2 of some class are needed to hold one out for testing"
      )
    }
    return (
      isHeldOut.indices.filter { !isHeldOut[$0] }, isHeldOut.indices.filter { isHeldOut[$0] }
    )
  }
}
