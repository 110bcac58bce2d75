#if os(Linux)
  import Foundation
  import Testing
  import Torch

  @Test func `code of the start is given back, and what is needed comes again`() async {
    // In a process of its own: others' threads would bring pages back meanwhile.
    await #expect(processExitsWith: .success) {
      let before = try residentFileBytes()
      LibTorch.releaseCodeOfStart()
      let after = try residentFileBytes()
      try #require(after < before / 2, "\(before) bytes of files before, \(after) after")
      let sum = (Tensor([1, 2, 3] as [Float]) + Tensor([10, 20, 30] as [Float])).sum()
      try #require(sum.item() == 66)
    }
  }

  /// Bytes of files that are in memory for this process.
  private func residentFileBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
    let kilobytes = try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first)
    return try #require(Int(kilobytes)) * 1024
  }
#endif
