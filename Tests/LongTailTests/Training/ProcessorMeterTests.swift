import Foundation
import LongTail
import Testing

/// What a process gets of the processors that it asks for.
struct ProcessorMeterTests {
  private typealias Times = ProcessorMeter.Times
  private let start = Date(timeIntervalSince1970: 1000)

  /// The share after readings that are each so many seconds after the first.
  private func share(
    processors: Int, _ readings: [(seconds: Double, times: [Int: Times]?)]
  ) -> ProcessorShare? {
    var next = 0
    var meter = ProcessorMeter(processors: processors) {
      defer { next += 1 }
      return readings[next].times
    }
    for reading in readings { meter.update(at: start + reading.seconds) }
    return meter.share
  }

  @Test func `on an idle machine a thread that has nothing to do is no shortage`() throws {
    let idle = try #require(
      share(
        processors: 4,
        [
          (0, [1: Times(running: 0, waiting: 0), 2: Times(running: 0, waiting: 0)]),
          (10, [1: Times(running: 9.9, waiting: 0.05), 2: Times(running: 1, waiting: 0.01)]),
        ]))
    #expect(abs(idle.got - 1.09) < 1e-9)
    #expect(!idle.isShort)
  }

  @Test func `threads that wait for a processor are short of it`() throws {
    let busy = try #require(
      share(
        processors: 2,
        [
          (0, [1: Times(running: 5, waiting: 1), 2: Times(running: 5, waiting: 1)]),
          // The first window ends here: the second tells.
          (10, [1: Times(running: 9.5, waiting: 6.5), 2: Times(running: 9.5, waiting: 6.5)]),
        ]))
    #expect(abs(busy.got - 0.9) < 1e-9)
    #expect(abs(busy.asked - 2) < 1e-9)
    #expect(busy.isShort)
  }

  @Test func `more threads than processors wait for each other`() throws {
    let own = try #require(
      share(
        processors: 2,
        [
          (0, [:]),
          (
            5,
            Dictionary(
              uniqueKeysWithValues: (1...4).map { ($0, Times(running: 2.4, waiting: 2.5)) })
          ),
        ]))
    #expect(own.asked == 2)
    #expect(!own.isShort)
  }

  @Test func `nothing is said before a window is over, or where the system does not tell`() {
    let zero: [Int: Times] = [1: Times(running: 0, waiting: 0)]
    #expect(share(processors: 2, [(0, zero), (4.9, zero)]) == nil)
    #expect(share(processors: 2, [(0, nil), (10, nil), (20, nil)]) == nil)
  }

  #if os(Linux)
    @Test func `the system tells of this process`() throws {
      let before = try #require(ProcessorMeter.threadTimes())
      let end = Date() + 0.2
      var sum = 0.0
      while Date() < end { sum += 1 }
      let after = try #require(ProcessorMeter.threadTimes())
      let running = after.map { $1.running - (before[$0]?.running ?? 0) }.reduce(0, +)
      let waiting = after.map { $1.waiting - (before[$0]?.waiting ?? 0) }.reduce(0, +)
      #expect(sum > 0 && running + waiting > 0.15)
    }
  #endif
}
