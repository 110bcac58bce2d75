import ArgumentParser
import Calibration
import Foundation
import LongTail

/// How the runs of a comparison are shared out among processes.
struct GridJobOptions: ParsableArguments {
  @Option(help: "Runs at the same time on this machine, each with its part of the processors.")
  var jobs = 1

  @Flag(
    inversion: .prefixedNo,
    help:
      "When nothing else is left: wait for runs that other processes carry out, and take over those whose process has died."
  )
  var wait = true

  /// The process that started this one, with its own arguments, to help it.
  @Option(name: .customLong("helper-of"), help: .hidden)
  var helperOf: Int32?

  var isHelper: Bool { helperOf != nil }
  /// Whoever helps does what is left, and ends.
  var waits: Bool { wait && !isHelper }

  func validate() throws {
    guard 1...Self.mostJobs ~= jobs else {
      throw ValidationError(
        "--jobs is \(jobs); 1 to \(Self.mostJobs) are possible with \(AvailableProcessors.count) processors: each run takes "
          + "the memory of one")
    }
  }

  /// More than processors bring nothing, and many more take all memory.
  private static let mostJobs = max(4, AvailableProcessors.count)

  /// How runs are carried out here: beside others with a part of the processors, unless threads are said.
  func execution(_ options: ExecutionOptions) throws -> Execution {
    var options = options
    options.threads = options.threads ?? threads(options)
    let execution = try options.execution(stop: StopRequest(speaks: !isHelper))
    guard let helperOf else { return execution }
    // Nobody is to go on by itself when what it helps has died.
    return Execution(
      device: execution.device, workers: execution.workers,
      checkpointInterval: execution.checkpointInterval,
      shouldStop: { execution.shouldStop() || getppid() != helperOf })
  }

  /// Starts the further processes, which read everything else of the same arguments.
  func helpers() throws -> GridProcesses {
    try GridProcesses(isHelper ? 0 : jobs - 1, extra: ["--helper-of", "\(getpid())"])
  }

  /// Of each run; `nil` where one run has all.
  private func threads(_ options: ExecutionOptions) -> Int? {
    jobs == 1 ? nil : max(1, options.threadsInUse / jobs)
  }
}
