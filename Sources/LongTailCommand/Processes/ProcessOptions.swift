import ArgumentParser
import Calibration
import Foundation
import Torch

/// How many processes train together, and which of them this one is.
struct ProcessOptions: ParsableArguments {
  @Option(
    help: """
      Processes on this machine that train together, each with its part of every batch. Launchers such as torchrun \
      and srun start them themselves, on several machines too. Their number changes no result but for rounding, unless \
      --set batchNormStatistics=local gives each process statistics of its own.
      """)
  var processes: Int?

  @Option(
    help: ArgumentHelp(
      """
      How long the processes wait for each other to come; also where a launcher has started them. 300 when not given.
      """, valueName: "seconds"))
  var meetingTimeout: Double?

  @Option(
    help: ArgumentHelp(
      """
      How long a process of several may be stopped or cut off before all others end, and say which it was; also where a \
      launcher has started them. 60 when not given; working long is no silence.
      """, valueName: "seconds"))
  var processTimeout: Double?

  func validate() throws {
    for (name, seconds) in [("meeting", meetingTimeout), ("process", processTimeout)] {
      if let seconds, !(5...86_400 ~= seconds) {
        throw ValidationError("--\(name)-timeout is \(seconds); 5 to 86400 seconds are possible")
      }
    }
    if let processes, !(1...Self.mostProcesses).contains(processes) {
      throw ValidationError(
        "--processes is \(processes); 1 to \(Self.mostProcesses) are possible with \(AvailableProcessors.count) processors: "
          + "each takes the memory of one")
    }
  }

  /// Many more than processors take all memory, and the machine with it.
  private static let mostProcesses = max(8, AvailableProcessors.count)

  /// Starts the processes and waits for them, where that is what this one is for.
  /// - Throws: `ExitCode`, theirs, once they have ended; `TorchError` for a launcher's process that is to start others.
  func launch() throws {
    guard let processes, processes > 1 else { return }
    guard try ProcessMeeting(launchedWith: ProcessInfo.processInfo.environment) == nil else {
      throw TorchError(
        "--processes \(processes) starts processes on this machine, and a launcher has started this one already; "
          + "choose one of the two")
    }
    throw ExitCode(try ProcessLaunch(processes).carryOut())
  }

  /// The group that a launcher has started this process for; `nil` for one process alone.
  /// - Throws: `TorchError`, when the others do not come, or the launcher's variables do not make sense.
  func group() throws -> ProcessGroup? {
    let environment = ProcessInfo.processInfo.environment
    guard var meeting = try ProcessMeeting(launchedWith: environment), meeting.size > 1 else {
      return nil
    }
    if let meetingTimeout { meeting.meetingLimit = meetingTimeout }
    if let processTimeout { meeting.silenceLimit = processTimeout }
    return try ProcessGroup(meeting)
  }
}
