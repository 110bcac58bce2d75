internal import ArgumentParser
internal import Torch

/// A command that computes with networks.
protocol ExecutingCommand: ParsableCommand {
  var options: ExecutionOptions { get }
}

extension ExecutingCommand {
  /// Lets threads that wait go to sleep soon, which starts the program again, in place of itself: before anything is done.
  func prepareThreads() {
    // A single thread has nobody to wait for, and loading LibTorch takes a while.
    if options.threadsInUse > 1 { WaitingThreads.sleepSoon() }
  }
}
