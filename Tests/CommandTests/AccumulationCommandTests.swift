import Foundation
import TestSupport
import Testing

struct AccumulationCommandTests {
  @Test func `--accumulate is the recipe's, and a run goes on with it`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 2, extra: ["--accumulate", "3"])
    let recipe = try String(contentsOfFile: folder("run/recipe.yaml"), encoding: .utf8)
    #expect(recipe.contains("\naccumulation: 3\n"))
    try SmallRun.train("run", in: folder, epochs: 2, extra: ["--resume"])
    try expectRefusal(
      SmallRun.arguments(output: "run", epochs: 2, extra: ["--resume", "--accumulate", "2"]),
      code: 1, naming: ["accumulation", "began with the number 3"], in: folder)
  }

  @Test func `parts that cannot be are refused before data are read`() throws {
    let folder = try TemporaryFolder()
    func train(_ method: String, _ parts: String) -> [String] {
      ["train", method, "--data", "cifar10:nowhere", "--accumulate", parts]
    }
    try expectRefusal(
      train("mixup", "0"), code: 2, naming: ["--accumulate is 0", "1 to"], in: folder)
    try expectRefusal(
      train("mixup", "1000"), code: 2, naming: ["accumulation", "128", "1000 parts"], in: folder)
    try expectRefusal(
      train("paco", "2"), code: 2, naming: ["accumulation", "whole batch"], in: folder)
  }
}
