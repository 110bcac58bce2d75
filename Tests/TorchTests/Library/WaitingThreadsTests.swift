import Testing

@testable import Torch

struct WaitingThreadsTests {
  @Test func `a user who says nothing gets threads that sleep soon`() throws {
    let addition = try #require(WaitingThreads.addition(to: ["OMP_NUM_THREADS": "2"]))
    #expect(addition.name == "GOMP_SPINCOUNT")
    #expect(addition.value == "10000")
  }

  @Test(arguments: ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"])
  func `what a user says stays`(variable: String) {
    #expect(WaitingThreads.addition(to: [variable: "active"]) == nil)
  }
}
