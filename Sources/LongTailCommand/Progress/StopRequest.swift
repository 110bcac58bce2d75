import Foundation

/// Turns Ctrl-C and a polite kill into a question that training asks between steps.
final class StopRequest: @unchecked Sendable {
  // `lock` guards `requested`; the signal sources are set once.
  private let lock = NSLock()
  private var requested = false
  private var sources: [any DispatchSourceSignal] = []

  /// Starts to listen. A second Ctrl-C ends the process at once.
  init() {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [weak self] in
        self?.ask()
        signal(number, SIG_DFL)
      }
      source.resume()
      sources.append(source)
    }
  }

  var isRequested: Bool {
    lock.withLock { requested }
  }

  private func ask() {
    lock.withLock { requested = true }
    StandardError.print("\nstopping after this step; once more ends at once")
  }
}
