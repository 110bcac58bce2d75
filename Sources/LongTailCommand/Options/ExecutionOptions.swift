import ArgumentParser
import Calibration
import Foundation
import LongTail
import Torch

/// How a command runs; nothing here belongs to the recipe.
struct ExecutionOptions: ParsableArguments {
  @Option(help: "auto, cpu, cuda, cuda:1 or mps.")
  var device = "auto"

  @Option(
    help:
      "Threads of the arithmetic; when not given, as many as processors may be used (affinity and control groups count)."
  )
  var threads: Int?

  @Option(help: "Threads that prepare batches; they never change a result.")
  var workers = 2

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  /// - Throws: `ValidationError` for what is no name of a device, be it here or not.
  static func check(device: String) throws {
    guard Device.isName(device) else {
      throw ValidationError(
        "--device is \"\(device)\"; auto, cpu, cuda, cuda:1 and mps are possible")
    }
  }

  func validate() throws {
    try Self.check(device: device)
    guard (1...1024).contains(workers) else {
      throw ValidationError("--workers is \(workers); 1 to 1024 are possible")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads); 1 to 1024 are possible")
    }
  }

  /// Threads of the arithmetic. LibTorch knows of the processors that it may run on, and of `OMP_NUM_THREADS`, but not of
  /// what control groups grant.
  var threadsInUse: Int { threads ?? min(threadCount, AvailableProcessors.count) }

  /// - Throws: `TorchError` for a device that is not there.
  func execution(stop: StopRequest? = nil, group: ProcessGroup? = nil) throws -> Execution {
    let environment = ProcessInfo.processInfo.environment
    let device = try Device(device)
    var own = threadsInUse
    if threads == nil, group != nil, environment["OMP_NUM_THREADS"] == nil,
      let here = ProcessMeeting.processesHere(environment)
    {
      own = max(1, own / here)
    }
    if own != threadCount { setThreadCount(own) }
    LibTorch.keepFreedMemory()
    return Execution(
      device: device, workers: workers, group: group, shouldStop: { stop?.isRequested ?? false })
  }
}
