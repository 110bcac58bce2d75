import TestSupport
import Testing

/// Equal seeds.
struct DeterminismTests {
  @Test func `one worker and four give the same bits; another seed gives others`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("one", in: folder, epochs: 3, extra: ["--workers", "1"])
    try SmallRun.train("four", in: folder, epochs: 3, extra: ["--workers", "4"])
    try SmallRun.train("other", in: folder, epochs: 3, extra: ["--seed", "1"])
    let one = try SmallRun.result(folder("one"))
    #expect(one.keys.contains("checkpoints/last/model.safetensors"))
    #expect(one.keys.contains("predictions/test/logits.npy"))
    try SmallRun.expectEqual(folder("four"), one)
    let other = try SmallRun.result(folder("other"))
    let weights = "checkpoints/last/model.safetensors"
    #expect(other[weights] != one[weights])
  }

  @Test func `a run's recipe trained again gives the same bits`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("first", in: folder, epochs: 2)
    let outcome = try LongTailProcess.run(
      ["train", "--recipe", "first/recipe.yaml", "--output", "again", "--threads", "1"],
      in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    try SmallRun.expectEqual(folder("again"), try SmallRun.result(folder("first")))
  }
}
