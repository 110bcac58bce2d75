import TestSupport
import Testing

@testable import LongTail

/// Lines of lists that begin with something else than a path.
struct MistakenLinesTests {
  private func folder(_ lists: [String: String]) throws -> DataFolder {
    let data = try DataFolder()
    try data.pictures("p", 4)
    for (name, text) in lists { try data.text(name, text) }
    return data
  }

  @Test func `numbers before all paths are told once, with the columns that are meant`() throws {
    let data = try folder(["l.txt": (0..<4).map { "\($0) p/\($0).png \($0 % 2)\n" }.joined()])
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(
      problem.hasPrefix("\(data("l.txt")), line 1: there is no picture “0 p/0.png”, but “p/0.png”"),
      "\(problem)")
    #expect(problem.contains("path=2,label=3"))
    let source = try Datasets.source("image-list:\(data("l.txt")),path=2,label=3")
    #expect(try source.load(.training).labels == [0, 1, 0, 1])
  }

  @Test func `a comment among the lines is told as one`() throws {
    let data = try folder([
      "l.txt": "p/0.png 0\n# left out\np/1.png 1\n", "l.csv": "path,label\np/0.png,a\n#p/1.png,b\n",
      "t.txt": "p/2.png 0\n#p/3.png 1\n", "g.txt": "p/0.png 0\np/1.png 1\n",
    ])
    for (name, line) in [("l.txt", 2), ("l.csv", 3)] {
      let problem = data.problem("image-list:\(data(name))")
      #expect(
        problem.hasPrefix("\(data(name)), line \(line): there is no picture “#"), "\(problem)")
      #expect(problem.contains("take comments out"))
    }
    let test = data.problem(
      "image-list:train=\(data("g.txt")),test=\(data("t.txt"))", part: .test)
    #expect(test.contains("t.txt, line 2: there is no picture “#p/3.png”"), "\(test)")
  }

  @Test func `a picture whose name begins with such a sign is one`() throws {
    let data = try folder(["l.txt": "#p/0.png a\n1 q/0.png b\n"])
    try data.pictures("#p", 1).pictures("1 q", 1)
    let samples = try Datasets.source("image-list:\(data("l.txt"))").load(.training)
    #expect(samples.classCounts == [1, 1])
  }
}
