import Calibration
import Testing

@testable import LongTail

private func synthetic(_ location: String, _ part: DatasetPart = .training) throws
  -> LabelledSamples
{
  try Synthetic(location: location, options: DatasetOptions()).load(part)
}

@Test func `the painted pictures never change`() throws {
  // Recorded when the painter was finished: results in reports name the data by this.
  let samples = try synthetic("classes=40,per-class=3")
  #expect(samples.fingerprint == "e8587741b1e3382bf0c505dae7d5a779b279ad26b77cbcc29ec9ff83b33c7a07")
}

@Test func `the same settings paint the same pictures, and others do not`() throws {
  let first = try synthetic("per-class=5")
  #expect(try synthetic("per-class=5").fingerprint == first.fingerprint)
  #expect(try synthetic("per-class=5,seed=1").fingerprint != first.fingerprint)
  #expect(try synthetic("per-class=5,difficulty=0.9").fingerprint != first.fingerprint)
  #expect(try synthetic("test=5", .test).fingerprint != first.fingerprint)
}

@Test func `more pictures leave the first ones as they were`() throws {
  let few = try synthetic("per-class=3")
  let many = try synthetic("per-class=6")
  #expect(few.count == 30 && many.count == 60)
  for position in 0..<30 {
    #expect(try pixels(of: few, at: position) == pixels(of: many, at: position))
  }
}

@Test func `classes are balanced, named and interleaved`() throws {
  let samples = try synthetic("classes=12,test=4", .test)
  #expect(samples.classCounts == [Int](repeating: 4, count: 12))
  #expect(samples.labels.prefix(12) == Array(0..<12)[...])
  #expect(Set(samples.classNames).count == 12)
  #expect(samples.classNames[0] == "plain disc" && samples.classNames[6] == "striped disc")
}

@Test func `the size follows the settings and the image size`() throws {
  let samples = try synthetic("per-class=1,size=20")
  #expect(try pixels(of: samples, at: 0).count == 20 * 20 * 3)
  let sized = try Synthetic(location: "per-class=1", options: DatasetOptions(imageSize: 48))
    .load(.training)
  #expect(try pixels(of: sized, at: 0).count == 48 * 48 * 3)
}

@Test(arguments: [
  "classes=1", "classes=41", "per-class=0", "test=x", "size=4", "difficulty=2",
  "difficulty=nan", "classes",
])
func `settings out of range are refused`(location: String) {
  #expect(throws: DatasetProblem.self) { try synthetic(location) }
}

@Test func `an unknown setting is told the nearest`() throws {
  let problem = try #require(throws: UnknownName.self) { try synthetic("clases=3") }
  #expect(problem.description.contains("did you mean \"classes\""))
}
