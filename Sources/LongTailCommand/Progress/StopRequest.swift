import Foundation

/// Turns Ctrl-C, a polite kill and the end of the terminal into a question that training asks between steps.
final class StopRequest: @unchecked Sendable {
  // `lock` guards `requested`; the signal sources are set once.
  private let lock = NSLock()
  private var requested = false
  private var sources: [any DispatchSourceSignal] = []

  private let speaks: Bool

  /// Starts to listen. A second Ctrl-C ends the process at once.
  init(speaks: Bool = true) {
    self.speaks = speaks
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Who starts a command with nohup wants it to outlive the terminal.
      if number == SIGHUP, Self.isIgnored(number) { continue }
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

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc) || canImport(Musl)
      let handler = action.__sigaction_handler.sa_handler
    #else
      let handler = action.__sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  var isRequested: Bool {
    lock.withLock { requested }
  }

  private func ask() {
    lock.withLock { requested = true }
    guard speaks else { return }
    StandardError.print("\nstopping after this step; once more ends at once")
  }
}
