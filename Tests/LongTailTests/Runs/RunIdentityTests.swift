import Testing

@testable import LongTail

struct RunIdentityTests {
  private static func recipe() throws -> Recipe {
    Recipe(
      method: "mislas", data: DataSettings(source: "cifar100:/here", imbalanceFactor: 100),
      plan: try Methods.method(named: "mislas").plan(for: .cifar100), selection: .last)
  }

  private static func identity(
    _ data: String = "a", _ change: (inout Recipe) -> Void = { _ in }
  ) throws -> String {
    var recipe = try recipe()
    change(&recipe)
    return try RunIdentity(recipe, dataFingerprint: data).sha256
  }

  @Test func `where the data lie, and whose first stage it was, changes nothing`() throws {
    let own = try Self.identity()
    #expect(own.count == 64)
    #expect(try Self.identity { $0.data.source = "cifar100:elsewhere" } == own)
    #expect(
      try Self.identity {
        $0.start = CheckpointStart(path: "runs/mixup", stage: 1, sha256: "0")
      } == own)
  }

  @Test func `other settings and other samples are told apart`() throws {
    let all = [
      try Self.identity(), try Self.identity("b"), try Self.identity { $0.seed = 1 },
      try Self.identity { $0.stages[0].epochs = 20 },
      try Self.identity { $0.data.validationFraction = 0 },
      try Self.identity { $0.selection = .test }, try Self.identity { $0.data.source = "cifar10" },
    ]
    #expect(Set(all).count == all.count)
  }
}
