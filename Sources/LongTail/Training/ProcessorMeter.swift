import Calibration
package import Foundation

/// How much processor time this process gets, of what its threads ask for.
package struct ProcessorShare: Sendable, Equatable {
  /// Processors that the threads ran on, on average.
  package let got: Double
  /// Processors that they would have run on, had there been one for each thread that was ready.
  package let asked: Double

  package init(got: Double, asked: Double) {
    self.got = got
    self.asked = asked
  }

  /// Whether others take what this process needs: a quarter of it, at least.
  package var isShort: Bool { got < 0.75 * asked && asked - got > 0.25 }
}

/// Watches over the last few seconds how long the threads of this process ran, and how long they were ready
/// to run and had to wait.
///
/// Waiting is what tells a busy machine from a program that has nothing to do: on an idle one nobody waits,
/// whatever the program does.
package struct ProcessorMeter {
  /// Time since a thread began, in seconds.
  package struct Times: Sendable {
    package var running: Double
    package var waiting: Double

    package init(running: Double, waiting: Double) {
      self.running = running
      self.waiting = waiting
    }
  }

  /// Seconds that are averaged over.
  private static let window = 5.0
  /// More threads than processors wait for each other, which is no shortage.
  private let processors: Double
  private let read: () -> [Int: Times]?
  private var last: (date: Date, times: [Int: Times])?
  /// Of the last whole window; `nil` before its end, and where the system does not tell.
  package private(set) var share: ProcessorShare?

  package init(
    processors: Int = AvailableProcessors.count,
    reading: @escaping () -> [Int: Times]? = ProcessorMeter.threadTimes
  ) {
    self.processors = Double(max(1, processors))
    read = reading
  }

  /// Takes note of what the threads have done until now.
  package mutating func update(at date: Date = Date()) {
    guard let last else {
      self.last = read().map { (date, $0) }
      return
    }
    let seconds = date.timeIntervalSince(last.date)
    guard seconds >= Self.window, let times = read() else { return }
    var running = 0.0
    var waiting = 0.0
    // Threads that have ended are missing; new ones began within the window.
    for (thread, now) in times {
      running += now.running - (last.times[thread]?.running ?? 0)
      waiting += now.waiting - (last.times[thread]?.waiting ?? 0)
    }
    share = ProcessorShare(
      got: running / seconds, asked: min(processors, (running + waiting) / seconds))
    self.last = (date, times)
  }

  /// Of every thread, by its number; `nil` where the system does not tell. Linux does, in
  /// `/proc/self/task/*/schedstat`: nanoseconds on a processor, and ready in a queue for one.
  package static func threadTimes() -> [Int: Times]? {
    let folder = "/proc/self/task"
    guard let threads = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return nil
    }
    var times: [Int: Times] = [:]
    for thread in threads {
      guard let number = Int(thread),
        let text = try? String(contentsOfFile: "\(folder)/\(thread)/schedstat", encoding: .utf8)
      else { continue }
      let fields = text.split(separator: " ").prefix(2).compactMap { Double($0) }
      guard fields.count == 2 else { continue }
      times[number] = Times(running: fields[0] / 1e9, waiting: fields[1] / 1e9)
    }
    return times.isEmpty ? nil : times
  }
}
