import ArrayFiles
import Foundation
import RunReports
import TestSupport
import Testing

struct RepeatedRunTests {
  @Test func `a report refuses a run that is named twice, by whatever path`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("run"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: folder("run"))
    for other in ["run", "./run", "run/", "link"] {
      let problem = FileProblem(
        folder(other), "is the same run as \(folder("run")); name each once")
      #expect(throws: problem) {
        try RunReportWriter.write(
          runs: [folder("run"), folder(other)], to: folder("page.html"))
      }
    }
  }
}
