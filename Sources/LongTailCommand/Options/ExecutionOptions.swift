import ArgumentParser
import Foundation
import LongTail
import Torch

/// How a command runs; nothing here belongs to the recipe.
struct ExecutionOptions: ParsableArguments {
  @Option(help: "auto, cpu, cuda, cuda:1 or mps.")
  var device = "auto"

  @Option(help: "Threads of the arithmetic; all processors when not given.")
  var threads: Int?

  @Option(help: "Threads that prepare batches; they never change a result.")
  var workers = 2

  @Flag(name: .shortAndLong, help: "Print results only.")
  var quiet = false

  func validate() throws {
    guard workers >= 1 else {
      throw ValidationError("--workers is \(workers); at least 1 is needed")
    }
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads); at least 1 is needed")
    }
  }

  /// - Throws: `TorchError` for a device that is not there.
  func execution(stop: StopRequest? = nil) throws -> Execution {
    let device = try Device(device)
    if let threads { setThreadCount(threads) }
    LibTorch.keepFreedMemory()
    return Execution(device: device, workers: workers, shouldStop: { stop?.isRequested ?? false })
  }
}
