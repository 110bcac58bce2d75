import Torch

/// Goes round a shuffled list of the classes and takes a few samples of each in turn (Shen et al., 2016;
/// stage 2 of cRT, LWS and MiSLAS).
///
/// Classes and the samples within a class are dealt from shuffled lists that are shuffled again when
/// used up, and an epoch goes on where the one before it stopped. In one round each class is visited
/// once, so the state at any draw follows from the draw's number alone; nothing need be kept.
public struct ClassAware: Sampler {
  public static let name = "class-aware"
  public static let summary = "the classes in turn, a few samples each"

  /// How many samples an epoch shows.
  public enum EpochLength: Sendable, Equatable {
    /// Largest class count × number of classes.
    case largestClassTimesClasses
    /// As many as there are training samples.
    case trainingSamples
    /// ⌈training samples / size⌉ + extra batches, size 1 … 1,000,000, extra 0 … 1000. MiSLAS stops after one
    /// extra batch.
    case batches(size: Int, extra: Int)
  }

  /// Consecutive samples of one class, 1 … 1,000,000.
  public var samplesPerClass = 4
  /// How many samples an epoch shows; the largest class count times the classes, unless said otherwise.
  public var epochLength = EpochLength.largestClassTimesClasses

  public init() {}

  public init(samplesPerClass: Int, epochLength: EpochLength = .largestClassTimesClasses) {
    precondition(samplesPerClass >= 1, "\(samplesPerClass) samples per class")
    self.samplesPerClass = samplesPerClass
    self.epochLength = epochLength
  }

  public var priorExponent: Double { 0 }

  public func order(
    labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int
  ) -> [Int] {
    let members = ClassMembers(labels: labels, classes: classes)
    let length = samplesInEpoch(members.counts)
    var deals = members.ofClass.indices.map { Deal(members.ofClass[$0], seed: seed, label: $0) }
    var round = -1
    var classOrder: [Int] = []
    return (epoch * length..<(epoch + 1) * length).map { draw in
      let (visit, within) = draw.quotientAndRemainder(dividingBy: samplesPerClass)
      let (visitedRound, place) = visit.quotientAndRemainder(dividingBy: classes)
      if visitedRound != round {
        round = visitedRound
        var random = CounterBasedGenerator(seed: seed, purpose: .sampler, position: round)
        classOrder = random.permutation(of: classes)
      }
      return deals[classOrder[place]].sample(round * samplesPerClass + within)
    }
  }

  public func validate() throws {
    try SettingsError.require("samplesPerClass", samplesPerClass, in: StageLimits.batchSizes)
    guard case .batches(let size, let extra) = epochLength else { return }
    try SettingsError.require("batchSize", size, in: StageLimits.batchSizes)
    try SettingsError.require("extraBatches", extra, in: 0...1000)
    // The order of an epoch is held in memory.
    guard size * extra <= 100_000_000 else {
      throw SettingsError(
        "extraBatches",
        "\(extra) batches of \(size) samples beyond the epoch; expected at most 100000000 samples")
    }
  }

  private func samplesInEpoch(_ counts: [Int]) -> Int {
    let samples = counts.reduce(0, +)
    switch epochLength {
    case .largestClassTimesClasses: return (counts.max() ?? 0) * counts.count
    case .trainingSamples: return samples
    case .batches(let size, let extra): return ((samples + size - 1) / size + extra) * size
    }
  }

  /// The shuffled lists of one class, one after the other.
  private struct Deal {
    let members: [Int]
    let seed: UInt64
    let label: Int
    var list = -1
    var order: [Int] = []

    init(_ members: [Int], seed: UInt64, label: Int) {
      self.members = members
      self.seed = seed
      self.label = label
    }

    /// The `number`th sample that the class gives, counted over all epochs.
    mutating func sample(_ number: Int) -> Int {
      let (wanted, place) = number.quotientAndRemainder(dividingBy: members.count)
      if wanted != list {
        list = wanted
        var random = CounterBasedGenerator(
          seed: seed, purpose: .samplerItems, epoch: label, position: list)
        order = random.permutation(of: members.count)
      }
      return members[order[place]]
    }
  }
}
