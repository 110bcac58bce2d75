import Foundation
import Torch

/// Starts this command several times over, as a launcher does, and waits for all.
///
/// When one of them dies the others are ended, and told which it was.
final class ProcessLaunch {
  private let count: Int
  private var children: [Process] = []
  private var signals: [any DispatchSourceSignal] = []
  /// Told whenever one has ended.
  private let ended = DispatchSemaphore(value: 0)

  /// Seconds that the others have to end by themselves.
  private static let patience = 20.0

  init(_ count: Int) { self.count = count }

  /// - Returns: 0, or the exit status of the process that failed first.
  /// - Throws: `TorchError` when no port is free; what keeps the program from being started.
  func carryOut() throws -> Int32 {
    let port = try ProcessMeeting.freePort()
    forwardSignals()
    for rank in 0..<count { try start(rank, port: port) }
    var waiting = Set(children.indices)
    var first: (status: Int32, wasKilled: Bool)?
    var deadline = Date.distantFuture
    while !waiting.isEmpty {
      _ = ended.wait(timeout: .now() + 0.5)
      for rank in waiting where !children[rank].isRunning {
        waiting.remove(rank)
        let status = Self.status(of: children[rank])
        let wasKilled =
          children[rank].terminationReason == .uncaughtSignal && Date() <= deadline
        // The others end because of one that was killed, also where they are seen to end before it.
        guard status != 0, first.map({ wasKilled && !$0.wasKilled }) ?? true else { continue }
        if first == nil { deadline = Date() + Self.patience }
        first = (status, wasKilled)
        if status != 130, !waiting.isEmpty || wasKilled { tell(rank) }
      }
      if Date() > deadline { waiting.forEach { kill(children[$0].processIdentifier, SIGKILL) } }
    }
    return first?.status ?? 0
  }

  private func start(_ rank: Int, port: Int) throws {
    let child = Process()
    child.executableURL = URL(
      fileURLWithPath: Bundle.main.executablePath ?? CommandLine.arguments[0])
    child.arguments = Self.withoutProcesses(Array(CommandLine.arguments.dropFirst()))
    var environment = ProcessInfo.processInfo.environment
    let own = [
      "RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": count, "LOCAL_WORLD_SIZE": count,
      "MASTER_PORT": port,
    ]
    environment.merge(own.mapValues(String.init)) { $1 }
    environment["MASTER_ADDR"] = "127.0.0.1"
    child.environment = environment
    if rank > 0 {
      child.standardInput = FileHandle.nullDevice
      child.standardOutput = FileHandle.nullDevice
    }
    child.terminationHandler = { [ended] _ in ended.signal() }
    try child.run()
    children.append(child)
  }

  /// The command line of a single process.
  static func withoutProcesses(_ arguments: [String]) -> [String] {
    var kept: [String] = []
    var skips = false
    for argument in arguments {
      if skips {
        skips = false
      } else if argument == "--processes" {
        skips = true
      } else if !argument.hasPrefix("--processes=") {
        kept.append(argument)
      }
    }
    return kept
  }

  /// As a shell has it: 128 and the signal's number for one that was killed.
  private static func status(of child: Process) -> Int32 {
    child.terminationReason == .uncaughtSignal
      ? 128 + child.terminationStatus : child.terminationStatus
  }

  private func tell(_ rank: Int) {
    let child = children[rank]
    let how =
      child.terminationReason == .uncaughtSignal
      ? "was ended by signal \(child.terminationStatus)"
      : "ended with status \(child.terminationStatus)"
    StandardError.print(
      "rank \(rank) of \(count) (process \(child.processIdentifier)) \(how); the others end now")
  }

  /// What asks this process to stop asks those that it has started.
  private func forwardSignals() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [weak self] in
        for child in self?.children ?? [] {
          // A terminal tells all processes of its group.
          let isTold = number == SIGINT && getpgid(child.processIdentifier) == getpgrp()
          if !isTold { kill(child.processIdentifier, number) }
        }
      }
      source.resume()
      signals.append(source)
    }
  }
}
