import ArrayFiles
import Foundation

/// Further processes of the program that runs, which take runs of the same comparison.
public final class GridProcesses {
  private let processes: [Process]

  /// Starts them: this program again, by the arguments it was begun with and some more. What they print is dropped,
  /// errors apart.
  /// - Parameters:
  ///   - count: how many; 0 starts none.
  ///   - extra: arguments after those of this process.
  ///   - arguments: of this process, without the program's name.
  /// - Throws: `FileProblem` when one cannot be started; those before it are stopped.
  public init(
    _ count: Int, extra: [String], arguments: [String] = Array(CommandLine.arguments.dropFirst())
  ) throws {
    var started: [Process] = []
    for _ in 0..<count {
      let process = Process()
      process.executableURL = Self.program
      process.arguments = arguments + extra
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      do { try process.run() } catch {
        started.forEach { $0.terminate() }
        throw FileProblem(
          Self.program.path, "cannot be started once more: \(error.localizedDescription)")
      }
      started.append(process)
    }
    processes = started
  }

  deinit { end() }

  /// That some have ended with a failure of their own, which they have told; `nil` where none has.
  public var failed: String? {
    let statuses = processes.filter { !$0.isRunning && $0.terminationReason == .exit }
      .map(\.terminationStatus).filter { $0 != 0 }
    guard let first = statuses.first else { return nil }
    return "\(statuses.count) of \(processes.count) further processes ended with status \(first)"
  }

  /// Asks them to save and stop, and waits until they have.
  public func end() {
    for process in processes where process.isRunning { process.terminate() }
    processes.forEach { $0.waitUntilExit() }
  }

  private static var program: URL {
    let own = "/proc/self/exe"
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: own)
    return URL(fileURLWithPath: path ?? Bundle.main.executablePath ?? CommandLine.arguments[0])
  }
}
