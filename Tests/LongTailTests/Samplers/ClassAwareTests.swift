import Testing

@testable import LongTail

private let counts = [7, 3, 10, 1]
private let labels = counts.enumerated().flatMap { label, count in
  [Int](repeating: label, count: count)
}

private func epoch(_ number: Int, _ sampler: ClassAware) -> [Int] {
  sampler.order(labels: labels, classes: 4, seed: 9, epoch: number, epochs: 100)
}

@Test func `each round visits every class for a few samples`() {
  let drawn = epoch(0, ClassAware(samplesPerClass: 4)).map { labels[$0] }
  #expect(drawn.count == 40)
  for round in stride(from: 0, to: 32, by: 16) {
    let visits = stride(from: round, to: round + 16, by: 4).map { start in
      Set(drawn[start..<start + 4])
    }
    #expect(visits.allSatisfy { $0.count == 1 })
    #expect(Set(visits).count == 4)
  }
}

@Test func `a class shows all its samples before one comes again`() {
  // Three epochs on end: the cycles go on across the borders, which cut through visits and lists.
  let drawn = (0..<3).flatMap { epoch($0, ClassAware(samplesPerClass: 3)) }
  for label in counts.indices {
    let samples = drawn.filter { labels[$0] == label }
    for start in stride(from: 0, to: samples.count - counts[label], by: counts[label]) {
      #expect(Set(samples[start..<start + counts[label]]).count == counts[label])
    }
  }
}

@Test func `the sequence is the same wherever epochs are cut`() {
  // 21 samples: nominally 40 draws an epoch, else 21, or batches of 8 with one extra: 32.
  let nominal = (0..<21).flatMap { epoch($0, ClassAware(samplesPerClass: 4)) }
  let short = (0..<40).flatMap {
    epoch($0, ClassAware(samplesPerClass: 4, epochLength: .trainingSamples))
  }
  let batches = (0..<26).flatMap {
    epoch($0, ClassAware(samplesPerClass: 4, epochLength: .batches(size: 8, extra: 1)))
  }
  #expect(nominal == short)
  #expect(batches.count == 832 && batches == Array(nominal.prefix(832)))
}

@Test func `any epoch length can be set from any other`() throws {
  let lengths: [ClassAware.EpochLength] = [
    .largestClassTimesClasses, .trainingSamples, .batches(size: 64, extra: 1),
  ]
  for old in lengths {
    for new in lengths {
      let tree = try SettingsTree(encoding: ClassAware(samplesPerClass: 2, epochLength: old))
      let changes = try SettingsTree(encoding: ClassAware(samplesPerClass: 3, epochLength: new))
      let back = try tree.overlaid(with: changes).decoded(as: ClassAware.self)
      #expect(back.epochLength == new && back.samplesPerClass == 3)
    }
  }
}
