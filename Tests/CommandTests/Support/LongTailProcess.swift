import Foundation

/// Starts the built `longtail` and waits for it.
struct LongTailProcess {
  /// What became of a process.
  struct Outcome {
    /// The exit code; minus the signal's number when a signal ended the process.
    let code: Int32
    let output: String
    let errors: String
  }

  /// A signal to send while the process runs.
  enum Interruption {
    case none
    /// Sends the signal that many seconds after the condition first holds.
    case when(signal: Int32, delay: Double = 0, condition: @Sendable () -> Bool)
  }

  /// The executable; it lies beside the test bundle.
  static let executable: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
    // On a Mac the test executable lies in a bundle, three folders deeper.
    var folder = bundle.deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appendingPathComponent("longtail").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return bundle.deletingLastPathComponent().appendingPathComponent("longtail").path
  }()

  /// Runs the command to its end, which a hanging one finds after `timeout` seconds. Relative paths
  /// are below `folder`; `fileLimit` is the largest file that the process may write, in KiB.
  static func run(
    _ arguments: [String], in folder: String, timeout: Double = 180, fileLimit: Int? = nil,
    interruption: Interruption = .none
  ) throws -> Outcome {
    let process = try RunningProcess(arguments, in: folder, fileLimit: fileLimit)
    return process.outcome(timeout: timeout, interruption: interruption)
  }

  /// Runs a script of bash in which `"$0"` is the command; the code is that of the script.
  static func shell(
    _ script: String, in folder: String, timeout: Double = 180
  ) throws -> Outcome {
    try RunningProcess(script: script, [], in: folder).outcome(timeout: timeout)
  }
}

/// A `longtail` that was started and goes on by itself; it is killed when nobody holds it any more.
final class RunningProcess {
  private let process = Process()
  private let scratch: URL
  private let started = Date()

  /// With `ignoringHangUp` as `nohup` starts it.
  convenience init(
    _ arguments: [String], in folder: String, fileLimit: Int? = nil, ignoringHangUp: Bool = false
  ) throws {
    var conditions = fileLimit.map { ["ulimit -f \($0)"] } ?? []
    if ignoringHangUp { conditions.append("trap '' HUP") }
    try self.init(
      script: conditions.isEmpty
        ? nil : (conditions + ["exec \"$0\" \"$@\""]).joined(separator: "; "),
      arguments, in: folder)
  }

  /// With a script, bash runs that, `$0` being the command and `$@` the arguments.
  init(script: String?, _ arguments: [String], in folder: String) throws {
    scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("longtail-process-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    if let script {
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", script, LongTailProcess.executable] + arguments
    } else {
      process.executableURL = URL(fileURLWithPath: LongTailProcess.executable)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    // Files and not pipes: nothing has to be read while the process runs.
    process.standardOutput = try Self.sink(scratch.appendingPathComponent("output"))
    process.standardError = try Self.sink(scratch.appendingPathComponent("errors"))
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: scratch)
  }

  private static func sink(_ file: URL) throws -> FileHandle {
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  var isRunning: Bool { process.isRunning }

  /// Waits until the condition holds; gives up when the process ends or after `timeout` seconds.
  func wait(timeout: Double = 60, until condition: () -> Bool) -> Bool {
    while process.isRunning, Date().timeIntervalSince(started) < timeout {
      if condition() { return true }
      usleep(2000)
    }
    return condition()
  }

  func send(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  func outcome(
    timeout: Double = 180, interruption: LongTailProcess.Interruption = .none
  ) -> LongTailProcess.Outcome {
    switch interruption {
    case .none: break
    case .when(let signal, let delay, let condition):
      if wait(timeout: timeout, until: condition) {
        let begun = Date()
        while process.isRunning, Date().timeIntervalSince(begun) < delay { usleep(1000) }
        send(signal)
      }
    }
    while process.isRunning {
      if Date().timeIntervalSince(started) > timeout { send(SIGKILL) }
      usleep(2000)
    }
    process.waitUntilExit()
    let code = process.terminationStatus
    return LongTailProcess.Outcome(
      code: process.terminationReason == .uncaughtSignal ? -code : code,
      output: text("output"), errors: text("errors"))
  }

  private func text(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: scratch.appendingPathComponent(name).path)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
