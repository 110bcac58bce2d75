import Foundation
import Testing

/// Source files that are compiled together and run.
enum SwiftProgram {
  /// `nil` where there is no swiftc in PATH.
  static var compiler: String? {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return folders.map { $0 + "/swiftc" }.first(where: FileManager.default.isExecutableFile)
  }

  /// What the program prints. The files are texts by file name, without the ending, beside the main file.
  static func output(_ files: [String: String], main: String) throws -> String {
    try withTemporaryFolder { folder in
      var paths: [String] = []
      for (name, text) in files.merging(["main": main], uniquingKeysWith: { $1 }) {
        paths.append("\(folder)/\(name).swift")
        try text.write(toFile: paths[paths.count - 1], atomically: true, encoding: .utf8)
      }
      _ = try output(of: #require(compiler), paths.sorted() + ["-o", folder + "/program"])
      return try output(of: folder + "/program", [])
    }
  }

  private static func output(of program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(program) failed")
    return String(decoding: data, as: UTF8.self)
  }
}
